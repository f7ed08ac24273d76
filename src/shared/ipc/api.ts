import { eventIterator, type } from '@orpc/contract'
import type { ContractRouterClient } from '@orpc/contract'
import { z } from 'zod'
import { stageKinds } from '../domain/stage.ts'
import { api, longWork, progressSchema, project, reads } from './base.ts'
import { cases } from './cases.ts'
import { cohort } from './cohort.ts'
import { dataset } from './dataset.ts'
import { experiments } from './experiments.ts'
import { outputs } from './outputs.ts'
import { queue } from './queue.ts'
import { regions } from './regions.ts'
import { results } from './results.ts'
import { review } from './review.ts'
import { host, shellRequestSchema } from './shell.ts'
import type { StoryUpdate } from './run-story.ts'

/**
 * The one API of the core: served over a MessagePort to the window, over a WebSocket to a browser, called directly by
 * the command line. Nothing here may depend on who asks. A project is named by its absolute folder in every call.
 */

export const runStates = ['queued', 'running', 'finished', 'cancelled', 'interrupted', 'failed'] as const
export type RunState = (typeof runStates)[number]

/** One stage as an experiment uses it; a stage that several experiments share appears once under each. */
export const runSchema = z.object({
  /** Hash of the stage. */
  stage: z.string(),
  /** Id of the experiment. */
  experiment: z.string(),
  kind: z.enum(stageKinds),
  /** Pretraining method or starting point; null for kinds that have none. */
  method: z.string().nullable(),
  /** Counts from 0; the screen counts from 1. */
  foldIndex: z.number().int().nullable(),
  labelFraction: z.number().nullable(),
  state: z.enum(runStates),
  /** Steps done of all steps, 0…1; null before the trainer has said anything. */
  progress: z.number().min(0).max(1).nullable(),
  epochIndex: z.number().int().nullable(),
  epochs: z.number().int().nullable(),
  /** Last training loss. */
  loss: z.number().nullable(),
  /** Wall-clock seconds of a finished run, interruptions not counted; of a running one, since it was started. */
  seconds: z.number().nullable(),
  /** Why a failed run failed. */
  reason: z.string().nullable(),
})
export type Run = z.infer<typeof runSchema>

/** A frozen dataset version. */
export const datasetSchema = z.object({
  version: z.string(),
  subjects: z.number().int(),
  sinuses: z.number().int(),
  frozenAt: z.string(),
})

export const experimentSchema = z.object({
  id: z.string(),
  /** Name of the recipe it was planned from. */
  recipe: z.string(),
  datasetVersion: z.string(),
  plannedAt: z.string(),
  /** null unless it was cancelled as a whole. */
  cancelledAt: z.string().nullable(),
})
export type Experiment = z.infer<typeof experimentSchema>

export const projectSummarySchema = z.object({
  folder: z.string(),
  /** Last part of the folder. */
  name: z.string(),
  subjects: z.number().int(),
  scans: z.number().int(),
  /** Oldest first. */
  datasets: z.array(datasetSchema),
  /** Oldest first. */
  experiments: z.array(experimentSchema),
})
export type ProjectSummary = z.infer<typeof projectSummarySchema>

export const recentProjectSchema = z.object({ folder: z.string(), name: z.string(), openedAt: z.string() })
export type RecentProject = z.infer<typeof recentProjectSchema>

/** What the trainer runs on; the same that `antrum doctor` prints. */
export const engineInfoSchema = z.object({
  engine: z.object({
    tensorflow: z.string(),
    device: z.enum(['cpu', 'gpu']),
    deviceName: z.string(),
    /** Why this device, and why not a GPU. */
    reason: z.string(),
    precision: z.enum(['float32', 'bfloat16']),
  }),
  node: z.string(),
  sqlite: z.string(),
  /** Measured seconds of a training step. */
  stepSeconds: z.number(),
})
export type EngineInfo = z.infer<typeof engineInfoSchema>

/** How many heads the sample study has: for a first look, and for comparing methods. */
export const sampleSizes = ['small', 'usual'] as const
export type SampleSize = (typeof sampleSizes)[number]

export const contract = {
  host,
  project: {
    /** Looks into a project and remembers it as the most recent one. */
    open: reads.input(project).output(projectSummarySchema),
    /** The same without remembering it: for looking again. */
    summary: reads.input(project).output(projectSummarySchema),
    /** Makes a folder an empty project; one that is a project already is left as it is. */
    create: api.input(project).output(z.object({ folder: z.string(), created: z.boolean() })),
    /** Where a new project and the sample study could go on the machine that Antrum runs on. */
    places: reads.output(
      z.object({ own: z.string(), sample: z.object({ small: z.string(), usual: z.string() }) }),
    ),
    /**
     * Makes synthetic heads with known lesions in `folder`, plans the published study on them in a project beside them and
     * starts its run, as `runs.start` does. Stopped and called again it goes on where it was.
     */
    sample: api
      .input(project.extend({ size: z.enum(sampleSizes).default('usual') }))
      .output(longWork(z.object({ project: z.string(), experiment: z.string() }), progressSchema)),
    /** Newest first. */
    recent: reads.output(z.array(recentProjectSchema)),
    forget: api.input(project).output(z.array(recentProjectSchema)),
    /** Lets the user choose a folder in the system's own dialog; null when they changed their mind. */
    choose: reads.output(z.object({ folder: z.string().nullable() })),
    requests: reads.output(eventIterator(shellRequestSchema)),
  },
  engine: {
    /** Takes seconds: the engine is started and a training step is timed. `again` measures anew. */
    info: reads.input(z.object({ again: z.boolean().default(false) })).output(engineInfoSchema),
  },
  runs: {
    list: reads.input(project).output(z.array(runSchema)),
    /**
     * Works off the queue in a process of its own, which goes on when this one ends; answers when that is at work. `log`
     * is in the project's folder.
     */
    start: api
      .input(
        project.extend({
          executor: z.enum(['local', 'slurm']).default('local'),
          /** Trainers at once; one per GPU, else one, when left out. */
          parallel: z.int().min(1).exactOptional(),
        }),
      )
      .output(z.object({ pid: z.int(), log: z.string() })),
    /** First every run, then those that changed, as they change. A project that goes away ends it with an error. */
    watch: reads.input(project).output(eventIterator(z.array(runSchema))),
    /**
     * What one stage has reported and reports: curves, attempts, alarms, the trainer's last lines. Its events have ids:
     * naming the last one heard continues from there.
     */
    watchStage: reads
      .input(project.extend({ stage: z.string().regex(/^[0-9a-f]+$/) }))
      .output(eventIterator(type<StoryUpdate>())),
  },
  queue,
  cohort,
  regions,
  dataset,
  experiments,
  results,
  cases,
  outputs,
  review,
}

export type ApiClient = ContractRouterClient<typeof contract>
