import { describe, expect, it } from 'vitest'
import { foldInterval } from '../../../../src/shared/metrics/interval.ts'
import { defined, golden } from './golden.ts'

describe('foldInterval', () => {
  it('gives SciPy’s 95 % interval over five folds', () => {
    const { values, mean, low, high } = golden.fold_interval
    const interval = defined(foldInterval(values))
    expect(interval.mean).toBeCloseTo(mean, 12)
    expect(interval.low).toBeCloseTo(low, 10)
    expect(interval.high).toBeCloseTo(high, 10)
    expect(interval.n).toBe(5)
  })

  it('follows the hand-worked case of two values', () => {
    // mean .8, sd √(2 · .01) = .141421, half width 12.7062 · .141421 / √2 = 1.27062
    const { mean, sd, low, high } = defined(foldInterval([0.7, 0.9]))
    expect(mean).toBeCloseTo(0.8, 12)
    expect(sd).toBeCloseTo(0.1414214, 6)
    expect(high - low).toBeCloseTo(2 * 1.27062, 5)
  })

  it('is undefined for no value, for one, and for a fold without a number', () => {
    expect(foldInterval([])).toEqual({ undefined: true, reason: 'no fold is finished' })
    expect(foldInterval([0.8])).toMatchObject({
      undefined: true,
      reason: expect.stringContaining('no spread') as string,
    })
    expect(foldInterval([0.8, { undefined: true, reason: 'all 3 sinuses are normal' }])).toEqual({
      undefined: true,
      reason: 'value 2 of 2: all 3 sinuses are normal',
    })
    expect(foldInterval([0.8, NaN])).toMatchObject({ undefined: true })
  })

  it('has no width when all folds agree', () => {
    expect(foldInterval([0.75, 0.75, 0.75])).toEqual({ mean: 0.75, low: 0.75, high: 0.75, sd: 0, n: 3 })
  })
})
