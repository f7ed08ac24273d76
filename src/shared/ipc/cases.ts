import { type } from '@orpc/contract'
import { z } from 'zod'
import { saliencyStages } from '../domain/saliency.ts'
import type { ResidualPostProcessing, StudyArm } from '../domain/stage.ts'
import type { CaseScores } from '../metrics/index.ts'
import { api, bytes, longWork, progressSchema, project, reads, studyArm } from './base.ts'
import type { ScoredSinus } from './results.ts'

/** What can be shown of a sinus, voxel by voxel on its cube. docs/cases.md says what each is. */
export const caseLayers = [
  'input',
  'reconstruction',
  'difference',
  'residual',
  'prediction',
  'saliency',
  'lesion',
] as const
export type CaseLayer = (typeof caseLayers)[number]

/** Layers that no stage leaves behind: they are computed when asked for, and kept. */
export const explainedLayers = ['prediction', 'saliency'] as const
export type ExplainedLayer = (typeof explainedLayers)[number]
/** Layers that belong to a model. */
export type ModelLayer = Exclude<CaseLayer, 'input' | 'lesion'>

/** Why a model has no such layer. */
export const noLayerReasons = [
  'no-autoencoder', // no finished residuals in the experiment
  'not-pretrained', // from scratch, or from weights of others
  'no-residual-expected', // pretrained by a method that does not expect residuals
] as const

export type LayerSource =
  /** Hash of the stage whose result the layer is, or is computed with. `own`: the model descends from it. */
  { stage: string; own: boolean } | { none: (typeof noLayerReasons)[number] }

/** One trained model, and where what it shows comes from. */
export interface CaseModel {
  /** Hash of its `evaluate` stage. */
  stage: string
  foldIndex: number
  seed: number
  layers: Record<ModelLayer, LayerSource>
  /** How its filtered residual was made; null without one. */
  postProcessing: ResidualPostProcessing | null
}

/** One test sinus and what the models said of it. */
export interface WorklistCase extends ScoredSinus, CaseScores {
  /** As in the dataset, for example sub-0001_L. */
  sinus: string
  /** In the order of `Worklist.models`. */
  scores: number[]
}

/** The locked test set as one method saw it. */
export interface Worklist {
  method: string
  labelFraction: number
  /** Dataset version. */
  version: string
  /** Edge of the cubes. */
  voxels: number
  edgeMm: number
  models: CaseModel[]
  /** In the dataset's order. */
  cases: WorklistCase[]
}

/** Lesions whose place is known beyond the labels. */
export interface KnownLesions {
  /** Where they are known from; null when nobody has said. */
  place: string | null
  /** Why they cannot be read. */
  problem: string | null
  /** Ids of the sinuses that have one. */
  sinuses: string[]
}

/** A method at a label fraction that has finished models. */
export interface CaseArm {
  experiment: string
  recipe: string
  method: StudyArm
  labelFraction: number
  /** Finished ones. */
  models: number
}

const explainReport = z.object({
  /** Layers of sinuses that were computed, and that were there already. */
  computed: z.number().int(),
  known: z.number().int(),
})
export type ExplainReport = z.infer<typeof explainReport>

const hash = z.string().regex(/^[0-9a-f]+$/)
const about = project.extend({ version: z.string().min(1) })

export const cases = {
  /** What there is to look into, oldest experiment first. Looks at no score. */
  arms: reads.input(project).output(type<CaseArm[]>()),
  /** Counts as a reading of the test set, also where nothing else may be written. */
  worklist: reads
    .input(
      project.extend({
        experiment: z.string().min(1),
        method: studyArm,
        labelFraction: z.number().gt(0).max(1),
      }),
    )
    .output(type<Worklist>()),
  /**
   * One layer of one sinus: voxels³ float32 little endian, first axis fastest (`saliency`: cells of a stage of the encoder,
   * interpolated); null when it was not computed yet, or there is no lesion.
   */
  volume: reads
    .input(
      about.extend({
        sinus: z.string().min(1),
        layer: z.enum(caseLayers),
        /** Of its source; null for `input` and `lesion`. */
        stage: hash.nullable().default(null),
        /** Of `saliency` only. */
        encoderStage: z.literal(saliencyStages).default(4),
      }),
    )
    .output(bytes.nullable()),
  /** Computes layers of several sinuses with one start of the engine. What is there is not computed again. */
  explain: api
    .input(
      about.extend({
        targets: z.array(z.object({ layer: z.enum(explainedLayers), stage: hash })),
        sinuses: z.array(z.string().min(1)).max(1000),
      }),
    )
    .output(longWork(explainReport, progressSchema)),
  knownLesions: reads.input(about).output(type<KnownLesions>()),
  /** Names the folder that `antrum sample` wrote, so that lesions are outlined; null forgets it. */
  setKnownLesions: api
    .input(project.extend({ place: z.string().min(1).nullable() }))
    .output(z.object({ place: z.string().nullable() })),
}
