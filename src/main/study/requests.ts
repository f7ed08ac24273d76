import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { AntrumError, toErrorPayload } from '../../shared/ipc/error.ts'
import type { ErrorPayload } from '../../shared/ipc/error.ts'
import { requestSchema } from '../../shared/ipc/queue.ts'
import { listStagesBy } from '../db/stores/stage-list.ts'
import { withProject } from '../project.ts'
import type { Project } from '../project.ts'
import { writeFileAtomic } from '../services/atomic-file.ts'
import { applyReviewChange, reviewChangeSchema } from '../services/review-change.ts'
import { takeBackFromSlurm } from '../supervisor/slurm/in-hand.ts'
import { trainerCommand } from '../supervisor/trainer-command.ts'
import { reconcile } from './prepare.ts'
import { applyRequest } from './queue.ts'
import type { Answers, ProjectRequest, QueueAnswer } from './queue.ts'
import { recipeSchema } from './recipe.ts'

/**
 * One process writes a project. Another that wants something of the queue puts a request into this folder; the one
 * that works off the queue does it and puts the answer beside it. Files, because that works on a shared disk as well.
 */
const box = (root: string) => join(root, 'antrum.requests')
const requestEnd = '.request.json'
const answerEnd = '.answer.json'

const paceSchema = z.object({
  ratio: z.number().nullable(),
  setupSeconds: z.number(),
  memoryRatio: z.number().nullable(),
})
const messageSchema = z.union([
  requestSchema,
  z.strictObject({
    action: z.literal('plan'),
    recipe: recipeSchema,
    engine: z.strictObject({
      precision: z.enum(['float32', 'bfloat16']),
      stepSeconds: z.number().nullable(),
      memoryBytes: z.number().nullable(),
    }),
    paces: z.array(z.tuple([z.string(), paceSchema])),
  }),
  z.strictObject({ action: z.literal('review'), change: reviewChangeSchema }),
])

type Answer = { answer: QueueAnswer } | { error: ErrorPayload }

/** How soon a request is noticed. */
const pollMs = 100

/**
 * Does what is asked, or has it done by the process that holds the project.
 * @throws AntrumError of the request; read-only when whoever holds the project is not working off its queue.
 */
export async function ask<R extends ProjectRequest>(
  folder: string,
  request: R,
  timeoutMs = 30_000,
): Promise<Answers[R['action']]> {
  const { root } = await withProject(folder, 'read', async ({ paths }) => paths)
  const name = join(box(root), randomUUID())
  const [requestFile, answerFile] = [`${name}${requestEnd}`, `${name}${answerEnd}`]
  try {
    for (const deadline = Date.now() + timeoutMs; ; await sleep(pollMs / 2)) {
      if (existsSync(answerFile)) {
        const answer = JSON.parse(await readFile(answerFile, 'utf8')) as Answer
        if ('answer' in answer) return answer.answer as Answers[R['action']]
        throw new AntrumError(answer.error.code, answer.error.message, answer.error.details)
      }
      try {
        return (await withProject(folder, 'write', async (project) => {
          await reconcile(project, trainerCommand())
          const answer = await applyRequest(project, request)
          await tellSlurm(project, request)
          return answer
        })) as Answers[R['action']]
      } catch (error) {
        if (!(error instanceof AntrumError) || error.code !== 'read-only' || Date.now() > deadline)
          throw error
      }
      // Put again where it went away without an answer: a queue that starts clears what it finds, folder and all.
      if (!existsSync(requestFile) && !existsSync(answerFile))
        await writeFileAtomic(requestFile, JSON.stringify(request)).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'ENOENT') throw error
        })
    }
  } finally {
    await Promise.all([requestFile, answerFile].map((file) => rm(file, { force: true })))
  }
}

/** What a run would do with jobs that are with Slurm while nobody follows them. */
async function tellSlurm({ db, paths }: Project, { action }: ProjectRequest): Promise<void> {
  if (action === 'pause') return takeBackFromSlurm(paths, () => true)
  if (action !== 'cancel') return
  const cancelled = new Set((await listStagesBy(db, { states: ['cancelled'] })).map(({ hash }) => hash))
  await takeBackFromSlurm(paths, (hash) => cancelled.has(hash))
}

/**
 * Holds a project for long work that is not a run. What readers of a review do is done for them meanwhile; every other
 * request waits until the work is over.
 *
 * @throws AntrumError 'read-only' when somebody else holds the project, and what `work` throws.
 */
export function workInProject<T>(folder: string, work: (project: Project) => Promise<T>): Promise<T> {
  return withProject(folder, 'write', async (project) => {
    const requests = new RequestBox(project, (request) =>
      Promise.resolve(request.action === 'review' ? applyReviewChange(project, request.change) : null),
    )
    try {
      return await work(project)
    } finally {
      await requests.stop()
    }
  })
}

/** Answers requests, one after another. */
export class RequestBox {
  private readonly project: Project
  private readonly apply: (request: ProjectRequest) => Promise<QueueAnswer | null>
  private stopped = false
  private readonly ended: Promise<void>

  /** @param apply  Does what is asked and answers when that has come true; null leaves a request to whoever comes next. */
  constructor(project: Project, apply: (request: ProjectRequest) => Promise<QueueAnswer | null>) {
    this.project = project
    this.apply = apply
    this.ended = this.serve()
  }

  async stop(): Promise<void> {
    this.stopped = true
    await this.ended
  }

  private async serve(): Promise<void> {
    const folder = box(this.project.paths.root)
    // What cannot be written (a full disk) is no reason to end the run: whoever asked gets no answer and gives up.
    const ignore = () => {}
    await rm(folder, { recursive: true, force: true }).catch(ignore)
    for (; !this.stopped; await sleep(pollMs)) {
      const names = await readdir(folder).catch(() => [])
      for (const name of names.filter((file) => file.endsWith(requestEnd)))
        await this.answer(join(folder, name)).catch(ignore)
    }
  }

  private async answer(file: string): Promise<void> {
    const answer = await this.answerTo(file)
    if (answer === null) return
    await writeFileAtomic(file.slice(0, -requestEnd.length) + answerEnd, JSON.stringify(answer))
    await rm(file, { force: true })
  }

  private async answerTo(file: string): Promise<Answer | null> {
    try {
      const request = messageSchema.parse(JSON.parse(await readFile(file, 'utf8')))
      const answer = await this.apply(request)
      return answer && { answer }
    } catch (error) {
      return { error: toErrorPayload(error) }
    }
  }
}
