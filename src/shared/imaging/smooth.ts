/** Lines smoothed together: neighbours in memory, so that a strided axis is read in runs and not voxel by voxel. */
const batch = 64

/**
 * Gaussian smoothing in place, one axis after the other; the edge voxel is repeated beyond the border. As SciPy's
 * `gaussian_filter(data, sigmas, mode='nearest', truncate=4)`.
 *
 * @param data    Voxels in NIfTI order.
 * @param shape   [ni, nj, nk].
 * @param sigmas  Standard deviation per axis in voxels; 0 leaves an axis as it is.
 */
export function smoothGaussian(
  data: Float32Array,
  shape: readonly [number, number, number],
  sigmas: readonly [number, number, number],
): void {
  const [ni, nj] = shape
  const strides = [1, ni, ni * nj]
  shape.forEach((length, axis) => {
    const weights = gaussianWeights(sigmas[axis])
    if (weights.length === 1) return
    const stride = strides[axis]
    for (let slab = 0; slab < data.length; slab += length * stride) {
      for (let line = 0; line < stride; line += batch) {
        smoothLines(data, slab + line, length, stride, Math.min(batch, stride - line), weights)
      }
    }
  })
}

/** Smooths `count` lines that start side by side at `start`; the voxels of a line are `stride` apart. */
function smoothLines(
  data: Float32Array,
  start: number,
  length: number,
  stride: number,
  count: number,
  weights: Float64Array,
): void {
  const radius = weights.length - 1
  const padded = new Float64Array((length + 2 * radius) * count)
  for (let p = 0, at = 0; p < length + 2 * radius; p++) {
    const from = start + stride * Math.min(length - 1, Math.max(0, p - radius))
    for (let c = 0; c < count; c++) padded[at++] = data[from + c]
  }
  for (let i = 0; i < length; i++) {
    const to = start + stride * i
    const centre = (i + radius) * count
    for (let c = 0; c < count; c++) {
      let sum = weights[0] * padded[centre + c]
      for (let r = 1; r <= radius; r++) {
        sum += weights[r] * (padded[centre + c - r * count] + padded[centre + c + r * count])
      }
      data[to + c] = sum
    }
  }
}

/** Half of a symmetric kernel, centre first, that sums to 1 over the whole. */
function gaussianWeights(sigma: number): Float64Array {
  const half = Float64Array.from({ length: Math.round(4 * sigma) + 1 }, (_, i) =>
    i === 0 ? 1 : Math.exp(-0.5 * (i / sigma) ** 2),
  )
  const total = half.reduce((sum, weight, i) => sum + (i === 0 ? weight : 2 * weight), 0)
  return half.map((weight) => weight / total)
}
