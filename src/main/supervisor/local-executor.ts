import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { AntrumError } from '../../shared/ipc/error.ts'
import type { ErrorCode, ErrorPayload } from '../../shared/ipc/error.ts'
import type { TrainerAnswer, TrainerEvent } from '../../shared/ipc/trainer.ts'
import { EventTail } from './event-tail.ts'
import { Schedule } from './schedule.ts'
import type { Job } from './schedule.ts'
import type { TrainerCommand } from './trainer-command.ts'
import { TrainerExit, TrainerProcess, trainerLogFile } from './trainer-process.ts'

/** Told what happens to each job, and awaited: what it throws ends the execution. */
export interface ExecutorListener {
  started: (job: Job, trainerPid: number) => Promise<void>
  events: (job: Job, events: TrainerEvent[]) => Promise<void>
  /** Takes the results over. @throws AntrumError corrupt-data when they cannot be used and were thrown away. */
  finished: (job: Job) => Promise<void>
  failed: (job: Job, reason: ErrorPayload) => Promise<void>
  /** Not finished and not to blame: the execution ended first. */
  interrupted: (job: Job) => Promise<void>
}

export interface ExecutorOptions {
  trainer: TrainerCommand
  /** Trainers at once. */
  parallel: number
  signal: AbortSignal
  /** What a trainer is given for its checkpoint before it is killed. */
  graceMs?: number
  /** A trainer that says nothing for so long is taken for hung, and killed. */
  stallMs?: number
  pollMs?: number
}

/** A crash may be chance (memory, a driver): once more from the checkpoint, then it counts. */
const attempts = 2
/** Trouble of the machine, not of the stage: going on would fail every other stage in the same way. */
const fatal: readonly ErrorCode[] = ['engine-missing', 'disk-full']

/**
 * Works jobs off in order with `parallel` trainer processes, each job once its inputs are finished. A failed job fails
 * those that need it while the others go on. Aborting asks every trainer for a checkpoint and resolves when all are gone.
 *
 * @throws AntrumError when the machine's engine or disk, or the trainer itself, is not usable at all.
 */
export async function execute(
  jobs: readonly Job[],
  listener: ExecutorListener,
  options: ExecutorOptions,
): Promise<void> {
  const { trainer: command, parallel, graceMs = 10_000, stallMs = 15 * 60_000, pollMs = 100 } = options
  const broken = new AbortController()
  const signal = AbortSignal.any([options.signal, broken.signal])
  const schedule = new Schedule(jobs)
  let someTrainerWorked = false

  async function work(): Promise<void> {
    let trainer: TrainerProcess | undefined
    try {
      for (let job = await schedule.next(signal); job; job = await schedule.next(signal)) {
        trainer = await compute(job, trainer)
      }
    } catch (error) {
      broken.abort(error)
      throw error
    } finally {
      await (signal.aborted ? trainer?.stop(graceMs) : trainer?.close(graceMs))
    }
  }

  /** Brings one job to its end and gives back the trainer for the next. */
  async function compute(job: Job, given: TrainerProcess | undefined): Promise<TrainerProcess> {
    for (let attempt = 1; ; attempt++) {
      const trainer = given?.alive ? given : new TrainerProcess(command)
      given = trainer
      const outcome = await observe(job, trainer)
      const reason = outcome instanceof TrainerExit ? crashed(job, outcome) : await settle(job, outcome)
      if (!reason) return trainer
      if (signal.aborted) {
        await listener.interrupted(job)
        return trainer
      }
      const hopeless = outcome instanceof TrainerExit && !someTrainerWorked
      if (fatal.includes(reason.code) || (hopeless && attempt === attempts)) {
        await listener.interrupted(job)
        throw new AntrumError(reason.code, reason.message, reason.details)
      }
      const again = ['trainer-crashed', 'corrupt-data'].includes(reason.code)
      if (again && attempt < attempts) continue
      await listener.failed(job, reason)
      for (const dependant of schedule.fail(job)) await listener.failed(dependant, notStarted(job, reason))
      return trainer
    }
  }

  /** Hands the job over and follows its events until the trainer answers or dies. */
  async function observe(job: Job, trainer: TrainerProcess): Promise<TrainerAnswer | TrainerExit> {
    const tail = new EventTail(join(job.folder, 'events.jsonl'), 'end')
    const outcome = trainer.run(job.folder).catch((error: unknown) => {
      if (error instanceof TrainerExit) return error
      throw error
    })
    const stop = () => void trainer.stop(graceMs)
    signal.addEventListener('abort', stop)
    try {
      if (trainer.pid !== undefined) await listener.started(job, trainer.pid)
      if (signal.aborted) stop()
      for (let heardMs = Date.now(); ;) {
        const settled = await Promise.race([outcome, sleep(pollMs)])
        const events = tail.read()
        if (events.length > 0) {
          heardMs = Date.now()
          someTrainerWorked = true
          await listener.events(job, events)
        }
        if (settled) {
          someTrainerWorked ||= !(settled instanceof TrainerExit)
          return settled
        }
        if (Date.now() - heardMs > stallMs) trainer.kill()
      }
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  /** Undefined when the job is finished, else what went wrong. */
  async function settle(job: Job, answer: TrainerAnswer): Promise<ErrorPayload | undefined> {
    if (answer.outcome === 'interrupted')
      return { code: 'trainer-crashed', message: 'The trainer was stopped from outside.' }
    if (answer.outcome === 'failed')
      return answer.error ?? { code: 'internal', message: 'The trainer gave no reason.' }
    try {
      await listener.finished(job)
    } catch (error) {
      if (error instanceof AntrumError && error.code === 'corrupt-data')
        return { code: error.code, message: error.message }
      throw error
    }
    schedule.finish(job)
    return undefined
  }

  const workers = await Promise.allSettled(Array.from({ length: Math.max(1, parallel) }, work))
  for (const worker of workers) if (worker.status === 'rejected') throw worker.reason
}

function crashed(job: Job, exit: TrainerExit): ErrorPayload {
  const hint =
    exit.signal === 'SIGKILL'
      ? ' The system may have run out of memory: try a smaller batch size, or --parallel 1.'
      : ''
  const telling = exit.lastLines.filter((line) => line.trim() && !/^\s+at /.test(line)).slice(-5)
  const said = telling.length > 0 ? ` Its last lines: ${telling.join(' | ')}` : ''
  return {
    code: 'trainer-crashed',
    message: `The trainer crashed (${exit.message}) and did so again when it was restarted.${hint}${said}`,
    details: { log: join(job.folder, trainerLogFile), lines: exit.lastLines },
  }
}

const notStarted = (job: Job, reason: ErrorPayload): ErrorPayload => ({
  code: 'invalid-state',
  message: `Not started: it needs ${job.name}, which failed (${reason.message})`,
})
