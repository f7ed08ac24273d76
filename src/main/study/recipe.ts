import { z } from 'zod'
import { presetNames } from '../../shared/domain/preset-names.ts'
import { pretrainingMethods, startingPoints } from '../../shared/domain/stage.ts'

/**
 * What a recipe file says: the study in the words of the method, before it meets a dataset. Everything that shapes a
 * result is in here or in the dataset, so the two together name an experiment.
 */
const count = z.int().min(1)
const unique = <T>(values: readonly T[]) => new Set(values).size === values.length

const optimiser = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('adam'),
    learningRate: z.number().positive(),
    weightDecay: z.number().min(0).default(0),
  }),
  z.strictObject({
    kind: z.literal('adamw'),
    learningRate: z.number().positive(),
    weightDecay: z.number().min(0).default(0.01),
  }),
  z.strictObject({
    kind: z.literal('lars'),
    learningRate: z.number().positive(),
    weightDecay: z.number().min(0).default(1e-6),
    momentum: z.number().min(0).lt(1).default(0.9),
    excludeOneDimensional: z.boolean().default(true),
  }),
])

const schedule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('constant') }),
  z.strictObject({ kind: z.literal('warmup-cosine'), warmupEpochs: z.int().min(0) }),
])

/** The effort of one kind of training; `seed` is the stage's own, fine-tuning has `seeds` instead. */
const training = {
  epochs: count,
  batchSize: count,
  optimiser,
  schedule: schedule.default({ kind: 'constant' }),
  augmentation: z.enum(['none', 'one-of-five', 'all-five']),
  /**
   * Samples that go through the networks at a time; the step stays one on `batchSize` of them. `auto`: as many as fit the
   * memory of the machine that plans.
   */
  microBatchSize: z.union([count, z.literal('auto')]).exactOptional(),
  /** Stop after so many epochs without a lower validation loss. */
  patienceEpochs: count.exactOptional(),
}
const effortOverrides = {
  epochs: count.exactOptional(),
  batchSize: count.exactOptional(),
  optimiser: optimiser.exactOptional(),
  schedule: schedule.exactOptional(),
  augmentation: training.augmentation.exactOptional(),
  patienceEpochs: count.exactOptional(),
}
const seed = z
  .int()
  .min(0)
  .max(2 ** 31 - 1)

const medianKernel = z.union([z.literal(0), z.literal(3), z.literal(5), z.literal(7)])
const residualLoss = z.enum(['bce', 'l1', 'l2'])
const share = z.number().gt(0).max(1)

/** One more row of the residual method, with these in place of the recipe's settings: Table 3 and the ablations. */
const variant = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'a name of lower-case letters, digits and hyphens was expected'),
  /** Of the normal sinuses, for the autoencoder. */
  normalFraction: share.exactOptional(),
  loss: residualLoss.exactOptional(),
  measure: z.enum(['absolute', 'ssim']).exactOptional(),
  medianKernel: medianKernel.exactOptional(),
  threshold: z.number().gt(0).lt(1).exactOptional(),
})

/** What each pretraining method has to be told; docs/methods explains the defaults, which are the `paper` preset's. */
const settings = z.strictObject({
  residual: z.strictObject({ loss: residualLoss.default('bce') }).prefault({}),
  autoencoder: z.strictObject({}).prefault({}),
  denoising: z.strictObject({ noise: z.number().positive().default(0.6) }).prefault({}),
  byol: z
    .strictObject({
      predictor: z.boolean().default(true),
      momentum: z.number().min(0).max(1).default(0.99),
      momentumRises: z.boolean().default(false),
    })
    .prefault({}),
  simsiam: z.strictObject({ predictor: z.boolean().default(true) }).prefault({}),
  simclr: z.strictObject({ temperature: z.number().positive().default(0.07) }).prefault({}),
  spark: z
    .strictObject({
      cellVoxels: z.union([z.literal(4), z.literal(8), z.literal(16), z.literal(32)]).default(8),
      hiddenShare: z.number().gt(0).lt(1).default(0.6),
    })
    .prefault({}),
})

export const recipeSchema = z
  .strictObject({
    schema: z.literal(1),
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'a name of lower-case letters, digits and hyphens was expected'),
    /** Where settings that the file leaves out come from; what it changes is listed with the experiment. */
    preset: z.enum(presetNames).exactOptional(),
    /** Dataset version to use; without it the newest frozen one. */
    dataset: z.string().optional(),
    methods: z.array(z.enum(startingPoints)).min(1).refine(unique, 'each method may stand once'),
    variants: z
      .array(variant)
      .min(1)
      .refine((variants) => unique(variants.map(({ name }) => name)), 'each name may stand once')
      .exactOptional(),
    labelFractions: z.array(share).min(1).refine(unique, 'each label fraction may stand once'),
    /** The first n cross-validation folds of the dataset. */
    folds: count,
    /** One repetition of every fine-tuning per seed. */
    seeds: z.array(seed).min(1).refine(unique, 'each seed may stand once').default([100]),
    /** Channels of the encoder's first stage: 64 in the paper. */
    width: z.int().min(4).max(256),
    precision: z.enum(['auto', 'float32', 'bfloat16']).default('auto'),
    /**
     * true: autoencoder, residuals and residual pretraining are made once per fold, so no evaluated model has an
     * ancestor that saw its validation subjects. false: once, on the first fold, as the released code did.
     */
    strict: z.boolean().default(true),
    cae: z.strictObject({
      ...training,
      seed: seed.default(100),
      latent: count,
      normalFraction: share.default(1),
    }),
    /** Of the `transfer` starting point: a PyTorch checkpoint or safetensors file of a 3-D ResNet-18, the user's own. */
    transfer: z.strictObject({ weights: z.string().min(1) }).exactOptional(),
    residuals: z.strictObject({
      /** `ssim` and `threshold` go beyond the paper. */
      measure: z.enum(['absolute', 'ssim']).default('absolute'),
      medianKernel,
      threshold: z.number().gt(0).lt(1).exactOptional(),
    }),
    pretrain: z.strictObject({
      ...training,
      seed: seed.default(100),
      /** Which epoch's encoder is handed on. */
      keep: z.enum(['best', 'last']).default('best'),
      settings: settings.prefault({}),
      /** Effort of single methods where it is not the common one, as in the released code. */
      efforts: z.partialRecord(z.enum(pretrainingMethods), z.strictObject(effortOverrides)).default({}),
    }),
    finetune: z.strictObject(training),
  })
  .refine(({ variants, methods }) => !variants || methods.includes('residual'), {
    path: ['variants'],
    message: 'they are variants of the residual method, which is not among the methods',
  })

/** A valid recipe with every default filled in. */
export type Recipe = z.infer<typeof recipeSchema>
export type ResidualVariant = z.infer<typeof variant>

type Trainings = 'cae' | 'pretrain' | 'finetune'
type WithNumbers<T> = Omit<T, 'microBatchSize'> & { microBatchSize?: number }
/** A recipe whose micro-batches are numbers: what is expanded and stored. */
export type ResolvedRecipe = Omit<Recipe, Trainings> & { [K in Trainings]: WithNumbers<Recipe[K]> }
