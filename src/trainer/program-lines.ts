import { text } from 'node:stream/consumers'
import { toErrorPayload } from '../shared/ipc/error.ts'
import type { ProgramLine } from '../shared/ipc/model-jobs.ts'

export type Report = (phase: string, done: number, total: number) => void

/** The frame of a small trainer program: a job from standard input, lines of JSON to standard output, then the end. */
export async function serveJob<Job, Answer>(work: (job: Job, report: Report) => Promise<Answer>) {
  const say = (line: ProgramLine<Answer>) =>
    new Promise<void>((resolve) => process.stdout.write(`${JSON.stringify(line)}\n`, () => resolve()))
  try {
    const job = JSON.parse(await text(process.stdin)) as Job
    const report: Report = (phase, done, total) => void say({ progress: { phase, done, total } })
    await say({ answer: await work(job, report) })
    process.exit(0)
  } catch (error) {
    const payload = toErrorPayload(error)
    if (payload.code === 'internal' && error instanceof Error) console.error(error.stack)
    await say({ error: payload })
    process.exit(1)
  }
}
