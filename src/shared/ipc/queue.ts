import { eventIterator, type } from '@orpc/contract'
import { z } from 'zod'
import type { RunState } from './api.ts'
import { api, project, reads } from './base.ts'

/** What can be asked of the queue, also while it is being worked off by another process. */
export const requestSchema = z.discriminatedUnion('action', [
  /** Trainers save a checkpoint and let go; nothing starts until `resume`. */
  z.strictObject({ action: z.literal('pause') }),
  z.strictObject({ action: z.literal('resume') }),
  /** An experiment, at the end. */
  z.strictObject({ action: z.literal('add'), id: z.string() }),
  /** An experiment, or a stage with what it waits for. A number is an experiment's place in the queue, from 0. */
  z.strictObject({
    action: z.literal('move'),
    id: z.string(),
    to: z.union([z.enum(['first', 'last']), z.int().min(0)]),
  }),
  /** What failed of an experiment, or a stage with what failed before and after it; null: everything that failed. */
  z.strictObject({ action: z.literal('retry'), id: z.string().nullable() }),
  /** An experiment, or a stage with what reads it. */
  z.strictObject({ action: z.literal('cancel'), id: z.string() }),
])
export type QueueRequest = z.infer<typeof requestSchema>

/** Who writes the project. */
export interface ProjectHolder {
  pid: number
  host: string
  since: string
}

export interface RunningStage {
  stage: string
  name: string
  stepsDone: number | null
  stepsTotal: number | null
  /** Counts from 0. */
  epochIndex: number | null
  epochs: number | null
  loss: number | null
  /** A training step at the present pace. */
  stepSeconds: number | null
  epochSecondsLeft: number | null
  secondsLeft: number | null
  /** Since the trainer last said something. */
  heartbeatSeconds: number | null
  /** false: its process is gone; the next `run` resumes it. null: it runs on another machine, or in a job of Slurm. */
  alive: boolean | null
}

export interface FailedStage {
  stage: string
  name: string
  code: string
  message: string
  /** What its trainer printed last, and the file with all of it. */
  lines: string[]
  log: string | null
}

export interface ExperimentStatus {
  experiment: string
  dataset: string
  plannedAt: string
  cancelledAt: string | null
  /** Counts from 0; null: not in the queue. */
  queuePosition: number | null
  states: Record<RunState, number>
  /** Share of the expected time that is behind, 0…1. */
  progress: number
  running: RunningStage[]
  failures: FailedStage[]
  /** Null: planned by an older version, which kept no expectations. */
  secondsLeft: number | null
  /** Its 95 % interval. */
  secondsLeftRange: [number, number] | null
}

export interface ProjectStatus {
  paused: boolean
  /** Who writes the project at this moment: a run, if there is one. */
  holder: ProjectHolder | null
  experiments: ExperimentStatus[]
}

export const queue = {
  /** How far every experiment is, what it still takes, and its place in the queue. */
  status: reads.input(project).output(type<ProjectStatus>()),
  /** The same at once and after every change. A project that goes away ends it with an error. */
  watch: reads.input(project).output(eventIterator(type<ProjectStatus>())),
  /**
   * Done by whoever works off the queue, within a fraction of a second; here where nobody does. Answers when it has
   * happened.
   */
  ask: api.input(project.extend({ request: requestSchema })).output(type<ProjectStatus>()),
}
