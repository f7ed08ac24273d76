import { describe, expect, it } from 'vitest'
import { brier, calibration } from '../../../../src/shared/metrics/calibration.ts'
import { defined, golden } from './golden.ts'

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
})
