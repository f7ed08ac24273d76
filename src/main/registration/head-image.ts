import { invert } from '../../shared/imaging/affine.ts'
import type { Affine, Volume } from '../../shared/imaging/volume.ts'
import { AntrumError } from '../../shared/ipc/error.ts'

/** Intensities are compared as this many grey levels. */
export const greyLevels = 32
/** Tissue is what is brighter than this share of the range from background to bright tissue. */
const tissueShare = 0.12
/** In Hounsfield units air is −1000: a share of the range would take pillow and table for tissue. */
const hounsfield = { airBelow: -800, tissue: -300 }

/** A head scan made ready for comparison with another. */
export interface HeadImage {
  /** Grey level of each voxel, 0 ≤ level < greyLevels − 1, background near 0; in NIfTI order. */
  levels: Float32Array
  shape: Volume['shape']
  affine: Affine
  voxelFromWorld: Affine
  /** Voxels above this level are tissue. */
  tissueLevel: number
}

/**
 * Scales intensities to grey levels between background and bright tissue, both found by percentiles that a few hot
 * voxels cannot move. What level a tissue gets does not matter: mutual information asks only how levels go together.
 *
 * @param volume  A head scan of any contrast or unit; finite voxels.
 * @throws AntrumError 'registration-failed' when nothing stands out from a background.
 */
export function prepareHead(volume: Volume): HeadImage {
  const { low, tissue, high } = intensityRange(volume.data)
  const scale = (greyLevels - 1) / (high - low)
  const top = greyLevels - 1 - 1e-3
  return {
    levels: volume.data.map((value) => Math.min(top, Math.max(0, (value - low) * scale))),
    shape: volume.shape,
    affine: volume.affine,
    voxelFromWorld: invert(volume.affine),
    tissueLevel: (tissue - low) * scale,
  }
}

function intensityRange(data: Float32Array): { low: number; tissue: number; high: number } {
  const step = Math.max(1, Math.floor(data.length / 50_000))
  const sorted = Float32Array.from(
    { length: Math.floor(data.length / step) },
    (_, i) => data[i * step],
  ).sort()
  const low = percentile(sorted, 0.005)
  const tissue =
    low < hounsfield.airBelow ? hounsfield.tissue : low + tissueShare * (percentile(sorted, 0.98) - low)
  const bright = sorted.filter((value) => value > tissue)
  const high = bright.length > 0 ? percentile(bright, 0.99) : low
  if (!(high > tissue)) {
    throw new AntrumError(
      'registration-failed',
      'No head stands out from the background: nearly all voxels have one value. Look at the scan; leave it out or replace it.',
    )
  }
  return { low, tissue, high }
}

/** @param sorted  Ascending, at least one value. */
export const percentile = (sorted: Float32Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]
