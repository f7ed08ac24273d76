import { describe, expect, it } from 'vitest'
import { expand, finetuneSeed } from '../../../../src/main/study/expand.ts'
import { inputsOf, withHash } from '../../../../src/main/study/hash.ts'
import type { Stage, StageKind, StageOf } from '../../../../src/shared/domain/stage.ts'
import { aManifest, aRecipe } from '../../../helpers/seeded-project.ts'

const manifest = aManifest()
const plan = (changes: Record<string, unknown> = {}) => expand(aRecipe(changes), manifest, 'float32')
const count = (stages: readonly Stage[]) => (kind: StageKind) =>
  stages.filter((stage) => stage.kind === kind).length
const of = <K extends StageKind>(stages: readonly Stage[], kind: K) =>
  stages.filter((stage) => stage.kind === kind) as unknown as StageOf<K>[]

/** Table 2 with the methods there are: method-spec section 10, "strict". */
const table2 = { methods: ['scratch', 'autoencoder', 'residual'], labelFractions: [0.1, 0.2, 1], folds: 5 }

describe('expand', () => {
  it('counts as the study design does: every shared computation once', () => {
    const { stages, runs } = plan(table2)
    expect(runs).toHaveLength(3 * 3 * 5)
    const counted = count(stages)
    expect({
      cae: counted('cae'),
      residuals: counted('residuals'),
      pretrain: counted('pretrain'),
      finetune: counted('finetune'),
      evaluate: counted('evaluate'),
    })
      // Per fold an autoencoder of normals, its residuals and the residual pretraining; one autoencoder pretraining for all.
      .toEqual({ cae: 5, residuals: 5, pretrain: 5 + 1, finetune: 45, evaluate: 45 })
  })

  it('shares the first fold’s residuals among all when the recipe is not strict', () => {
    const counted = count(plan({ ...table2, strict: false }).stages)
    expect([counted('cae'), counted('residuals'), counted('pretrain'), counted('finetune')]).toEqual([
      1, 1, 2, 45,
    ])
  })

  it('repeats fine-tunings, not pretrainings, for more seeds', () => {
    const counted = count(plan({ ...table2, seeds: [1, 2, 3] }).stages)
    expect([counted('pretrain'), counted('finetune')]).toEqual([6, 135])
  })

  it('puts every stage after those it reads, once', () => {
    const { stages } = plan(table2)
    const seen = new Set<string>()
    for (const stage of stages) {
      for (const input of inputsOf(stage)) expect(seen).toContain(input)
      expect(seen).not.toContain(stage.hash)
      seen.add(stage.hash)
    }
  })

  it('lets no evaluated model descend from another fold, when strict', () => {
    const { stages, runs } = plan(table2)
    const byHash = new Map(stages.map((stage) => [stage.hash, stage]))
    const ancestors = (hash: string): Stage[] => [
      byHash.get(hash)!,
      ...inputsOf(byHash.get(hash)!).flatMap(ancestors),
    ]
    for (const run of runs) {
      const folds = ancestors(run.stage).flatMap(({ params }) =>
        'foldIndex' in params ? [params.foldIndex] : [],
      )
      expect(new Set(folds)).toEqual(new Set([run.foldIndex]))
    }
  })

  it('gives all starting points of a fold the same fine-tuning seed, and other folds and seeds another', () => {
    const finetunings = of(plan({ ...table2, seeds: [1, 2] }).stages, 'finetune')
    const seeds = Map.groupBy(finetunings, ({ params }) => params.seed)
    expect(seeds.size).toBe(5 * 2)
    for (const same of seeds.values()) {
      expect(new Set(same.map(({ params }) => params.foldIndex)).size).toBe(1)
      expect(new Set(same.map(({ params }) => params.method)).size).toBe(3)
    }
    expect(finetuneSeed(2 ** 31 - 1, 4)).toBeLessThan(2 ** 31)
  })

  it('runs each fine-tuning on its method’s encoder', () => {
    const { stages } = plan(table2)
    const method = new Map(of(stages, 'pretrain').map(({ hash, params }) => [hash, params.method]))
    for (const { params, inputs } of of(stages, 'finetune')) {
      expect(inputs.encoder === undefined ? 'scratch' : method.get(inputs.encoder)).toBe(params.method)
    }
  })

  it('changes only what a changed setting touches', () => {
    const hashes = (changes: Record<string, unknown>, kind: StageKind) =>
      plan({ ...table2, ...changes })
        .stages.filter((stage) => stage.kind === kind)
        .map(({ hash }) => hash)
    const other = { residuals: { medianKernel: 7 } }
    expect(hashes(other, 'cae')).toEqual(hashes({}, 'cae'))
    const [before, after] = [hashes({}, 'pretrain'), hashes(other, 'pretrain')]
    expect(after.filter((hash) => before.includes(hash))).toHaveLength(1) // the autoencoder method reads no residuals
    expect(hashes(other, 'finetune').filter((hash) => hashes({}, 'finetune').includes(hash))).toHaveLength(30)
  })
})

describe('withHash', () => {
  const stage: Omit<StageOf<'evaluate'>, 'hash' | 'schema'> = {
    kind: 'evaluate',
    params: { foldIndex: 0, precision: 'float32' },
    dataset: { version: 'v1', hash: 'd'.repeat(64) },
    inputs: { classifier: 'c'.repeat(32) },
  }

  it('is stable: an accidental change here would orphan every stage on every disk', () => {
    // sha256 of the sorted, compact JSON of schema, kind, params, dataset hash and inputs, as Python's json and hashlib give it.
    expect(withHash<'evaluate'>(stage).hash).toBe('de5c53a6c0782c1edb011852b7c48bb3')
    const finetune: StageOf<'finetune'>['params'] = {
      epochs: 100,
      batchSize: 16,
      optimiser: { kind: 'adamw', learningRate: 1e-4, weightDecay: 0.01 },
      schedule: { kind: 'constant' },
      augmentation: 'one-of-five',
      precision: 'float32',
      seed: finetuneSeed(100, 0),
      method: 'residual',
      width: 64,
      foldIndex: 0,
      labelFraction: 0.1,
    }
    const { dataset } = stage
    const { hash } = withHash<'finetune'>({
      kind: 'finetune',
      params: finetune,
      dataset,
      inputs: { encoder: 'e'.repeat(32) },
    })
    expect(hash).toBe('4fa349a7ab9cb44abb3e61085cd216c1')
  })

  it('does not depend on the order of keys or the version’s name, but on every value', () => {
    const { hash } = withHash<'evaluate'>(stage)
    expect(withHash<'evaluate'>({ ...stage, params: { precision: 'float32', foldIndex: 0 } }).hash).toBe(hash)
    expect(withHash<'evaluate'>({ ...stage, dataset: { ...stage.dataset, version: 'renamed' } }).hash).toBe(
      hash,
    )
    expect(withHash<'evaluate'>({ ...stage, params: { ...stage.params, foldIndex: 1 } }).hash).not.toBe(hash)
    expect(withHash<'evaluate'>({ ...stage, inputs: { classifier: 'e' } }).hash).not.toBe(hash)
    expect(withHash<'evaluate'>({ ...stage, dataset: { ...stage.dataset, hash: 'e' } }).hash).not.toBe(hash)
  })
})
