import { describe, expect, it } from 'vitest'
import { expand } from '../../../../src/main/study/expand.ts'
import { modelOrigin } from '../../../../src/main/study/model-origin.ts'
import { aManifest, aRecipe } from '../../../helpers/seeded-project.ts'

const manifest = aManifest()
const originOf = (method: string, changes: Record<string, unknown> = {}) => {
  const { stages } = expand(aRecipe(changes), manifest, 'float32')
  const model = stages.find(
    (stage) =>
      stage.kind === 'finetune' &&
      stage.params.method === method &&
      stage.params.foldIndex === 1 &&
      stage.params.labelFraction === 0.2,
  )!
  return modelOrigin(model, new Map(stages.map((stage) => [stage.hash, stage])), manifest)
}

describe('modelOrigin', () => {
  it('counts what every training behind a model learnt from, the earliest first', () => {
    const { folds, unlabelled } = manifest.split
    const sinuses = (names: readonly string[], keep: (target: 0 | 1 | null) => boolean) =>
      manifest.sinuses.filter(({ subject, target }) => names.includes(subject) && keep(target)).length
    const [cae, pretraining, own] = originOf('residual')
    expect([cae.kind, pretraining.kind, own.kind]).toEqual(['cae', 'pretrain', 'finetune'])

    // Normal sinuses only, and no anomaly among them.
    const normals = sinuses(folds[1].train, (target) => target === 0)
    expect(cae.learntFrom).toMatchObject({ sinuses: normals, anomalous: 0 })
    expect(cae.watchedBy.sinuses).toBe(sinuses(folds[1].validation, (target) => target === 0))
    expect(cae.atMost).toBe(false)

    expect(pretraining.learntFrom).toEqual({
      subjects: unlabelled.train.length,
      sinuses: 2 * unlabelled.train.length,
      anomalous: null,
    })

    const used = folds[1].fractions['0.2']
    expect(own.learntFrom).toEqual({
      subjects: used.length,
      sinuses: 2 * used.length,
      anomalous: sinuses(used, (target) => target === 1),
    })
    expect(own.watchedBy.subjects).toBe(folds[1].validation.length)
    expect(own.epochs).toBe(10)
  })

  it('says where an autoencoder took a share of the normals only', () => {
    const cae = {
      epochs: 10,
      batchSize: 8,
      augmentation: 'none',
      optimiser: { kind: 'adam', learningRate: 1e-3 },
    }
    expect(originOf('residual', { cae: { ...cae, latent: 64, normalFraction: 0.5 } })[0].atMost).toBe(true)
  })

  it('is the own training alone where nothing came before', () => {
    expect(originOf('scratch').map(({ kind }) => kind)).toEqual(['finetune'])
  })
})
