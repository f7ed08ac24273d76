import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { ExportReport } from '../../src/shared/ipc/outputs.ts'
import type { Cancellation } from '../../src/main/study/cancel.ts'
import type { PlannedExperiment } from '../../src/main/study/plan.ts'
import type { RunReport } from '../../src/main/study/run.ts'
import type { ProjectStatus } from '../../src/shared/ipc/queue.ts'
import { EventTail } from '../../src/main/supervisor/event-tail.ts'
import type { ErrorPayload } from '../../src/shared/ipc/error.ts'
import { createRandom } from '../../src/shared/random.ts'
import type { StageDone } from '../../src/shared/ipc/trainer.ts'
import { resultsOf } from '../helpers/fake-study.ts'
import { aCopy, aTinyProject, antrum, antrumJson } from '../helpers/tiny-project.ts'

const plan = async ({ folder, recipeFile }: Awaited<ReturnType<typeof aTinyProject>>) =>
  (await antrumJson<PlannedExperiment>('plan', folder, '--recipe', recipeFile)).json

/** The process of the trainer that began a stage after this moment; undefined when the run was `over` first. */
async function untilStarted(
  folder: string,
  sinceMs: number,
  over: () => boolean,
): Promise<number | undefined> {
  for (; !over(); await sleep(20)) {
    for (const hash of readdirSync(path.join(folder, 'stages'))) {
      const tail = new EventTail(path.join(folder, 'stages', hash, 'events.jsonl'), 'start')
      const started = tail.read().findLast((event) => event.type === 'started' && event.timeMs >= sinceMs)
      if (started?.type === 'started') return started.pid
    }
  }
  return undefined
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

describe('a study by command line, with the real trainer', () => {
  it('is planned, run and reported, and never computed twice', async () => {
    const project = await aTinyProject()
    const { folder } = project
    const planned = await plan(project)
    expect(planned).toMatchObject({
      runs: 6,
      pretrainings: 3,
      finetunings: 6,
      precision: 'float32',
      finished: 0,
    })
    expect(planned.estimate.seconds).toBeGreaterThan(0)
    expect((await plan(project)).experiment).toBe(planned.experiment)

    const run = await antrumJson<RunReport>('run', folder, planned.experiment)
    expect(run.stderr).toMatch(/Study \d+\/16/)
    expect(run).toMatchObject({ code: 0, json: { states: { finished: 16, failed: 0 }, failures: [] } })
    for (const hash of readdirSync(path.join(folder, 'stages'))) {
      const stage = path.join(folder, 'stages', hash)
      const done = JSON.parse(readFileSync(path.join(stage, 'done.json'), 'utf8')) as StageDone
      for (const [file, sha256] of Object.entries(done.files)) {
        expect(
          createHash('sha256')
            .update(readFileSync(path.join(stage, file)))
            .digest('hex'),
        ).toBe(sha256)
      }
    }

    const { json: results } = await antrumJson<{
      rows: { method: string; labelFraction: number }[]
      predictions: unknown[]
    }>('results', folder, planned.experiment)
    expect(results.rows.map(({ method, labelFraction }) => `${method} ${labelFraction}`)).toEqual([
      ...['scratch 0.5', 'scratch 1', 'autoencoder 0.5', 'autoencoder 1', 'residual 0.5', 'residual 1'],
    ])
    const { json: status } = await antrumJson<ProjectStatus>('status', folder)
    expect(status.experiments).toMatchObject([
      { experiment: planned.experiment, states: { finished: 16 }, running: [], secondsLeft: 0 },
    ])

    const before = resultsOf(folder)
    expect((await antrumJson('run', folder, planned.experiment)).code).toBe(0)
    expect(resultsOf(folder)).toEqual(before)
    expect((await plan(project)).finished).toBe(16)

    // What was trained goes out as files that give the same, run by somebody else.
    const trained = readdirSync(path.join(folder, 'stages')).find((hash) =>
      existsSync(path.join(folder, 'stages', hash, 'classifier.safetensors')),
    )!
    const out = path.join(folder, 'exports', 'model')
    const exported = await antrumJson<ExportReport>('export', folder, trained, out)
    expect(exported).toMatchObject({ code: 0, json: { network: 'classifier', stage: trained } })
    for (const outcome of Object.values(exported.json.formats))
      expect('files' in outcome && outcome.largestDifference).toBeLessThanOrEqual(1e-4)
    expect(await antrumJson('export', folder, trained, out)).toMatchObject({
      code: 1,
      json: { error: { code: 'already-exists' } },
    })
    expect(await antrumJson('predict', folder, '--model', 'what', 'head.nii')).toMatchObject({
      code: 2,
      json: { error: { code: 'usage' } },
    })
  })

  it('gives the same bytes when left alone and when core, trainer or both are killed at random moments', async () => {
    const project = await aTinyProject()
    const { folder } = project
    const { experiment } = await plan(project)
    const untouched = aCopy(folder)
    await antrumJson('run', untouched, experiment)

    const random = createRandom('core, trainer or both')
    const victims = ['core', 'trainer', 'both', 'core politely', 'both', 'trainer', 'core'] as const
    let killed = 0
    for (const victim of victims) {
      const { child, ended } = antrum('run', folder, experiment)
      const sinceMs = Date.now()
      const trainer = await untilStarted(folder, sinceMs, () => child.exitCode !== null)
      if (trainer === undefined) break // finished before its turn
      await sleep(random.integer(1500))
      if (victim !== 'core' && victim !== 'core politely') kill(trainer)
      if (victim !== 'trainer') child.kill(victim === 'core politely' ? 'SIGTERM' : 'SIGKILL')
      killed++
      // Whose trainer was killed goes on by itself: interrupt it later.
      if (victim === 'trainer') await sleep(1000 + random.integer(2000)).then(() => child.kill('SIGKILL'))
      await ended
    }
    expect(killed).toBeGreaterThan(2)

    const last = await antrumJson<RunReport>('run', folder, experiment)
    expect(last).toMatchObject({ code: 0, json: { states: { finished: 16 } } })
    expect(resultsOf(folder)).toEqual(resultsOf(untouched))
  }, 300_000)

  it('pauses, goes on and is cancelled from another process', async () => {
    const project = await aTinyProject()
    const { folder } = project
    const { experiment } = await plan(project)
    const { ended } = antrum('run', folder, experiment)
    const status = async () => (await antrumJson<ProjectStatus>('status', folder)).json
    while ((await status()).experiments[0].running.length === 0) await sleep(50)
    expect((await antrumJson('queue', folder, 'pause')).json).toEqual({ paused: true })
    const paused = await status()
    expect(paused).toMatchObject({ paused: true, experiments: [{ running: [], queuePosition: 0 }] })
    expect(paused.experiments[0].secondsLeft).toBeGreaterThan(0)
    expect((await antrumJson('queue', folder, 'resume')).json).toEqual({ paused: false })
    while ((await status()).experiments[0].running.length === 0) await sleep(50)

    const cancellation = await antrumJson<Cancellation>('cancel', folder, experiment)
    expect(cancellation).toMatchObject({ code: 0, json: { experiment } })
    expect(cancellation.json.cancelled + cancellation.json.finished).toBe(16)
    expect(await ended).toMatchObject({ code: cancellation.json.cancelled > 0 ? 130 : 0 })
  }, 120_000)

  it('refuses wrong calls with their exit code and a reason', async () => {
    const { folder, recipeFile } = await aTinyProject()
    const fails = async (...args: string[]) => {
      const { code, json } = await antrumJson<{ error: ErrorPayload }>(...args)
      return [code, json.error.code, json.error.message] as const
    }
    expect(await fails('run', folder, 'tiny-0')).toEqual([
      1,
      'not-found',
      expect.stringContaining('antrum plan'),
    ])
    expect(await fails('run', folder, 'tiny-0', '--parallel', 'two')).toEqual([
      2,
      'usage',
      expect.stringContaining('--parallel'),
    ])
    expect(await fails('plan', folder)).toEqual([2, 'usage', expect.stringContaining('--recipe')])
    expect(await fails('plan', folder, '--recipe', recipeFile, '--set', 'folds=3')).toEqual([
      1,
      'invalid-recipe',
      expect.stringContaining('--set folds=1'),
    ])
    expect(await fails('plan', folder, '--recipe', recipeFile, '--set', 'depth=3')).toEqual([
      1,
      'invalid-recipe',
      expect.stringContaining('depth'),
    ])
    expect(await fails('cancel', folder, 'tiny-0')).toEqual([1, 'not-found', expect.any(String)])
    expect(await fails('status', `${folder}-elsewhere`)).toEqual([1, 'not-found', expect.any(String)])
  })
})
