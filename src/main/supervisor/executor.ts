import type { ErrorCode, ErrorPayload } from '../../shared/ipc/error.ts'
import type { TrainerEvent } from '../../shared/ipc/trainer.ts'
import type { Job } from './schedule.ts'

/** Told what happens to each job, and awaited: what it throws ends the execution. */
export interface ExecutorListener {
  started: (job: Job, trainer: { pid: number; host: string } | null) => Promise<void>
  events: (job: Job, events: TrainerEvent[]) => Promise<void>
  /** Takes the results over. @throws AntrumError corrupt-data when they cannot be used and were thrown away. */
  finished: (job: Job) => Promise<void>
  failed: (job: Job, reason: ErrorPayload) => Promise<void>
  /** Not finished and not to blame: it was stopped. */
  interrupted: (job: Job) => Promise<void>
}

/** Works jobs off, each once its inputs are finished. A failed job fails those that need it; the others go on. */
export interface Executor {
  /** Resolves when no job is left that could start, or, on abort, when whoever worked has let go. */
  run: (signal: AbortSignal) => Promise<void>
  /**
   * From now on these jobs in this order; those at work that are not among them are stopped, all of them when
   * `paused`. Resolves when the stopped ones have let go.
   */
  update: (orders: Orders) => Promise<void>
}

export interface Orders {
  jobs: readonly Job[]
  paused: boolean
}

/** A crash may be chance (memory, a driver): again from the checkpoint, until two in a row get no further. */
export const attempts = 2
export const worthAnotherTry: readonly ErrorCode[] = ['trainer-crashed', 'corrupt-data', 'out-of-memory']
/** A trainer that says nothing for so many of its steps is taken for hung, where that is longer than the time given. */
export const stallSteps = 30

/** What a job that reads a failed one is told. */
export const notStarted = (input: Job, reason: ErrorPayload): ErrorPayload => ({
  code: 'invalid-state',
  message: `Not started: it needs ${input.name}, which failed (${reason.message})`,
})
