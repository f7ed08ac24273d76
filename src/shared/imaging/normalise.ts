import { orderKeys, valueOfKey } from './order-keys.ts'

/**
 * Clips a volume to two of its own percentiles and stretches it to 0…1. Each volume on its own: an input and its
 * residual never share percentiles.
 *
 * @param data  Finite values, any number of them.
 * @param low   Percentile that becomes 0.
 * @param high  Percentile that becomes 1.
 * @returns New values 0…1; all 0 when the two percentiles are equal (a constant volume).
 * Source: docs/methods/residual.md; percentiles as NumPy's default ('linear').
 */
export function normalisePercentiles(data: Float32Array, low = 1, high = 99): Float32Array<ArrayBuffer> {
  const [floor, ceiling] = percentiles(data, [low, high])
  const normalised = new Float32Array(data.length)
  const range = ceiling - floor
  if (!(range > 0)) return normalised
  for (let i = 0; i < data.length; i++) {
    const value = data[i]
    normalised[i] = value <= floor ? 0 : value >= ceiling ? 1 : (value - floor) / range
  }
  return normalised
}

/**
 * Percentiles with linear interpolation between neighbours: NumPy's `percentile(data, q)`.
 *
 * @param data  Finite values; NaN for every percentile when there are none.
 * @param q     0…100 each.
 */
export function percentiles(data: Float32Array, q: readonly number[]): number[] {
  if (data.length === 0) return q.map(() => NaN)
  const nthSmallest = orderStatistics(data)
  return q.map((percent) => {
    const position = (percent / 100) * (data.length - 1)
    const below = nthSmallest(Math.floor(position))
    const above = nthSmallest(Math.ceil(position))
    return below + (above - below) * (position - Math.floor(position))
  })
}

/** Exact n-th smallest values without sorting: count the upper 16 bits of every key, then the lower 16 of one bin. */
function orderStatistics(data: Float32Array): (n: number) => number {
  const keys = orderKeys(data)
  const upper = new Uint32Array(65536)
  for (let i = 0; i < keys.length; i++) upper[keys[i] >>> 16]++
  const lower = new Uint32Array(65536)
  let countedBin = -1
  return (n) => {
    const [bin, rest] = binOf(upper, n)
    if (bin !== countedBin) {
      lower.fill(0)
      for (let i = 0; i < keys.length; i++) if (keys[i] >>> 16 === bin) lower[keys[i] & 0xffff]++
      countedBin = bin
    }
    return valueOfKey(((bin << 16) | binOf(lower, rest)[0]) >>> 0)
  }
}

/** The bin that holds the n-th value counted from 0, and its place inside that bin. */
function binOf(counts: Uint32Array, n: number): [bin: number, rest: number] {
  let bin = 0
  let rest = n
  while (rest >= counts[bin]) rest -= counts[bin++]
  return [bin, rest]
}
