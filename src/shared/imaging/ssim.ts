import { smoothGaussian } from './smooth.ts'

/** Of intensities 0…1 (K1 = 0.01, K2 = 0.03) and the window, as published. */
const stabiliser = { mean: 0.01 ** 2, variance: 0.03 ** 2 }
const windowVoxels = 1.5

/**
 * Structural similarity of two volumes around every voxel: how far means, contrast and pattern agree within a Gaussian
 * window of σ 1.5 voxels; beyond the border the edge voxel is repeated.
 *
 * @param a, b   Intensities 0…1, same length, NIfTI order.
 * @param shape  [ni, nj, nk].
 * @returns      −1…1 per voxel, 1 where the two agree.
 * Source: Wang et al. 2004, equation 13. Population variances.
 */
export function structuralSimilarity(
  a: Float32Array,
  b: Float32Array,
  shape: readonly [number, number, number],
): Float32Array<ArrayBuffer> {
  const windowed = (value: (v: number) => number) => {
    const data = Float32Array.from({ length: a.length }, (_, v) => value(v))
    smoothGaussian(data, shape, [windowVoxels, windowVoxels, windowVoxels])
    return data
  }
  const meanA = windowed((v) => a[v])
  const meanB = windowed((v) => b[v])
  const squares = windowed((v) => a[v] ** 2 + b[v] ** 2)
  const products = windowed((v) => a[v] * b[v])
  return meanA.map((ma, v) => {
    const mb = meanB[v]
    const variances = Math.max(0, squares[v] - ma * ma - mb * mb)
    const covariance = products[v] - ma * mb
    return (
      ((2 * ma * mb + stabiliser.mean) * (2 * covariance + stabiliser.variance)) /
      ((ma * ma + mb * mb + stabiliser.mean) * (variances + stabiliser.variance))
    )
  })
}
