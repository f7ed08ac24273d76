import { describe, expect, it } from 'vitest'
import { deviationsOf } from '../../../../src/main/report/deviations.ts'
import { startingPoints } from '../../../../src/shared/domain/stage.ts'
import { aReport, aReportRecipe } from './a-report.ts'

const report = aReport()
const items = (data: Parameters<typeof deviationsOf>[0]) =>
  deviationsOf(data).deviations.map(({ item }) => item)
const training = {
  augmentation: 'one-of-five',
  optimiser: { kind: 'lars', learningRate: 0.2 },
  epochs: 500,
  batchSize: 256,
}

/** The published study's own recipe and cohort, as far as a recipe can say it. */
const published = {
  recipe: aReportRecipe({
    methods: startingPoints,
    labelFractions: [1, 0.1, 0.2, 0.4, 0.6, 0.8],
    folds: 5,
    width: 64,
    cae: {
      epochs: 100,
      batchSize: 16,
      augmentation: 'none',
      optimiser: { kind: 'adam', learningRate: 1e-4 },
      latent: 512,
    },
    residuals: { measure: 'absolute', medianKernel: 5 },
    pretrain: { ...training, schedule: { kind: 'warmup-cosine', warmupEpochs: 20 } },
    finetune: { ...training, optimiser: { kind: 'adamw', learningRate: 1e-4 }, epochs: 100, batchSize: 16 },
  }),
  precision: 'bfloat16' as const,
  cohort: { ...report.cohort, transforms: ['affine'] },
  dataset: {
    ...report.dataset,
    voxels: 64,
    labelled: { subjects: 1067, sinuses: 2134, anomalous: 870, findings: [] },
    test: { subjects: 320, sinuses: 641, anomalous: 261, findings: [] },
    unlabelled: { subjects: 1559, sinuses: 3118, watching: 124 },
  },
}

describe('deviationsOf', () => {
  it('finds none in the published study itself', () => {
    const { deviations, kept } = deviationsOf(published)
    expect(deviations).toEqual([])
    expect(kept).toHaveLength(21)
  })

  it('names every one of a small experiment, with both sides', () => {
    const { deviations } = deviationsOf(report)
    const here = new Map(deviations.map((one) => [one.item, one.here]))
    expect(here.get('Registration')).toBe('rigid')
    expect(here.get('Folds')).toBe('2 of 5')
    expect(here.get('Cube around a sinus')).toBe('64 mm, 32³ voxels')
    expect(here.get('Starting points')).toContain('without Transfer (MedicalNet), Denoising autoencoder')
    expect(here.get('Pretraining')).toBe('AdamW at 0.001, constant, 10 epochs, batches of 8')
    for (const { published: theirs, here: ours } of deviations) expect(theirs).not.toBe(ours)
  })

  it.each([
    ['strict', { strict: false }, 'Models that labelled subjects enter before fine-tuning'],
    [
      'the share of normals',
      { cae: { ...published.recipe.cae, normalFraction: 0.4 } },
      'Normal sinuses the autoencoder sees',
    ],
    [
      'a loss',
      { pretrain: { ...published.recipe.pretrain, settings: { residual: { loss: 'l1' } } } },
      'Loss of residual prediction',
    ],
    [
      'one method’s effort',
      { pretrain: { ...published.recipe.pretrain, efforts: { byol: { epochs: 100 } } } },
      'Effort of single methods',
    ],
    ['patience', { finetune: { ...published.recipe.finetune, patienceEpochs: 5 } }, 'Early stopping'],
    [
      'a schedule',
      { finetune: { ...published.recipe.finetune, schedule: { kind: 'warmup-cosine', warmupEpochs: 5 } } },
      'Fine-tuning',
    ],
    ['no filter', { residuals: { measure: 'absolute', medianKernel: 0 } }, 'Residuals'],
    ['a threshold', { residuals: { measure: 'absolute', medianKernel: 5, threshold: 0.9 } }, 'Residuals'],
    ['the measure', { residuals: { measure: 'ssim', medianKernel: 5 } }, 'Residuals'],
  ])('notices a change of %s alone', (_, change, item) => {
    expect(items({ ...published, recipe: aReportRecipe({ ...published.recipe, ...change }) })).toEqual([item])
  })
})
