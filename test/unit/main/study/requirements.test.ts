import { describe, expect, it } from 'vitest'
import { checkDataset } from '../../../../src/main/study/requirements.ts'
import type { DatasetManifest } from '../../../../src/shared/domain/dataset.ts'
import { aManifest, aRecipe } from '../../../helpers/seeded-project.ts'

const manifest = aManifest()
const { split } = manifest
const relabel = (subjects: readonly string[], target: 0 | 1 | null): DatasetManifest => ({
  ...manifest,
  sinuses: manifest.sinuses.map((sinus) => (subjects.includes(sinus.subject) ? { ...sinus, target } : sinus)),
})

describe('checkDataset', () => {
  it('takes a dataset that has all the recipe asks for', () => {
    expect(() => checkDataset(aRecipe(), manifest)).not.toThrow()
  })

  it.each([
    [
      'volumes the encoder cannot halve five times',
      {},
      { ...manifest, voxels: 48 },
      'invalid-recipe',
      /48³.*divisible by 32.*--voxels/,
    ],
    [
      'fewer folds than asked for',
      { folds: 9 },
      manifest,
      'invalid-recipe',
      /5 folds.*asks for 9.*--set folds=5/,
    ],
    [
      'no such label fraction',
      { labelFractions: [0.3] },
      manifest,
      'invalid-recipe',
      /no label fraction 0\.3 \(it has .*0\.2.*\)/,
    ],
    [
      'one class in a validation set',
      {},
      relabel(split.folds[1].validation, 0),
      'split-impossible',
      /0 anomalous.*validation set of fold 2/,
    ],
    [
      'one class in a training set',
      {},
      relabel(split.folds[0].fractions['0.2'], 1),
      'split-impossible',
      /0 normal.*fold 1 at label fraction 0\.2/,
    ],
    [
      'one class in the test set',
      {},
      relabel(split.test, null),
      'split-impossible',
      /0 normal and 0 anomalous.*test set/,
    ],
    [
      'nobody to pretrain on',
      {},
      { ...manifest, split: { ...split, unlabelled: { train: [], validation: [] } } },
      'invalid-recipe',
      /no unlabelled subjects.*methods=\[scratch\]/,
    ],
  ] as const)('refuses %s and names the fix', (_, changes, dataset, code, message) => {
    expect(() => checkDataset(aRecipe(changes), dataset as DatasetManifest)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) as string }) as Error,
    )
  })

  it('needs nobody to pretrain on for a study from scratch', () => {
    const lonely = { ...manifest, split: { ...split, unlabelled: { train: [], validation: [] } } }
    expect(() => checkDataset(aRecipe({ methods: ['scratch'] }), lonely)).not.toThrow()
  })
})
