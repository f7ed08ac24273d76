import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holm } from '../../../../src/shared/metrics/holm.ts'
import { statistics } from './statistics.ts'

describe('holm', () => {
  it('gives statsmodels’ numbers, ties included', () => {
    const { p, adjusted } = statistics.holm
    holm(p).forEach((value, i) => expect(value).toBeCloseTo(adjusted[i], 14))
  })

  it('leaves one p alone and has none for none', () => {
    expect(holm([0.03])).toEqual([0.03])
    expect(holm([])).toEqual([])
  })

  it('never lowers a p, keeps their order, and is never above Bonferroni', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }), (p) => {
        const adjusted = holm(p)
        adjusted.forEach((value, i) => {
          expect(value).toBeGreaterThanOrEqual(p[i])
          expect(value).toBeLessThanOrEqual(Math.min(1, p.length * p[i]) + 1e-12)
          p.forEach((other, j) => other > p[i] && expect(adjusted[j]).toBeGreaterThanOrEqual(value))
        })
      }),
    )
  })
})
