import { describe, expect, it } from 'vitest'
import { correlatedAreas, quadratic } from '../../../../src/shared/metrics/delong.ts'
import { twoWayTest } from '../../../../src/shared/metrics/two-way.ts'
import { defined } from './golden.ts'
import { statistics } from './statistics.ts'

describe('twoWayTest', () => {
  it.each(statistics.twoWay)('is the analysis of variance of Obuchowski and Rockette, case $#', (study) => {
    const { subjects, label, first, second, difference, low, high, df, p } = study
    const found = defined(correlatedAreas(label, [...first, ...second], subjects))
    const r = first.length
    const differences = first.map((_, k) => found.areas[k] - found.areas[r + k])
    const weights = first.map((_, k) => found.areas.map((__, i) => (i === k ? 1 : i === r + k ? -1 : 0)))
    const covariance = weights.map((w) => weights.map((v) => quadratic(found.covariance, w, v)))
    const result = defined(twoWayTest(differences, covariance, found.subjects))
    expect(result.difference).toBeCloseTo(difference, 12)
    expect(result.degreesOfFreedom / df).toBeCloseTo(1, 9)
    expect(result.p).toBeCloseTo(p, 10)
    expect(result.low).toBeCloseTo(low, 9)
    expect(result.high).toBeCloseTo(high, 9)
    expect(result.basis).toBe('folds and test subjects')
  })

  it('is in one of those cases no surer than with the trained models held fixed, in others less sure', () => {
    expect(new Set(statistics.twoWay.map(({ floored }) => floored))).toEqual(new Set([true, false]))
  })

  it('follows a case worked out by hand', () => {
    // d = .02, .04, .06: mean .04, s² = .0004, s²/r = .000133…; shared covariance .0003.
    // Variance .000433…, t = .04 / .0208167 = 1.92154; df = .000433² / (.000133²/2 + .0003²/100) = 19.18.
    // With the models held fixed: (3 · .0005 + 6 · .0003) / 9 = .000366…, less than that.
    const covariance = [0, 1, 2].map((i) => [0, 1, 2].map((j) => (i === j ? 0.0005 : 0.0003)))
    const result = defined(twoWayTest([0.02, 0.04, 0.06], covariance, 101))
    expect(result.degreesOfFreedom).toBeCloseTo(19.18, 2)
    expect((result.high - result.low) / 2 / 0.0208167).toBeCloseTo(2.0916, 3)
    expect(result.p).toBeGreaterThan(0.05)
  })

  it('does not let a negative shared covariance narrow the interval', () => {
    const covariance = [
      [0.0001, -0.00005],
      [-0.00005, 0.0001],
    ]
    const result = defined(twoWayTest([0.01, 0.03], covariance, 50))
    expect(result.degreesOfFreedom).toBe(1)
    // s/√2 · 12.7062 with s = .0141421
    expect(result.high - result.difference).toBeCloseTo(0.127062, 6)
  })

  it('takes the test subjects’ spread where the folds agree by luck', () => {
    // s² = 0; with the models held fixed the variance is (2 · .002 + 2 · .0005) / 4 = .00125.
    const result = defined(twoWayTest([0.05, 0.05], [[0.002, 0.0005], [0.0005, 0.002]], 31)) // prettier-ignore
    expect(result.degreesOfFreedom).toBe(30)
    // t(0.975, 30) = 2.04227
    expect(result.high - 0.05).toBeCloseTo(2.04227 * Math.sqrt(0.00125), 6)
  })

  it('rests on the test subjects alone when there is one fold, and says so', () => {
    const result = defined(twoWayTest([0.1], [[0.0016]], 41))
    expect(result).toMatchObject({ basis: 'test subjects', degreesOfFreedom: 40 })
    // t(0.975, 40) = 2.0211
    expect(result.high - result.low).toBeCloseTo(2 * 2.0211 * 0.04, 4)
  })

  it('is sure that a method equals itself, and undefined where nothing varies or nothing is there', () => {
    expect(twoWayTest([0, 0], [[0, 0], [0, 0]], 30)).toMatchObject({ difference: 0, p: 1 }) // prettier-ignore
    expect(twoWayTest([0.1, 0.1], [[0, 0], [0, 0]], 30)).toMatchObject({ undefined: true }) // prettier-ignore
    expect(twoWayTest([], [], 30)).toEqual({ undefined: true, reason: 'no fold is finished by both' })
    expect(twoWayTest([0.1], [[0.01]], 1)).toEqual({
      undefined: true,
      reason: 'one test subject has no spread',
    })
  })
})
