import type { PresetName } from '../../shared/domain/preset-names.ts'
import type { Recipe } from './recipe.ts'

/** Values a recipe has where its file says nothing, before the schema's own defaults. */
type Settings = { [key: string]: unknown }

const augmentation = 'one-of-five'
const contrastive = {
  epochs: 100,
  batchSize: 128,
  optimiser: { kind: 'lars', learningRate: 0.15, momentum: 0, excludeOneDimensional: false },
  schedule: { kind: 'constant' },
}
const painting = {
  epochs: 100,
  optimiser: { kind: 'adam', learningRate: 8e-4 },
  schedule: { kind: 'constant' },
  augmentation: 'all-five',
}

/**
 * The efforts a recipe can start from.
 *
 * - `paper`: what the publication says, the same for every method (method-spec 5.0, 6 and the → lines).
 * - `as-released`: what its code does, method by method (method-spec D7 to D11, D14), for comparison only. Of the code's
 *   other peculiarities these are not reproduced: its extra shortcut convolutions, SparK on dense maps, the second
 *   normalisation of residuals and noise on them, jittered crops; a split by sinus is the dataset's choice.
 * - `quick`: minutes on two cores, for the sample cohort.
 */
export const presets: Record<PresetName, Settings> = {
  paper: {
    width: 64,
    strict: true,
    cae: {
      epochs: 100,
      batchSize: 16,
      optimiser: { kind: 'adam', learningRate: 1e-4 },
      augmentation: 'none',
      latent: 512,
    },
    residuals: { measure: 'absolute', medianKernel: 5 },
    pretrain: {
      epochs: 500,
      batchSize: 256,
      microBatchSize: 'auto',
      optimiser: { kind: 'lars', learningRate: 0.2 },
      schedule: { kind: 'warmup-cosine', warmupEpochs: 20 },
      augmentation,
    },
    finetune: { epochs: 100, batchSize: 16, optimiser: { kind: 'adamw', learningRate: 1e-4 }, augmentation },
  },
  'as-released': {
    width: 64,
    strict: false,
    cae: {
      epochs: 100,
      batchSize: 16,
      optimiser: { kind: 'adam', learningRate: 1e-4 },
      augmentation: 'none',
      patienceEpochs: 5,
      latent: 512,
    },
    residuals: { measure: 'absolute', medianKernel: 5 },
    pretrain: {
      epochs: 500,
      batchSize: 128,
      microBatchSize: 'auto',
      optimiser: { kind: 'lars', learningRate: 0.15, momentum: 0, excludeOneDimensional: false },
      schedule: { kind: 'warmup-cosine', warmupEpochs: 10 },
      augmentation,
      patienceEpochs: 5,
      settings: { byol: { predictor: false, momentum: 0 }, simsiam: { predictor: false } },
      efforts: {
        autoencoder: { ...painting, batchSize: 32 },
        denoising: { ...painting, batchSize: 128 },
        byol: contrastive,
        simsiam: contrastive,
        simclr: contrastive,
        spark: {
          epochs: 100,
          batchSize: 128,
          optimiser: { kind: 'adam', learningRate: 1e-4 },
          schedule: { kind: 'constant' },
        },
      },
    },
    finetune: {
      epochs: 100,
      batchSize: 16,
      optimiser: { kind: 'adam', learningRate: 1e-4 },
      augmentation,
      patienceEpochs: 5,
    },
  },
  quick: {
    width: 8,
    strict: true,
    cae: {
      epochs: 25,
      batchSize: 16,
      optimiser: { kind: 'adam', learningRate: 1e-3 },
      augmentation: 'none',
      latent: 128,
    },
    residuals: { measure: 'absolute', medianKernel: 5 },
    pretrain: {
      epochs: 20,
      batchSize: 16,
      optimiser: { kind: 'lars', learningRate: 0.2 },
      schedule: { kind: 'warmup-cosine', warmupEpochs: 3 },
      augmentation,
    },
    finetune: { epochs: 17, batchSize: 8, optimiser: { kind: 'adamw', learningRate: 1e-3 }, augmentation },
  },
}

/** `given` laid over `base`, key by key; what has a `kind` is one choice and replaced as a whole, as are lists. */
export function laidOver(base: unknown, given: unknown): unknown {
  const isSection = (value: unknown): value is Settings =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && !('kind' in value)
  if (!isSection(base) || !isSection(given)) return given === undefined ? base : given
  return Object.fromEntries(
    [...new Set([...Object.keys(base), ...Object.keys(given)])].map((key) => [
      key,
      laidOver(base[key], given[key]),
    ]),
  )
}

export interface Deviation {
  /** Dotted path of the setting. */
  setting: string
  preset: unknown
  used: unknown
}

/** What a recipe does otherwise than its preset; settings that say what is run (methods, fractions, folds, seeds) are no deviations. */
export function deviations(recipe: Recipe, preset: Effort): Deviation[] {
  return effortKeys.flatMap((key) => differences(key, preset[key], recipe[key]))
}

/** The part of a recipe that presets are about. */
const effortKeys = ['width', 'precision', 'strict', 'cae', 'residuals', 'pretrain', 'finetune'] as const
export type Effort = Pick<Recipe, (typeof effortKeys)[number]>

function differences(setting: string, preset: unknown, used: unknown): Deviation[] {
  if (JSON.stringify(preset) === JSON.stringify(used)) return []
  const isObject = (value: unknown): value is Settings =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
  if (!isObject(preset) || !isObject(used)) return [{ setting, preset: preset ?? null, used: used ?? null }]
  return [...new Set([...Object.keys(preset), ...Object.keys(used)])].flatMap((key) =>
    differences(`${setting}.${key}`, preset[key], used[key]),
  )
}
