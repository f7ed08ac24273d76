import type { Finding, Side, Target } from '../../shared/domain/sinus.ts'
import type { Precision } from '../../shared/domain/stage.ts'
import type { Evaluation, MethodDifference, ResidualOverlap, ResultRow } from '../../shared/metrics/index.ts'
import type { Recipe } from '../study/recipe.ts'
import type { Plane, Slice } from './slices.ts'

/** Everything the report says, gathered before a word of it is written: buildReport needs no project and no clock. */
export interface ReportData {
  experiment: string
  /** ISO 8601 UTC. */
  createdAt: string
  recipe: Recipe
  precision: Precision
  dataset: DatasetFacts
  /** How often the test set was looked at, this report counted. */
  testSet: { evaluatedModels: number; reads: number; straddlingSubjects: number }
  /** The heads were drawn by `antrum sample`, not scanned. */
  synthetic: boolean
  evaluations: readonly Evaluation[]
  rows: readonly ResultRow[]
  differences: readonly MethodDifference[]
  /** One per sinus with a known lesion, by the autoencoder of one fold; empty when no truth is known. */
  overlaps: readonly LesionOverlap[]
  cases: readonly ReportCase[]
  stages: readonly StageFacts[]
  software: readonly { name: string; version: string }[]
}

export interface SetFacts {
  subjects: number
  sinuses: number
  anomalous: number
}

export interface DatasetFacts {
  version: string
  hash: string
  edgeMm: number
  voxels: number
  splitSeed: number
  test: SetFacts
  /** Per fold that the recipe uses: its sets at each label fraction of the recipe. */
  folds: { validation: SetFacts; train: { labelFraction: number; set: SetFacts }[] }[]
  /** Subjects used for pretraining without their labels. */
  unlabelled: { subjects: number; sinuses: number }
  findings: { finding: Finding; sinuses: number }[]
}

export interface LesionOverlap extends ResidualOverlap {
  sinus: string
  finding: Finding | null
}

/** A sinus of the locked test set as one model saw it. */
export interface ReportCase {
  verdict: 'right' | 'wrong'
  sinus: string
  subject: string
  side: Side
  target: Target
  finding: Finding | null
  score: number
  method: string
  labelFraction: number
  foldIndex: number
  /** Where the slices cut, in words: "the lesion's middle". */
  through: string
  /** null where no autoencoder of this experiment has seen the sinus. */
  views: { plane: Plane; input: Slice; reconstruction: Slice; residual: Slice; lesion: Slice | null }[]
}

export interface StageFacts {
  hash: string
  kind: string
  /** In a reader's words: kind, method, fold, label fraction. */
  name: string
  state: string
  seed: number | null
  epochs: number | null
  seconds: number | null
  device: string | null
}
