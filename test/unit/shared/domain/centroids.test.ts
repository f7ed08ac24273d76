import { describe, expect, it } from 'vitest'
import { summariseCentroids } from '../../../../src/shared/domain/centroids.ts'

describe('summariseCentroids', () => {
  it('gives mean and sample standard deviation per axis', () => {
    // x: 1, 2, 6 → mean 3, variance (4 + 1 + 9) / 2 = 7.
    const { meanMm, sdMm } = summariseCentroids([
      [1, 0, -5],
      [2, 0, -5],
      [6, 0, -5],
    ])
    expect(meanMm).toEqual([3, 0, -5])
    expect(sdMm).toEqual([Math.sqrt(7), 0, 0])
  })

  it('knows no spread of a single point, and no mean of none', () => {
    expect(summariseCentroids([[1, 2, 3]])).toEqual({
      meanMm: [1, 2, 3],
      sdMm: null,
      distanceMm: [0],
      outlier: [false],
    })
    expect(() => summariseCentroids([])).toThrow(RangeError)
  })

  it('flags a point off by more than three robust deviations, or 8 mm', () => {
    const tight = [0, 0.5, -0.5, 0.2, -0.2].map((x) => [x, 40, -30] as const)
    expect(summariseCentroids([...tight, [2.9, 40, -30]]).outlier.at(-1)).toBe(false) // 3 · 1 mm at least
    expect(summariseCentroids([...tight, [3.3, 40, -30]]).outlier.at(-1)).toBe(true)
    // x: median 0, absolute deviations 4 4 4 4 0 → spread 5.9 mm; 7.9 mm is near, 8.1 mm is far.
    const wide = [4, -4, 4, -4, 0].map((x) => [x, 0, 0] as const)
    expect(summariseCentroids([...wide, [7.9, 0, 0], [0, 0, 0]]).outlier.at(-2)).toBe(false)
    expect(summariseCentroids([...wide, [8.1, 0, 0], [0, 0, 0]]).outlier.at(-2)).toBe(true)
  })
})
