import type { LineageProof } from '../../shared/domain/lineage.ts'
import type { PublishedRow } from '../../shared/domain/published.ts'
import type { Finding, Side, Target } from '../../shared/domain/sinus.ts'
import type { SplitProof } from '../../shared/domain/split-proof.ts'
import type { Precision, StageKind } from '../../shared/domain/stage.ts'
import type { Plane, Slice } from '../../shared/imaging/cube-slices.ts'
import type {
  Evaluation,
  MethodDifference,
  ResampledRow,
  ResidualOverlap,
  Subgroup,
  Trend,
} from '../../shared/metrics/index.ts'
import type { Recipe } from '../study/recipe.ts'

/** Everything the report says, gathered before a word of it is written: buildReport needs no project and no clock. */
export interface ReportData {
  experiment: string
  /** ISO 8601 UTC. */
  createdAt: string
  recipe: Recipe
  /** SHA-256 of the recipe as it was planned. */
  recipeHash: string
  precision: Precision
  cohort: CohortFacts
  dataset: DatasetFacts
  /** How often the test set was looked at, this report counted. */
  testSet: { evaluatedModels: number; reads: number; straddlingSubjects: number }
  /** What was checked of the split, and of every model's ancestors. */
  proof: { split: SplitProof['checks']; lineage: LineageProof }
  /** The heads were drawn by `antrum sample`, not scanned. */
  synthetic: boolean
  evaluations: readonly Evaluation[]
  rows: readonly ResampledRow[]
  differences: readonly MethodDifference[]
  trends: readonly Trend[]
  subgroups: readonly Subgroup[]
  /** The paper's rows for ours, and where they are from. */
  published: { source: string; rows: readonly PublishedRow[] }
  /** One per sinus with a known lesion, by the autoencoder of one fold; empty when no truth is known. */
  overlaps: readonly LesionOverlap[]
  cases: readonly ReportCase[]
  stages: readonly StageFacts[]
  software: readonly { name: string; version: string }[]
  /** The machine that wrote the report; `device` of a stage says what computed it. */
  machine: string
}

/** The project as it stood when the report was written: more may have been imported since the dataset was frozen. */
export interface CohortFacts {
  subjects: number
  scans: number
  /** Ways the scans in use were brought onto the fixed one, e.g. `rigid`. */
  transforms: string[]
  /** Sinuses cut out, and how many of them were flagged. */
  sinuses: number
  flagged: number
}

export interface SetFacts {
  subjects: number
  sinuses: number
  anomalous: number
  /** Of the anomalous; those whose finding nobody named are in none. */
  findings: { finding: Finding; sinuses: number }[]
}

export interface DatasetFacts {
  version: string
  hash: string
  edgeMm: number
  voxels: number
  splitSeed: number
  /** Everybody with a label. */
  labelled: SetFacts
  test: SetFacts
  /** Of the dataset; the recipe may use fewer. */
  foldCount: number
  /** Per fold that the recipe uses: its sets, the training set at each label fraction of the recipe too. */
  folds: { validation: SetFacts; all: SetFacts; train: { labelFraction: number; set: SetFacts }[] }[]
  /** Subjects used for pretraining without their labels, and of these the ones that only watch it. */
  unlabelled: { subjects: number; sinuses: number; watching: number }
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
  kind: StageKind
  /** Starting point it was computed for; null for one that several share or that belongs to none. */
  method: string | null
  /** In a reader's words: kind, method, fold, label fraction. */
  name: string
  state: string
  seed: number | null
  /** Planned; a training that stops early or keeps another epoch's weights says so in `effort`. */
  epochs: number | null
  /** What a finished training came to. */
  effort: { epochs: number; steps: number; samplesSeen: number; parameters: number } | null
  seconds: number | null
  device: string | null
}
