/**
 * A study is a graph of stages. A stage is its kind, its parameters and the hashes of its inputs; the SHA-256 of
 * those is its identity and folder name. Same hash, same result (bit for bit on a CPU).
 */
export const stageKinds = ['cae', 'residuals', 'pretrain', 'finetune', 'evaluate'] as const
export type StageKind = (typeof stageKinds)[number]

/** Resolved before hashing: `auto` is a choice the planner makes, never part of a stage. */
export type Precision = 'float32' | 'bfloat16'

/** What each pretraining method has to be told beyond the common effort; docs/methods has a page for each. */
export interface MethodSettings {
  residual: { loss: 'bce' | 'l1' | 'l2' }
  autoencoder: Record<never, never>
  /** Standard deviation of the noise on the input, intensities 0…1. */
  denoising: { noise: number }
  /** `momentum`: share of the teacher kept at each step; `momentumRises` to 1 by a cosine over the training. */
  byol: { predictor: boolean; momentum: number; momentumRises: boolean }
  simsiam: { predictor: boolean }
  simclr: { temperature: number }
  /** Edge of a cell in voxels; share of the cells that is hidden. */
  spark: { cellVoxels: number; hiddenShare: number }
}
export type PretrainingMethod = keyof MethodSettings
export const pretrainingMethods = [
  'autoencoder',
  'denoising',
  'byol',
  'simsiam',
  'simclr',
  'spark',
  'residual',
] as const satisfies readonly PretrainingMethod[]
/** In the order of the published tables. `scratch`: no pretraining; `transfer`: the encoder of a weights file. */
export const startingPoints = ['scratch', 'transfer', ...pretrainingMethods] as const
export type StartingPoint = (typeof startingPoints)[number]
/** What a results table has a row for: a starting point, or a variant of the residual method as its recipe names it. */
export type StudyArm = StartingPoint | `residual/${string}`

export interface OptimiserParams {
  /** `sgd` (with momentum) is there to be compared with other engines. */
  kind: 'adam' | 'adamw' | 'lars' | 'sgd'
  learningRate: number
  weightDecay: number
  /** LARS and SGD only. */
  momentum?: number
  /** LARS only: 1-D parameters (biases, batch norm) get neither decay nor the trust ratio. */
  excludeOneDimensional?: boolean
}

export interface ScheduleParams {
  kind: 'constant' | 'warmup-cosine'
  /** warmup-cosine only. */
  warmupEpochs?: number
}

/**
 * Method-spec section 2. `one-of-five`: with probability 0.5 exactly one of five transforms; `all-five`: every spatial
 * transform and blur, always, as the released code augments its autoencoders.
 */
export type AugmentationKind = 'none' | 'one-of-five' | 'all-five'

/** What every training stage says about its effort. */
export interface TrainingParams {
  epochs: number
  batchSize: number
  optimiser: OptimiserParams
  schedule: ScheduleParams
  /**
   * Samples that go through the networks at a time; gradients of several such micro-batches add up to one step on
   * `batchSize` samples. Batch norm takes its statistics from a micro-batch. Left out: the whole batch.
   */
  microBatchSize?: number
  augmentation: AugmentationKind
  /** Stop when the validation loss has not fallen for this many epochs; left out: the whole budget. */
  patienceEpochs?: number
  precision: Precision
  seed: number
}

export interface CaeParams extends TrainingParams {
  foldIndex: number
  /** True subset of the fold's normal training sinuses, by subject (Table 3). */
  normalFraction: number
  latent: number
}

/** How an input and its reconstruction become a residual; the paper's is absolute, median 5, without threshold. */
export interface ResidualPostProcessing {
  measure: 'absolute' | 'ssim'
  /** Cubic median filter width; 0 = none. */
  medianKernel: 0 | 3 | 5 | 7
  /** Quantile of a volume, 0…1, below which its residual is put to 0; left out: nothing is. */
  threshold?: number
}

export interface ResidualsParams extends ResidualPostProcessing {
  precision: Precision
}

/** A method with its settings. */
export type PretrainingTask = {
  [M in PretrainingMethod]: { method: M; settings: MethodSettings[M] }
}[PretrainingMethod]

export type PretrainParams = TrainingParams &
  PretrainingTask & {
    /** Width of the encoder's first stage: 64 in the paper. */
    width: number
    /** Which epoch's encoder is handed on: the one of the lowest validation loss, or the last. */
    keep: 'best' | 'last'
  }

export interface FinetuneParams extends TrainingParams {
  method: StartingPoint
  /** `transfer` only: SHA-256 of the encoder in `<project>/weights/<sha256>.safetensors`. */
  weights?: string
  width: number
  foldIndex: number
  labelFraction: number
}

export interface EvaluateParams {
  foldIndex: number
  precision: Precision
}

export interface StageParams {
  cae: CaeParams
  residuals: ResidualsParams
  pretrain: PretrainParams
  finetune: FinetuneParams
  evaluate: EvaluateParams
}

/** Hashes of the stages whose results this one reads, by the part they play. */
export interface StageInputs {
  cae: Record<never, never>
  residuals: { cae: string }
  pretrain: { residuals?: string }
  finetune: { encoder?: string }
  evaluate: { classifier: string }
}

export interface StageOf<K extends StageKind> {
  schema: 1
  kind: K
  params: StageParams[K]
  dataset: { version: string; hash: string }
  inputs: StageInputs[K]
  /** SHA-256 (hex, shortened to 32 characters) of the canonical JSON of all the above without `dataset.version`. */
  hash: string
}

/** What `stage.json` holds. */
export type Stage = { [K in StageKind]: StageOf<K> }[StageKind]

/** JSON with sorted keys and no white space: the bytes that are hashed. Throws on NaN and ±Infinity. */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new TypeError(`${value} has no canonical JSON`)
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  const entries = Object.entries(value)
    .filter(([, v]) => v !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v)}`).join(',')}}`
}
