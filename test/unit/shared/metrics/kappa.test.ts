import { describe, expect, it } from 'vitest'
import { cohensKappa } from '../../../../src/shared/metrics/kappa.ts'
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
      reason: 'both readers put every item in one category',
    })
    expect(() => cohensKappa([1], [1, 0])).toThrow('one has 1, the other 2')
  })
})
