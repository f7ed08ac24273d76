import { eventIterator, type } from '@orpc/contract'
import { z } from 'zod'
import { presetNames } from '../domain/preset-names.ts'
import { startingPoints } from '../domain/stage.ts'
import type { Precision, StageKind, StartingPoint, StudyArm } from '../domain/stage.ts'
import { api, progressSchema, project, reads } from './base.ts'

/**
 * A recipe as its file says it, before a preset fills in the rest: what is being put together. Whether it can be planned
 * is for the recipe's own parser to say, so values may be wrong here.
 */
export const draftSchema = z.looseObject({
  schema: z.literal(1),
  name: z.string(),
  preset: z.enum(presetNames).exactOptional(),
  dataset: z.string().exactOptional(),
  methods: z.array(z.enum(startingPoints)),
  variants: z.array(z.looseObject({ name: z.string() })).exactOptional(),
  labelFractions: z.array(z.number()),
  folds: z.number(),
  seeds: z.array(z.number()),
  transfer: z.looseObject({ weights: z.string() }).exactOptional(),
})
export type RecipeDraft = z.infer<typeof draftSchema>

/** Where a recipe's text is wrong: `details` of 'invalid-recipe'. Lines and columns count from 1. */
export interface RecipeProblem {
  message: string
  line: number | null
  column: number | null
}

export interface PlanEstimate {
  seconds: number
  /** Its 95 % interval. */
  secondsRange: [number, number]
  memoryBytes: number
  diskBytes: number
  /** Share of the seconds whose pace was measured on this machine; the rest goes by it. */
  measuredShare: number
}

/** What a starting point takes in this plan, whether it is in it or not, as if nothing were finished. */
export interface MethodCost {
  seconds: number
  /** Autoencoders of normals included. */
  pretrainings: number
  finetunings: number
}

/** How long a kind of training goes on. Least and most: folds and label fractions differ in size. */
export interface Effort {
  trainings: number
  epochs: number
  steps: [least: number, most: number]
  /** Samples seen, one of two views counted once. */
  samples: [least: number, most: number]
  /** Epochs without progress after which it ends before its time; null: it never does. */
  patienceEpochs: number | null
}

/** What goes into one row of the results; null: it has no such training. */
export interface BudgetRow {
  arm: StudyArm
  /** The autoencoder of normals behind its residuals. */
  normals: Effort | null
  pretrain: Effort | null
  finetune: Effort
}

export interface Budget {
  rows: BudgetRow[]
  /** In what pretrainings differ from each other; empty: all are trained equally long. */
  unequal: ('epochs' | 'steps' | 'samples' | 'patience')[]
}

/** A recipe on its dataset, before anything is written. */
export interface PlanPreview {
  /**
   * Id the experiment will have; null until the engine of this machine is known, which decides what `auto` stands for.
   */
  experiment: string | null
  /** The project has it already. */
  isPlanned: boolean
  dataset: string
  precision: Precision
  /** Evaluated models: methods × label fractions × folds × seeds. */
  runs: number
  /** Trainings before fine-tuning, autoencoders of normals included, each shared one counted once. */
  pretrainings: number
  /** Runs that start from one of them. */
  pretrainedRuns: number
  finetunings: number
  stages: Record<StageKind, number>
  /** Stages that earlier experiments or runs have finished already. */
  finished: number
  /** Of what is not finished yet. */
  estimate: PlanEstimate
  machine: { memoryBytes: number; freeDiskBytes: number }
  /** Null: this dataset cannot carry it, since it has no unlabelled subjects. */
  methods: Record<StartingPoint, MethodCost | null>
  budget: Budget
  /** What the recipe does otherwise than the preset it names. */
  deviations: { setting: string; preset: unknown; used: unknown }[]
  /** What was checked of the ancestors of every model to come; a leak that was asked for is declared. */
  lineage: {
    models: number
    trainings: number
    checks: { name: string; ok: boolean; found: string }[]
    declared: { name: string; because: string }[]
  }
}

const draft = z.object({ draft: draftSchema })

export const experiments = {
  /** The recipes that ship with Antrum. */
  recipes: reads.output(type<{ name: string; draft: RecipeDraft }[]>()),
  /** The file of a draft. */
  toYaml: reads.input(draft).output(z.object({ yaml: z.string() })),
  /** The draft of a file; 'invalid-recipe' with every problem's line and column. */
  read: reads.input(z.object({ yaml: z.string().max(1_000_000) })).output(draft),
  /**
   * What a draft comes to, by what is known of this machine already. Writes nothing, but looks at a file of weights that
   * may lie anywhere, so it is not among the calls that read the project alone.
   */
  preview: api.input(project.extend(draft.shape)).output(type<PlanPreview>()),
  /** The same once twins of its stages were computed here for at most half a minute; kept for a week, `again`: anew. */
  estimate: api
    .input(project.extend({ ...draft.shape, again: z.boolean().default(false) }))
    .output(eventIterator(progressSchema, type<PlanPreview>())),
  /**
   * Stores the experiment, with what is known of this machine already; planning the same again finds the same one. Done by
   * whoever works off the queue, if somebody does. It is queued by `queue.ask` and started by `runs.start`.
   */
  plan: api.input(project.extend(draft.shape)).output(z.object({ experiment: z.string() })),
}
