import type { ResidualPostProcessing } from '../domain/stage.ts'
import { medianFilter } from './median.ts'
import { normalisePercentiles, percentiles } from './normalise.ts'
import { structuralSimilarity } from './ssim.ts'

/**
 * Where a volume is not what its autoencoder makes of it.
 *
 * `absolute` (the paper's) is |input − reconstruction|, `ssim` is (1 − structural similarity) / 2. Either is clipped to its
 * 1st and 99th percentile and stretched to 0…1, median-filtered, and stretched once more; then what lies below the
 * quantile `threshold` of the volume is put to 0.
 *
 * @param input, reconstruction  [voxels³], intensities 0…1 (a reconstruction may leave the range).
 * @returns                      0…1, same length.
 * Source: method-spec 3.3 (→ line); `ssim` and `threshold` are ours, not the paper's.
 */
export function normalisedResidual(
  input: Float32Array,
  reconstruction: Float32Array,
  voxels: number,
  { measure, medianKernel, threshold }: ResidualPostProcessing,
): Float32Array<ArrayBuffer> {
  const shape = [voxels, voxels, voxels] as const
  const difference =
    measure === 'ssim'
      ? structuralSimilarity(input, reconstruction, shape).map((similarity) => (1 - similarity) / 2)
      : Float32Array.from(input, (value, v) => Math.abs(value - reconstruction[v]))
  const stretched = normalisePercentiles(difference)
  const residual =
    medianKernel === 0 ? stretched : normalisePercentiles(medianFilter(stretched, shape, medianKernel))
  if (threshold === undefined) return residual
  const [least] = percentiles(residual, [100 * threshold])
  return residual.map((value) => (value < least ? 0 : value))
}
