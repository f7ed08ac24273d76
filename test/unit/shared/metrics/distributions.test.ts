import { describe, expect, it } from 'vitest'
import { normalTwoSided, studentT95, studentTwoSided } from '../../../../src/shared/metrics/distributions.ts'
import { statistics } from './statistics.ts'

describe('normalTwoSided', () => {
  it.each(statistics.normal)('is SciPy’s at $z', ({ z, p }) => {
    expect(normalTwoSided(z) / p).toBeCloseTo(1, 11)
    expect(normalTwoSided(-z)).toBe(normalTwoSided(z))
  })
})

describe('studentTwoSided', () => {
  it.each(statistics.student)('is SciPy’s at t = $t with $df degrees of freedom', ({ t, df, p }) => {
    // The log of a beta function of a million loses a few digits.
    expect(p === 0 ? studentTwoSided(t, df) : studentTwoSided(t, df) / p).toBeCloseTo(p === 0 ? 0 : 1, 8)
    expect(studentTwoSided(-t, df)).toBe(studentTwoSided(t, df))
  })

  it('becomes the normal distribution, and 0 for an infinite t', () => {
    expect(studentTwoSided(1.5, Infinity)).toBe(normalTwoSided(1.5))
    expect(studentTwoSided(Infinity, 4)).toBe(0)
  })
})

describe('studentT95', () => {
  it.each(statistics.studentQuantiles)('is SciPy’s with $df degrees of freedom', ({ df, t }) => {
    expect(studentT95(df) / t).toBeCloseTo(1, 9)
  })

  // R: qt(0.975, df)
  it.each([
    [1, 12.7062047364],
    [2, 4.3026527297],
    [3, 3.1824463053],
    [4, 2.7764451052],
    [5, 2.5705818356],
    [9, 2.2621571628],
    [10, 2.228138852],
    [29, 2.0452296421],
    [100, 1.9839715185],
    [999, 1.9623414611],
  ])('with %i degrees of freedom is the tabled value', (degrees, t) => {
    expect(studentT95(degrees)).toBeCloseTo(t, 8)
  })
})
