import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { ErrorPayload } from '../../../shared/ipc/error.ts'
import type { TrainerEvent } from '../../../shared/ipc/trainer.ts'
import { EventTail } from '../event-tail.ts'
import type { Job } from '../schedule.ts'
import { trainerLogFile } from '../trainer-process.ts'
import type { SlurmTask } from './client.ts'
import type { TaskRecord } from './task-file.ts'

/** A stage in Slurm's hands. */
export interface Task extends TaskRecord {
  job: Job
  /** When it was given to Slurm. */
  writtenMs: number
  /** What Slurm last said of it. */
  seen: SlurmTask | null
  /** Of the whole array; null until it is known that Slurm took it. */
  jobId: string | null
  running: boolean
  /** When scancel was last asked for it. */
  cancelledMs: number
  endedMs: number | null
  tail: EventTail
  heardMs: number
  stalled: boolean
  savedCheckpoint: boolean
  slowestStepMs: number
  peakBytes: number | null
  /** What the trainer said of its failure. */
  failure: ErrorPayload | null
}

/** Elements of a new array that compute these stages. */
export const newTasks = (array: string, jobs: readonly Job[]): Task[] =>
  jobs.map((job, index) => {
    const [eventBytes, logBytes] = ['events.jsonl', trainerLogFile].map((file) =>
      sizeOf(join(job.folder, file)),
    ) as [number, number]
    return asTask(job, { array, index, eventBytes, logBytes, takenBack: false, writtenMs: Date.now() })
  })

export function asTask(job: Job, record: TaskRecord & { writtenMs: number }): Task {
  return {
    ...record,
    job,
    seen: null,
    jobId: null,
    running: false,
    cancelledMs: 0,
    endedMs: null,
    tail: new EventTail(join(job.folder, 'events.jsonl'), record.eventBytes),
    heardMs: 0,
    stalled: false,
    savedCheckpoint: false,
    slowestStepMs: 0,
    peakBytes: null,
    failure: null,
  }
}

/** Keeps what of an event tells how its job fares. */
export function note(task: Task, event: TrainerEvent): void {
  switch (event.type) {
    case 'started':
      task.failure = null
      break
    case 'checkpoint':
      // One that is only saved because it was ended gains nothing.
      task.savedCheckpoint ||= !task.stalled
      break
    case 'progress':
      task.peakBytes = Math.max(task.peakBytes ?? 0, event.rssBytes ?? 0)
      task.slowestStepMs = Math.max(task.slowestStepMs, 1000 * (event.stepSeconds ?? 0))
      break
    case 'failed':
      task.failure = event.error
      break
    default:
  }
}

/** The last lines of a file, of what came after its first `from` bytes. */
export function lastLines(file: string, from: number, count = 20): string[] {
  if (!existsSync(file)) return []
  const text = readFileSync(file).subarray(from).toString('utf8')
  return text
    .split('\n')
    .filter((line) => line.trim())
    .slice(-count)
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0
