export type Millimetres = readonly [number, number, number]

/** Subjects whose centres may be marked: from there on more marks hardly move the mean, and cost a reader's time. */
export const mostMarkedSubjects = 20

export interface CentroidSummary {
  /** Mean per axis. */
  meanMm: [number, number, number]
  /** Sample standard deviation per axis; null for a single point. */
  sdMm: [number, number, number] | null
  /** Per point its distance from the median point. */
  distanceMm: number[]
  /** Per point whether it lies far from the others: look at it, it still counts in the mean. */
  outlier: boolean[]
}

export const farMm = 8
export const farDeviations = 3
/** Below this the spread of a few points says nothing: a click is no more exact than a voxel. */
export const smallestSpreadMm = 1

/** Why a point is called an outlier, in words. */
export const outlierRule =
  `more than ${farMm} mm from the median point, or along an axis more than ${farDeviations} robust standard deviations ` +
  `(1.4826 · median absolute deviation, at least ${smallestSpreadMm} mm)`

/**
 * Where the marked centres of one side lie, all in one frame. An outlier is one by `outlierRule`: the median and the
 * median deviation stay where they are however far off a few points lie.
 *
 * @throws RangeError when there is no point.
 */
export function summariseCentroids(points: readonly Millimetres[]): CentroidSummary {
  if (points.length === 0) throw new RangeError('No centroid to summarise')
  const axes = [0, 1, 2].map((axis) => points.map((point) => point[axis]))
  const meanMm = axes.map(mean) as CentroidSummary['meanMm']
  const sdMm = axes.map((values, axis) =>
    Math.sqrt(values.reduce((sum, x) => sum + (x - meanMm[axis]) ** 2, 0) / (points.length - 1)),
  ) as CentroidSummary['meanMm']
  const middle = axes.map(median)
  const spread = axes.map((values, axis) =>
    Math.max(smallestSpreadMm, 1.4826 * median(values.map((x) => Math.abs(x - middle[axis])))),
  )
  const distanceMm = points.map((point) => Math.hypot(...point.map((x, axis) => x - middle[axis])))
  return {
    meanMm,
    sdMm: points.length > 1 ? sdMm : null,
    distanceMm,
    outlier: points.map(
      (point, i) =>
        distanceMm[i] > farMm ||
        point.some((x, axis) => Math.abs(x - middle[axis]) > farDeviations * spread[axis]),
    ),
  }
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length / 2
  return (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2
}
