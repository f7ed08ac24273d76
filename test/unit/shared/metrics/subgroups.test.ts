import { describe, expect, it } from 'vitest'
import { auroc } from '../../../../src/shared/metrics/ranking.ts'
import type { FinishedEvaluation } from '../../../../src/shared/metrics/result-rows.ts'
import { subgroupAreas, type SinusTraits } from '../../../../src/shared/metrics/subgroups.ts'
import { aBench, anEvaluation } from './cohort.ts'
import { defined } from './golden.ts'

const evaluations = [0, 1].map((foldIndex) => anEvaluation({ foldIndex }) as FinishedEvaluation)
const bench = aBench(evaluations)
const sinuses = evaluations[0].predictions.filter(({ set }) => set === 'test')
const traits = sinuses.map(({ side, target }, i): SinusTraits => ({
  side,
  finding: target ? (i % 3 ? 'cyst' : 'polyp') : null,
}))
const found = subgroupAreas(evaluations, bench, traits)

describe('subgroupAreas', () => {
  it('sets each finding against all normal sinuses, and looks at each side by itself', () => {
    expect(found.map(({ by, group }) => `${by} ${group}`)).toEqual([
      'finding cyst',
      'finding polyp',
      'side left',
      'side right',
    ])
    const normal = sinuses.filter(({ target }) => target === 0).length
    expect(found[1]).toMatchObject({
      normal,
      anomalous: traits.filter(({ finding }) => finding === 'polyp').length,
    })
    expect(found[2].normal + found[2].anomalous).toBe(40)
    for (const [at, holds] of [
      [1, (i: number) => sinuses[i].target === 0 || traits[i].finding === 'polyp'],
      [3, (i: number) => sinuses[i].side === 'right'],
    ] as const) {
      const places = sinuses.map((_, i) => i).filter(holds)
      const means = evaluations.map(({ predictions }) => {
        const test = predictions.filter(({ set }) => set === 'test')
        return defined(
          auroc(
            places.map((i) => test[i].target),
            places.map((i) => test[i].score),
          ),
        )
      })
      const { auroc: mean, low, high } = defined(found[at].result)
      expect(mean).toBeCloseTo((means[0] + means[1]) / 2, 12)
      expect(low).toBeLessThan(mean)
      expect(high).toBeGreaterThan(mean)
      expect(low).toBeGreaterThan(0)
      expect(high).toBeLessThan(1)
    }
  })

  it('leaves the interval of a perfect group open, and says why a group has no area', () => {
    const only = sinuses.findIndex(({ target }) => target === 1)
    const perfect = evaluations.map((one) => ({
      ...one,
      predictions: one.predictions.map((prediction) => ({
        ...prediction,
        score: prediction.target ? 0.9 : 0.1,
      })),
    }))
    const rare = traits.map((trait, i) => (i === only ? { ...trait, finding: 'opacified' } : trait))
    const groups = subgroupAreas(perfect, aBench(perfect), rare)
    const by = (group: string) => groups.find((one) => one.group === group)!.result
    expect(by('cyst')).toEqual({ auroc: 1, low: null, high: null })
    expect(by('opacified')).toEqual({ undefined: true, reason: 'only one subject has anomalous sinuses' })
  })

  it('has nothing of what is not finished', () => {
    expect(subgroupAreas([anEvaluation({ state: 'queued', predictions: null })], aBench([]), [])).toEqual([])
  })
})
