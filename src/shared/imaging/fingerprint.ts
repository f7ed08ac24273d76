import { axisOrders } from './affine.ts'
import type { Volume } from './volume.ts'

/** Blocks along each axis. */
const edge = 8
export const fingerprintLength = edge ** 3

/**
 * What a scan looks like from afar: its block means on an 8 × 8 × 8 grid along its own voxel axes, brought to mean 0 and
 * standard deviation 1. The same scan saved again has nearly the same values, whatever its voxel type, scaling, header or
 * resolution; stored along other axes it has them in another order (see `likeness`).
 *
 * @returns 512 numbers, the first axis fastest; all 0 for a volume of one value.
 */
export function fingerprintOf({ data, shape: [ni, nj, nk] }: Pick<Volume, 'data' | 'shape'>): Float32Array {
  const alongFirst = blockMeans(data, [1, ni, nj * nk])
  const alongSecond = blockMeans(alongFirst, [edge, nj, nk])
  return standardised(blockMeans(alongSecond, [edge * edge, nk, 1]))
}

/**
 * Means of eight equal stretches of the middle axis of values [inner, length, outer], inner fastest. A value across a
 * boundary counts in both by its shares, so that a turned axis has the same means turned.
 */
function blockMeans(
  values: ArrayLike<number>,
  [inner, length, outer]: readonly [number, number, number],
): Float64Array {
  const means = new Float64Array(inner * edge * outer)
  const sumBefore = new Float64Array(length + 1)
  const width = length / edge
  const sumUpTo = (place: number) => {
    const whole = Math.min(length - 1, Math.floor(place))
    return sumBefore[whole] + (place - whole) * (sumBefore[whole + 1] - sumBefore[whole])
  }
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      for (let at = 0; at < length; at++)
        sumBefore[at + 1] = sumBefore[at] + values[i + inner * (at + length * o)]
      for (let block = 0; block < edge; block++) {
        const sum = sumUpTo((block + 1) * width) - sumUpTo(block * width)
        means[i + inner * (block + edge * o)] = sum / width
      }
    }
  }
  return means
}

function standardised(values: Float64Array): Float32Array {
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
  return Float32Array.from(values, (value) => (sd > 0 ? (value - mean) / sd : 0))
}

interface Order {
  /** Per axis of the one, the axis of the other that it follows, and whether it runs the other way. */
  axes: readonly { axis: number; turned: boolean }[]
  places: Uint16Array
}

/** The 48 ways to store the same axes: where each place of a fingerprint lies in the other. */
const orders: readonly Order[] = axisOrders.flatMap((permutation) =>
  [0, 1, 2, 3, 4, 5, 6, 7].map((turns): Order => {
    const axes = permutation.map((axis, i) => ({ axis, turned: ((turns >> i) & 1) === 1 }))
    const places = Uint16Array.from({ length: fingerprintLength }, (_, place) => {
      const index = [place % edge, Math.floor(place / edge) % edge, Math.floor(place / edge ** 2)]
      return axes.reduce((sum, { axis, turned }, i) => {
        return sum + (turned ? edge - 1 - index[i] : index[i]) * edge ** axis
      }, 0)
    })
    return { axes, places }
  }),
)

/** A fingerprint with what tells most others apart at once. */
export interface Fingerprint {
  values: Float32Array
  /** Per axis the means of its eight slabs. */
  profiles: readonly Float64Array[]
}

export function asFingerprint(values: Float32Array): Fingerprint {
  const profiles = [0, 1, 2].map((axis) => {
    const means = new Float64Array(edge)
    const width = edge ** axis
    for (let place = 0; place < fingerprintLength; place++)
      means[Math.floor(place / width) % edge] += values[place] / edge ** 2
    return means
  })
  return { values, profiles }
}

/**
 * Correlation of two fingerprints, −1…1: the highest over the 48 ways in which one could be stored.
 *
 * @param atLeast  Below this nobody is interested, and 0 is returned. The mean squared difference of two fingerprints that
 *   correlate by r is 2 − 2r, and that of their slab means is no larger: most are told apart by those.
 */
export function likeness(a: Fingerprint, b: Fingerprint, atLeast: number): number {
  const limit = 2 - 2 * atLeast + 1e-6
  const fits: boolean[][] = []
  for (const own of a.profiles) {
    const found = b.profiles.flatMap((other) => [
      squaredDifference(own, other, false) <= limit,
      squaredDifference(own, other, true) <= limit,
    ])
    if (!found.includes(true)) return 0
    fits.push(found)
  }
  let best = 0
  for (const { axes, places } of orders) {
    if (!axes.every(({ axis, turned }, i) => fits[i][2 * axis + Number(turned)])) continue
    if (differ(a.values, b.values, places, limit)) continue
    let sum = 0
    for (let i = 0; i < fingerprintLength; i++) sum += a.values[i] * b.values[places[i]]
    best = Math.max(best, sum / fingerprintLength)
  }
  return best < atLeast ? 0 : best
}

/** Whether the mean squared difference is above the limit; of two that are not one scan a few values say so. */
function differ(a: Float32Array, b: Float32Array, places: Uint16Array, limit: number): boolean {
  const most = limit * fingerprintLength
  let sum = 0
  for (let i = 0; i < fingerprintLength && sum <= most; i++) sum += (a[i] - b[places[i]]) ** 2
  return sum > most
}

/** Mean over the slabs of two axes, the second perhaps running the other way. */
function squaredDifference(a: Float64Array, b: Float64Array, turned: boolean): number {
  let sum = 0
  for (let i = 0; i < edge; i++) sum += (a[i] - b[turned ? edge - 1 - i : i]) ** 2
  return sum / edge
}
