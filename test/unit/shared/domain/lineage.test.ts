import { describe, expect, it } from 'vitest'
import { expand } from '../../../../src/main/study/expand.ts'
import { withHash } from '../../../../src/main/study/hash.ts'
import type { DatasetManifest } from '../../../../src/shared/domain/dataset.ts'
import { proveLineage } from '../../../../src/shared/domain/lineage.ts'
import type { Stage, StageOf } from '../../../../src/shared/domain/stage.ts'
import { aManifest, aRecipe } from '../../../helpers/seeded-project.ts'

const manifest = aManifest()
const planned = (changes: Record<string, unknown> = {}, data = manifest) => {
  const { stages } = expand(aRecipe(changes), data, 'float32')
  return new Map(stages.map((stage) => [stage.hash, stage]))
}
const broken = (proof: ReturnType<typeof proveLineage>) =>
  proof.checks.filter(({ ok }) => !ok).map(({ name }) => name)
const testCheck = 'no test subject in any ancestor’s training or choice of epoch'
const validationCheck = 'no validation subject in any ancestor’s training'

/** The same stages with some evaluations reading another classifier. */
function rewired(
  stages: Map<string, Stage>,
  classifierFor: (stage: StageOf<'evaluate'>) => string,
): Map<string, Stage> {
  return new Map(
    [...stages.values()].map((stage): [string, Stage] => {
      if (stage.kind !== 'evaluate') return [stage.hash, stage]
      const { params, dataset } = stage
      const next = withHash<'evaluate'>({
        kind: 'evaluate',
        params,
        dataset,
        inputs: { classifier: classifierFor(stage) },
      })
      return [next.hash, next]
    }),
  )
}

describe('proveLineage', () => {
  it('finds nothing in a strict plan, and says how much it has looked at', () => {
    const proof = proveLineage(planned(), manifest)
    expect(broken(proof)).toEqual([])
    expect(proof.leaks).toEqual([])
    // 3 methods × 2 fractions × 2 folds; behind them 12 fine-tunings, 2 autoencoders of normals, 2 residual and 1 shared
    // autoencoder pretraining.
    expect(proof).toMatchObject({ models: 12, trainings: 17 })
    expect(proof.checks).toHaveLength(6)
  })

  it('catches an autoencoder of one fold shared by all, as the released code had it', () => {
    const proof = proveLineage(planned({ strict: false }), manifest)
    expect(broken(proof)).toEqual([validationCheck])
    // Only residual descends from it; the other fold's validation subjects are among its training subjects.
    const [first, second] = manifest.split.folds
    const expected = second.validation.filter((subject) => first.train.includes(subject))
    for (const leak of proof.leaks) {
      expect(leak).toMatchObject({ set: 'validation', seen: 'trained on' })
      expect(leak.subjects).toEqual(expected)
    }
    expect(new Set(proof.leaks.map(({ model }) => model)).size).toBe(2)
  })

  it('catches an evaluation that reads the classifier of another fold', () => {
    const stages = planned({ methods: ['scratch'] })
    const ofFold = (foldIndex: number) =>
      [...stages.values()].find((stage) => stage.kind === 'finetune' && stage.params.foldIndex === foldIndex)!
        .hash
    const crossed = rewired(stages, ({ params }) => ofFold(1 - params.foldIndex))
    expect(broken(proveLineage(crossed, manifest))).toEqual([validationCheck])
  })

  it.each([
    [
      'a fold’s training set',
      (split: DatasetManifest['split']) => void split.folds[0].fractions['1'].push(split.test[0]),
    ],
    [
      'a fold’s validation set',
      (split: DatasetManifest['split']) => void split.folds[0].validation.push(split.test[0]),
    ],
    [
      'the unlabelled subjects',
      (split: DatasetManifest['split']) => void split.unlabelled.train.push(split.test[0]),
    ],
    [
      'those that watch pretraining',
      (split: DatasetManifest['split']) => void split.unlabelled.validation.push(split.test[0]),
    ],
  ])('catches a test subject in %s', (_, spoil) => {
    const spoiled = structuredClone(manifest)
    spoil(spoiled.split)
    const proof = proveLineage(planned(), spoiled)
    expect(broken(proof)).toContain(testCheck)
    expect(
      proof.leaks
        .filter(({ set }) => set === 'test')
        .every(({ subjects }) => subjects[0] === manifest.split.test[0]),
    ).toBe(true)
    expect(proof.checks[0].found).toMatch(/^1 subject in \d+ trainings behind \d+ models$/)
  })

  it('catches a test sinus that was imported again under another subject', () => {
    const copied = structuredClone(manifest)
    const [test, train] = [manifest.split.test[0], manifest.split.folds[0].fractions['0.2'][0]]
    const of = (subject: string) => copied.sinuses.find((sinus) => sinus.subject === subject)!
    of(train).sha256 = of(test).sha256
    expect(broken(proveLineage(planned(), copied))).toEqual([
      'no test sinus with the voxels of one trained on',
    ])
  })

  it('catches models judged on other sinuses than the split’s', () => {
    const stages = planned({ methods: ['scratch'], folds: 1, labelFractions: [1] })
    const [model] = [...stages.values()].filter(({ kind }) => kind === 'evaluate')
    const { test, folds } = manifest.split
    const sinusesOf = (subjects: string[]) =>
      manifest.sinuses.filter(({ subject }) => subjects.includes(subject)).map(({ id }) => id)
    const validation = sinusesOf(folds[0].validation)
    const judged = (own: string[]) =>
      proveLineage(stages, manifest, new Map([[model.hash, { test: own, validation }]]))
    expect(broken(judged(sinusesOf(test)))).toEqual([])
    expect(broken(judged(sinusesOf(test).slice(1)))).toEqual([
      'every model is judged on the sinuses its split says',
    ])
    expect(broken(judged(sinusesOf([...test.slice(1), folds[0].train[0]])))).toContain(testCheck)
  })

  it('catches the other sinus of a test subject in training, where the split was drawn by sinus', () => {
    const labelled = manifest.sinuses.filter(({ target }) => target !== null)
    const left = labelled.filter(({ side }) => side === 'left').map(({ id }) => id)
    const right = labelled.filter(({ side }) => side === 'right').map(({ id }) => id)
    const fold = { train: right.slice(4), validation: right.slice(0, 4), fractions: { '1': right.slice(4) } }
    const split = { ...manifest.split, unit: 'sinus' as const, test: left, folds: [fold] }
    const bySinus = { ...manifest, split }
    const stages = planned({ methods: ['scratch'], folds: 1, labelFractions: [1] }, bySinus)
    const proof = proveLineage(stages, bySinus)
    expect(broken(proof)).toEqual([testCheck])
    // All but the four who are validated on were trained on, and those four chose the epoch.
    expect(proof.leaks.map(({ seen, subjects }) => [seen, subjects.length])).toEqual([
      ['trained on', right.length - 4],
      ['chosen by', 4],
    ])
  })

  it('says which weights came from outside, of which nothing can be known', () => {
    const { stages } = expand(
      aRecipe({ methods: ['scratch', 'transfer'], transfer: { weights: 'file.pth' } }),
      manifest,
      'float32',
      'beef'.repeat(16),
    )
    const proof = proveLineage(new Map(stages.map((stage) => [stage.hash, stage])), manifest)
    expect(proof.outside).toEqual(['beef'.repeat(16)])
    expect(broken(proof)).toEqual([])
    expect(proveLineage(planned(), manifest).outside).toEqual([])
  })

  it('says when an ancestor is unknown or of another dataset', () => {
    const stages = planned({ methods: ['residual'], folds: 1, labelFractions: [1] })
    const cae = [...stages.values()].find(({ kind }) => kind === 'cae')!
    const without = new Map([...stages].filter(([hash]) => hash !== cae.hash))
    expect(broken(proveLineage(without, manifest))).toEqual(['every ancestor is known'])
    const other = new Map(stages).set(cae.hash, {
      ...cae,
      dataset: { version: 'v0', hash: 'another' },
    })
    expect(broken(proveLineage(other, manifest))).toEqual(['every ancestor comes from the same dataset'])
  })
})
