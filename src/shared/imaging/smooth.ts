/**
 * Gaussian smoothing in place, one axis after the other; the edge voxel is repeated beyond the border.
 *
 * @param data    Voxels in NIfTI order.
 * @param shape   [ni, nj, nk].
 * @param sigmas  Standard deviation per axis in voxels; 0 leaves an axis as it is. The kernel is cut at 4σ.
 */
export function smoothGaussian(
  data: Float32Array,
  shape: readonly [number, number, number],
  sigmas: readonly [number, number, number],
): void {
  const [ni, nj, nk] = shape
  const lines = [
    { length: ni, stride: 1, starts: (line: number) => line * ni },
    { length: nj, stride: ni, starts: (line: number) => (line % ni) + Math.floor(line / ni) * ni * nj },
    { length: nk, stride: ni * nj, starts: (line: number) => line },
  ]
  lines.forEach(({ length, stride, starts }, axis) => {
    const weights = gaussianWeights(sigmas[axis])
    const radius = weights.length - 1
    if (radius === 0) return
    const padded = new Float64Array(length + 2 * radius)
    for (let line = 0; line < data.length / length; line++) {
      const start = starts(line)
      for (let i = 0; i < padded.length; i++) {
        padded[i] = data[start + stride * Math.min(length - 1, Math.max(0, i - radius))]!
      }
      for (let i = 0; i < length; i++) {
        let sum = weights[0] * padded[i + radius]
        for (let r = 1; r <= radius; r++)
          sum += weights[r] * (padded[i + radius - r] + padded[i + radius + r])
        data[start + stride * i] = sum
      }
    }
  })
}

/** Half of a symmetric kernel, centre first, that sums to 1 over the whole. */
function gaussianWeights(sigma: number): Float64Array {
  const half = Float64Array.from({ length: Math.round(4 * sigma) + 1 }, (_, i) =>
    i === 0 ? 1 : Math.exp(-0.5 * (i / sigma) ** 2),
  )
  const total = half.reduce((sum, weight, i) => sum + (i === 0 ? weight : 2 * weight), 0)
  return half.map((weight) => weight / total)
}
