import { describe, expect, it } from 'vitest'
import { cohensKappa, kappaInterval } from '../../../../src/shared/metrics/kappa.ts'
import { defined, golden } from './golden.ts'

describe('cohensKappa', () => {
  it('gives scikit-learn’s number', () => {
    expect(defined(cohensKappa(golden.kappa.a, golden.kappa.b))).toBeCloseTo(golden.kappa.cohen, 12)
  })

  it('follows the hand-worked case with three categories', () => {
    // Agreed 4 of 6. By chance: polyp 2·3 + cyst 2·2 + normal 2·1 = 12 of 36. (24 − 12) / (36 − 12) = 1/2.
    const first = ['polyp', 'polyp', 'cyst', 'cyst', 'normal', 'normal']
    const second = ['polyp', 'polyp', 'cyst', 'polyp', 'normal', 'cyst']
    expect(defined(cohensKappa(first, second))).toBeCloseTo(0.5, 12)
  })

  it('is negative when readers agree less than by chance', () => {
    expect(cohensKappa([0, 1, 0, 1], [1, 0, 1, 0])).toBe(-1)
  })

  it('is undefined without items or with one category, and refuses unequal lists', () => {
    expect(cohensKappa([], [])).toEqual({ undefined: true, reason: 'no item was read by both' })
    expect(cohensKappa([1, 1], [1, 1])).toEqual({
      undefined: true,
      reason: 'all answers are in one category',
    })
    expect(() => cohensKappa([1], [1, 0])).toThrow('one has 1, the other 2')
  })
})

describe('kappaInterval', () => {
  /** Readings of two readers from how often each pair of categories was given, row by row. */
  const readings = (counts: readonly (readonly number[])[]) => {
    const pairs = counts.flatMap((row, i) => row.flatMap((n, j) => Array.from({ length: n }, () => [i, j])))
    return [pairs.map(([i]) => i), pairs.map(([, j]) => j)] as const
  }

  it('follows the hand-worked two by two table', () => {
    // 20 both yes, 5 yes/no, 10 no/yes, 15 both no: p_o = 0.7, p_e = 0.5·0.6 + 0.5·0.4 = 0.5, κ = 0.4.
    // Σ p_ii […]² = 0.4(1 − 1.1·0.6)² + 0.3(1 − 0.9·0.6)² = 0.04624 + 0.06348 = 0.10972.
    // 0.6² (0.1·1.1² + 0.2·0.9²) = 0.36 · 0.283 = 0.10188. [0.4 − 0.5·0.6]² = 0.01.
    // SE² = (0.10972 + 0.10188 − 0.01) / (50 · 0.25) = 0.016128; 1.96 SE = 0.24891.
    const [a, b] = readings([
      [20, 5],
      [10, 15],
    ])
    expect(defined(cohensKappa(a, b))).toBeCloseTo(0.4, 12)
    const { low, high } = defined(kappaInterval(a, b))
    expect(low).toBeCloseTo(0.15109, 5)
    expect(high).toBeCloseTo(0.64891, 5)
  })

  it('holds for three categories', () => {
    // The example of Fleiss, Levin and Paik, section 18.1; p_o = 0.89, p_e = 0.66. SE worked out apart from this code: 0.08770.
    const [a, b] = readings([
      [75, 1, 4],
      [5, 4, 1],
      [0, 0, 10],
    ])
    expect(defined(cohensKappa(a, b))).toBeCloseTo(0.676, 3)
    const { low, high } = defined(kappaInterval(a, b))
    expect((high - low) / 2 / 1.96).toBeCloseTo(0.0877, 4)
  })

  it('does not mind which reader comes first, and ends at 1', () => {
    const [a, b] = readings([
      [9, 1],
      [0, 1],
    ])
    const interval = defined(kappaInterval(a, b))
    expect(defined(kappaInterval(b, a)).low).toBeCloseTo(interval.low, 12)
    expect(interval.high).toBe(1)
  })

  it('is undefined where kappa is, and where it would have no width', () => {
    expect(kappaInterval([], [])).toMatchObject({ undefined: true })
    // Agreed on everything, on nothing, and a single item told apart.
    for (const [a, b] of [
      [
        [0, 1, 1],
        [0, 1, 1],
      ],
      [
        [0, 1, 0, 1],
        [1, 0, 1, 0],
      ],
      [[0], [1]],
    ])
      expect(kappaInterval(a, b)).toEqual({
        undefined: true,
        reason: 'these answers leave no spread to tell it by',
      })
  })
})
