import { describe, expect, it } from 'vitest'
import type { StageRecord } from '../../../../src/main/db/stores/stages.ts'
import { ensembleOf } from '../../../../src/main/study/ensemble.ts'
import { expand } from '../../../../src/main/study/expand.ts'
import type { StageGraph } from '../../../../src/main/study/find-stage.ts'
import type { Stage, StageOf } from '../../../../src/shared/domain/stage.ts'
import { aManifest, aRecipe } from '../../../helpers/seeded-project.ts'

const isClassifier = (stage: Stage): stage is StageOf<'finetune'> => stage.kind === 'finetune'

/** Stages of several recipes in one project, all in one state but those that `stateOf` says otherwise of. */
function aGraph(recipes: Record<string, unknown>[], stateOf: (stage: Stage) => string = () => 'finished') {
  const stages = new Map(
    recipes
      .flatMap((changes) => expand(aRecipe(changes), aManifest(), 'float32').stages)
      .map((stage) => [stage.hash, stage]),
  )
  const records = new Map(
    [...stages].map(([hash, stage]) => [hash, { stage, state: stateOf(stage) } as unknown as StageRecord]),
  )
  const graph: StageGraph = { records, stages }
  return { graph, classifiers: [...stages.values()].filter(isClassifier) }
}

describe('ensembleOf', () => {
  it('takes every fold and seed of one method and label fraction, by fold and seed', () => {
    const { graph, classifiers } = aGraph([{ seeds: [1, 2] }])
    const model = classifiers.find(
      ({ params }) => params.method === 'residual' && params.labelFraction === 0.2,
    )!
    const { members, unfinished } = ensembleOf(graph, model)
    expect(unfinished).toBe(0)
    expect(members.every(({ params }) => params.method === 'residual' && params.labelFraction === 0.2)).toBe(
      true,
    )
    expect(members.map(({ params }) => params.foldIndex)).toEqual([0, 0, 1, 1])
    expect(new Set(members.map(({ hash }) => hash)).size).toBe(4)
    // Whichever of them is named.
    expect(ensembleOf(graph, members[3]).members).toEqual(members)
  })

  it('keeps apart what was trained or pretrained otherwise', () => {
    const longer = {
      epochs: 11,
      batchSize: 8,
      augmentation: 'one-of-five',
      optimiser: { kind: 'adamw', learningRate: 1e-3 },
    }
    const { graph, classifiers } = aGraph([
      { methods: ['residual'], labelFractions: [1] },
      { methods: ['residual'], labelFractions: [1], pretrain: longer },
      { methods: ['residual'], labelFractions: [1], residuals: { medianKernel: 5 } },
      { methods: ['residual'], labelFractions: [1], finetune: longer },
    ])
    expect(classifiers).toHaveLength(8)
    for (const model of classifiers) expect(ensembleOf(graph, model).members).toHaveLength(2)
  })

  it('leaves out what is not finished, and counts it', () => {
    const { graph, classifiers } = aGraph([{ methods: ['scratch'], labelFractions: [1] }], (stage) =>
      isClassifier(stage) && stage.params.foldIndex === 1 ? 'running' : 'finished',
    )
    const { members, unfinished } = ensembleOf(graph, classifiers[0])
    expect([members.length, unfinished]).toEqual([1, 1])
  })
})
