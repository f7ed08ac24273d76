import { describe, expect, it } from 'vitest'
import { brier, calibration, recalibration } from '../../../../src/shared/metrics/calibration.ts'
import { defined, golden } from './golden.ts'
import { statistics } from './statistics.ts'

describe('brier', () => {
  it.each(golden.cases)('gives scikit-learn’s number, case $#', (example) => {
    expect(defined(brier(example.label, example.score))).toBeCloseTo(example.brier, 12)
  })

  it('works for one class, and not for what is no probability', () => {
    expect(brier([1], [0.5])).toBe(0.25)
    expect(brier([1], [1.5])).toEqual({ undefined: true, reason: 'a score of 1.5 is not a probability' })
    expect(brier([], [])).toMatchObject({ undefined: true })
  })
})

describe('calibration', () => {
  it('compares mean score and frequency per bin', () => {
    // Two bins. (0, .5]: scores .2, .4, targets 0, 1 → |.6 − 1| = .4; (.5, 1]: .9, .9, targets 1, 1 → |1.8 − 2| = .2.
    // Expected error (.4 + .2) / 4 = .15.
    const { bins, expectedError } = defined(calibration([0, 1, 1, 1], [0.2, 0.4, 0.9, 0.9], 2))
    expect(expectedError).toBeCloseTo(0.15, 12)
    expect(bins.map(({ count, anomalousShare }) => [count, anomalousShare])).toEqual([
      [2, 0.5],
      [2, 1],
    ])
    expect(bins[0].meanScore).toBeCloseTo(0.3, 12)
  })

  it('keeps every score, 0 and 1 included, and leaves empty bins empty', () => {
    const { bins } = defined(calibration([0, 0, 1, 1], [0, 0.1, 0.1000001, 1]))
    expect(bins.map(({ count }) => count)).toEqual([2, 1, 0, 0, 0, 0, 0, 0, 0, 1])
    expect(bins[2]).toEqual({ low: 0.2, high: 0.3, count: 0, meanScore: null, anomalousShare: null })
  })

  it('is zero for scores that keep their promise', () => {
    const targets = [0, 0, 0, 1, 0, 1, 1, 1]
    const scores = [0.25, 0.25, 0.25, 0.25, 0.75, 0.75, 0.75, 0.75]
    expect(defined(calibration(targets, scores)).expectedError).toBe(0)
  })

  it('has scikit-learn’s curve', () => {
    const { label, score, anomalousShare, meanScore } = statistics.calibration
    const filled = defined(calibration(label, score)).bins.filter(({ count }) => count > 0)
    expect(filled).toHaveLength(meanScore.length)
    filled.forEach((bin, i) => {
      expect(bin.meanScore).toBeCloseTo(meanScore[i], 12)
      expect(bin.anomalousShare).toBeCloseTo(anomalousShare[i], 12)
    })
  })
})

describe('recalibration', () => {
  it('gives statsmodels’ slope and intercept', () => {
    const { label, score, slope, intercept } = statistics.calibration
    const found = defined(recalibration(label, score))
    expect(found.slope).toBeCloseTo(slope, 8)
    expect(found.intercept).toBeCloseTo(intercept, 8)
  })

  it('is 1 and 0 for scores that keep their promise, and halves the slope of doubled log odds', () => {
    const targets = [0, 0, 0, 1, 0, 1, 1, 1]
    const kept = [0.25, 0.25, 0.25, 0.25, 0.75, 0.75, 0.75, 0.75]
    const { slope, intercept } = defined(recalibration(targets, kept))
    expect(slope).toBeCloseTo(1, 10)
    expect(intercept).toBeCloseTo(0, 10)
    // odds 1/9 and 9: twice the log odds of 1/3 and 3
    const extreme = kept.map((score) => (score < 0.5 ? 0.1 : 0.9))
    expect(defined(recalibration(targets, extreme)).slope).toBeCloseTo(0.5, 10)
  })

  it.each([
    ['separated classes', [0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9], 'separate the classes'],
    ['a score of 1', [0, 1, 0, 1], [0.1, 1, 0.6, 0.4], 'exactly 0 or 1'],
    ['equal scores', [0, 1, 0, 1], [0.5, 0.5, 0.5, 0.5], 'all alike'],
    ['one class', [0, 0], [0.1, 0.4], 'all 2 sinuses are normal'],
  ])('is undefined for %s', (_, targets, scores, reason) => {
    expect((recalibration(targets, scores) as { reason: string }).reason).toContain(reason)
  })
})
