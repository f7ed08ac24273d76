import { describe, expect, it } from 'vitest'
import { foldInterval, ofDifferences } from '../../../../src/shared/metrics/interval.ts'
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

  it('follows the hand-worked case of three values', () => {
    // mean .6, sd √(2 · .0025 / 2) = .05, half width 4.302653 · .05 / √3 = .1242069
    const { mean, sd, low, high, isCut } = defined(foldInterval([0.55, 0.6, 0.65]))
    expect(mean).toBeCloseTo(0.6, 12)
    expect(sd).toBeCloseTo(0.05, 12)
    expect(low).toBeCloseTo(0.6 - 0.1242069, 6)
    expect(high).toBeCloseTo(0.6 + 0.1242069, 6)
    expect(isCut).toBeUndefined()
  })

  it('claims nothing beyond what the metric can be, and says where it was cut', () => {
    // mean .8, sd .2, half width 4.302653 · .2 / √3 = .4968
    const found = defined(foldInterval([0.6, 0.8, 1]))
    expect(found.high).toBe(1)
    expect(found.low).toBeCloseTo(0.8 - 0.4968276, 6)
    expect(found.isCut).toBe(true)
    // Of a difference, from −1 to 1: mean 0, half width 2.4842 · .4.
    const { low, high, isCut } = defined(foldInterval([-0.2, 0, 0.2], ofDifferences))
    expect([low, high].map((value) => Math.abs(value).toFixed(5))).toEqual(['0.49683', '0.49683'])
    expect(isCut).toBeUndefined()
  })

  it('is undefined for no value, for one and for two, and for a fold without a number', () => {
    expect(foldInterval([])).toEqual({ undefined: true, reason: 'no fold is finished' })
    for (const [values, few] of [
      [[0.8], 'one fold'],
      [[0.7, 0.9], 'two folds'],
    ] as const)
      expect(foldInterval(values)).toMatchObject({
        undefined: true,
        reason: expect.stringMatching(`^${few} .* three or more$`) as string,
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
