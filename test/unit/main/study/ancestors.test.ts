import { describe, expect, it } from 'vitest'
import { proveAncestors } from '../../../../src/main/study/ancestors.ts'
import { expand } from '../../../../src/main/study/expand.ts'
import type { DatasetManifest } from '../../../../src/shared/domain/dataset.ts'
import { aManifest, aRecipe } from '../../../helpers/seeded-project.ts'

const manifest = aManifest()
const stagesOf = (recipe: Record<string, unknown>) =>
  expand(aRecipe({ folds: 3, ...recipe }), manifest, 'float32').stages

describe('proveAncestors', () => {
  it('walks every evaluated model of a strict recipe and finds none that saw whom it is judged on', () => {
    const proof = proveAncestors(stagesOf({}), manifest)
    expect(proof).toEqual({ models: 3 * 2 * 3, sawTest: [], sawValidation: [] })
  })

  it('finds the models of other folds that descend from the first fold’s autoencoder', () => {
    const stages = stagesOf({ strict: false, methods: ['residual', 'scratch'], labelFractions: [1] })
    const { models, sawTest, sawValidation } = proveAncestors(stages, manifest)
    const residual = stages.flatMap((stage) =>
      stage.kind === 'finetune' && stage.params.method === 'residual' ? [stage] : [],
    )
    const expected = residual
      .filter(({ params }) => params.foldIndex > 0)
      .map(({ hash }) => stages.find((s) => s.kind === 'evaluate' && s.inputs.classifier === hash)!.hash)
    expect([models, sawTest]).toEqual([6, []])
    expect(sawValidation.sort()).toEqual(expected.sort())
  })

  it('finds a training on test subjects, and counts people where the split was by sinus', () => {
    const { split } = manifest
    const [fold] = split.folds
    const leaky = {
      ...split,
      folds: [{ ...fold, train: [...fold.train, split.test[0]] }, ...split.folds.slice(1)],
    }
    const stages = stagesOf({ methods: ['residual'], labelFractions: [1], folds: 1 })
    expect(proveAncestors(stages, { ...manifest, split: leaky }).sawTest).toHaveLength(1)

    // Every left sinus is trained on, every right one tested.
    const names = (side: 'left' | 'right') =>
      manifest.sinuses.filter((sinus) => sinus.side === side).map(({ id }) => id)
    const bySinus: DatasetManifest['split'] = {
      ...{ unit: 'sinus', seed: 0, test: names('right'), unlabelled: { train: [], validation: [] } },
      folds: [{ train: names('left'), validation: [], fractions: { '1': names('left') } }],
    }
    expect(proveAncestors(stages, { ...manifest, split: bySinus })).toMatchObject({
      models: 1,
      sawTest: [expect.any(String)],
      sawValidation: [],
    })
  })
})
