import { describe, expect, it } from 'vitest'
import { expand } from '../../../../src/main/study/expand.ts'
import { withHash } from '../../../../src/main/study/hash.ts'
import { auditLineage, auditPlan } from '../../../../src/main/study/lineage-audit.ts'
import { noTestSubject, noValidationSubject } from '../../../../src/shared/domain/lineage.ts'
import type { Stage, StageOf } from '../../../../src/shared/domain/stage.ts'
import { aManifest, aRecipe } from '../../../helpers/seeded-project.ts'

const manifest = aManifest()
const strict = aRecipe()
const stagesOf = (changes: Record<string, unknown> = {}) =>
  expand(aRecipe(changes), manifest, 'float32').stages
const byHash = (stages: readonly Stage[]) => new Map(stages.map((stage) => [stage.hash, stage]))

/** A graph made by hand: the model of fold 2 fine-tunes the encoder that was pretrained on residuals of fold 1. */
function aLeakyGraph(): Stage[] {
  const stages = stagesOf({ methods: ['residual'], labelFractions: [1] })
  const of = <K extends Stage['kind']>(kind: K, foldIndex?: number) =>
    stages.find(
      (stage) =>
        stage.kind === kind &&
        (foldIndex === undefined || (stage.params as { foldIndex?: number }).foldIndex === foldIndex),
    ) as unknown as StageOf<K>
  const [first, second] = [of('finetune', 0), of('finetune', 1)]
  const { params, dataset } = second
  const crossed = withHash<'finetune'>({ kind: 'finetune', params, dataset, inputs: first.inputs })
  const judged = withHash<'evaluate'>({
    kind: 'evaluate',
    params: of('evaluate', 1).params,
    dataset,
    inputs: { classifier: crossed.hash },
  })
  return [...stages, crossed, judged]
}

describe('auditPlan', () => {
  it('lists what was checked of every model and its ancestors, and names nobody', () => {
    const card = auditPlan(stagesOf(), manifest, strict)
    expect(card).toMatchObject({ models: 12, trainings: 17, outside: [], declared: [] })
    expect(card.checks.map(({ ok }) => ok)).toEqual([true, true, true, true, true, true])
    expect(card.checks.map(({ name }) => name)).toContain(noTestSubject)
    expect(JSON.stringify(card)).not.toContain('sub-')
  })

  it('refuses a graph in which a model descends from an autoencoder that saw its validation subjects', () => {
    const plan = () => auditPlan(aLeakyGraph(), manifest, strict)
    expect(plan).toThrow(/judge models on what they or their ancestors have seen/)
    expect(plan).toThrow(noValidationSubject)
    try {
      plan()
    } catch (error) {
      expect(error).toMatchObject({ code: 'invalid-state' })
      expect(JSON.stringify(error)).not.toContain('sub-')
    }
  })

  it('refuses a split whose unlabelled subjects hold one of the test set', () => {
    const spoiled = structuredClone(manifest)
    spoiled.split.unlabelled.train.push(spoiled.split.test[0])
    expect(() => auditPlan(stagesOf(), spoiled, strict)).toThrow(noTestSubject)
  })

  it('lets a leak pass that was asked for by name, and says so', () => {
    const { declared, checks } = auditPlan(stagesOf({ strict: false }), manifest, { strict: false })
    expect(declared).toMatchObject([
      { name: noValidationSubject, because: 'it was planned with "strict: false"' },
    ])
    expect(checks.filter(({ ok }) => !ok)).toHaveLength(1)
    // "strict: false" speaks of validation subjects only.
    const spoiled = structuredClone(manifest)
    spoiled.split.folds[0].fractions['1'].push(spoiled.split.test[0])
    expect(() => auditPlan(stagesOf({ strict: false }), spoiled, { strict: false })).toThrow(noTestSubject)
  })
})

describe('auditLineage', () => {
  it('tells a leak that was asked for from one that was not', () => {
    const loose = byHash(stagesOf({ strict: false }))
    expect(auditLineage(loose, manifest, { strict: false })).toMatchObject({
      broken: [],
      declared: [{ ok: false }],
    })
    expect(auditLineage(loose, manifest, { strict: true })).toMatchObject({
      broken: [{ name: noValidationSubject }],
      declared: [],
    })
  })
})
