import { describe, expect, it } from 'vitest'
import { differencesOf } from '../../../../src/shared/metrics/differences.ts'
import { otherTests } from '../../../../src/shared/metrics/other-tests.ts'
import type { Evaluation } from '../../../../src/shared/metrics/result-rows.ts'
import { aBench, anEvaluation, somePredictions } from './cohort.ts'
import { defined } from './golden.ts'

const of = (method: string, foldIndex: number, signal: number) =>
  anEvaluation({ method, foldIndex, predictions: somePredictions({ foldIndex, signal, seed: method }) })
const pair = { labelFraction: 1, first: 'residual', second: 'scratch' }
const testsOf = (evaluations: Evaluation[]) => {
  const bench = aBench(evaluations)
  return differencesOf([pair], evaluations, bench).map((difference) => ({
    difference,
    tests: otherTests(difference, evaluations, bench, 0.5),
  }))
}

describe('otherTests', () => {
  const all = testsOf([0, 1].flatMap((fold) => [of('residual', fold, 3), of('scratch', fold, 0.5)]))

  it('agree on the difference, and on a large one', () => {
    for (const { difference, tests } of all) {
      const { bootstrap, clusteredDelong, delong, permutation, resampledT } = defined(tests)
      const wanted = defined(difference.result).difference
      for (const test of [clusteredDelong, delong, permutation]) {
        if (test === null) continue
        expect(defined(test).difference).toBeCloseTo(wanted, 10)
        expect(defined(test).p).toBeLessThan(0.01)
      }
      expect(defined(bootstrap).low).toBeGreaterThan(0)
      expect(defined(resampledT).difference).toBeCloseTo(wanted, 10)
    }
  })

  it('leave out what is not made for a metric', () => {
    const has = all.map(({ difference, tests }) => [
      difference.metric,
      defined(tests).delong !== null,
      defined(tests).permutation !== null,
    ])
    expect(has).toEqual([
      ['auroc', true, true],
      ['auprc', false, true],
      ['f1', false, false],
    ])
  })

  it('are undefined with the comparison, and one by one where only they are', () => {
    const [none] = testsOf([of('residual', 0, 3)])
    expect(none.tests).toEqual({ undefined: true, reason: 'no fold is finished by both' })
    const [single] = testsOf([of('residual', 0, 3), of('scratch', 0, 1)])
    expect(defined(single.tests).resampledT).toMatchObject({ undefined: true })
    expect(defined(single.tests).clusteredDelong).toMatchObject({ z: expect.any(Number) as number })
  })
})
