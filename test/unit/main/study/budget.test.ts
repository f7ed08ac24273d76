import { describe, expect, it } from 'vitest'
import { budgetOf } from '../../../../src/main/study/budget.ts'
import { expand } from '../../../../src/main/study/expand.ts'
import { aManifest, aRecipe } from '../../../helpers/seeded-project.ts'

const manifest = aManifest()
const budget = (changes: Record<string, unknown>) =>
  budgetOf(expand(aRecipe(changes), manifest, 'float32'), manifest)
const rowOf = ({ rows }: ReturnType<typeof budget>, arm: string) => rows.find((row) => row.arm === arm)!

describe('the budget of a plan', () => {
  it('counts epochs, steps and samples by hand', () => {
    const { pretrain } = aRecipe()
    const { train } = manifest.split.unlabelled
    const samples = 2 * train.length // sinuses
    const row = rowOf(budget({ methods: ['scratch', 'autoencoder'] }), 'autoencoder')
    const steps = pretrain.epochs * Math.ceil(samples / Math.min(pretrain.batchSize, samples))
    expect(row.pretrain).toEqual({
      trainings: 1, // shared by all folds
      epochs: pretrain.epochs,
      steps: [steps, steps],
      samples: [pretrain.epochs * samples, pretrain.epochs * samples],
      patienceEpochs: null,
    })
  })

  it('finds equal efforts equal, and says what the residual method has besides', () => {
    const equal = budget({ methods: ['scratch', 'autoencoder', 'simclr', 'residual'], folds: 2 })
    expect(equal.unequal).toEqual([])
    expect(rowOf(equal, 'scratch').pretrain).toBeNull()
    expect(rowOf(equal, 'simclr').normals).toBeNull()
    expect(rowOf(equal, 'residual').normals).toMatchObject({ trainings: 2, epochs: aRecipe().cae.epochs })
  })

  it('names in what efforts differ', () => {
    const { pretrain } = aRecipe()
    const methods = ['autoencoder', 'simclr', 'residual']
    const withEffort = (simclr: object) =>
      budget({ methods, pretrain: { ...pretrain, efforts: { simclr } } }).unequal
    expect(withEffort({ epochs: pretrain.epochs + 1 })).toEqual(['epochs', 'steps', 'samples'])
    expect(withEffort({ batchSize: 1 })).toEqual(['steps'])
    expect(withEffort({ patienceEpochs: 3 })).toEqual(['patience'])
  })

  it('spans folds and label fractions', () => {
    const { finetune } = rowOf(
      budget({ methods: ['scratch'], labelFractions: [0.2, 1], folds: 2 }),
      'scratch',
    )
    expect(finetune.trainings).toBe(4)
    expect(finetune.samples[0]).toBeLessThan(finetune.samples[1])
  })
})
