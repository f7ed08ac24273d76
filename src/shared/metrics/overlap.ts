import { AntrumError } from '../ipc/error.ts'
import { isUndefined, undefinedBecause, type Outcome } from './outcome.ts'
import { areas, rank } from './ranking.ts'

export interface ResidualOverlap {
  /** AUROC of the voxels: P(residual of a lesion voxel > that of another), ties half; chance 0.5. */
  auroc: number
  /** Share of the top voxels that lie in the lesion (their precision). */
  hitShare: number
  /** Dice coefficient of the top voxels and the lesion, 0…1. */
  dice: number
  /** The lesion's share of the cube: what `hitShare` would be if the residual knew nothing. */
  chance: number
  lesionVoxels: number
  topVoxels: number
}

/**
 * How well a residual points at a known lesion inside the cube. The top voxels are the `topShare` with the highest
 * residual; among voxels that tie for the last places each counts by the chance of being taken, so that a flat
 * residual scores exactly as chance.
 *
 * @param residual  voxels³, finite, any range.
 * @param lesion    Same length, non-zero inside the lesion.
 * @throws AntrumError 'shape-mismatch' when the lengths differ.
 */
export function residualOverlap(
  residual: Float32Array,
  lesion: ArrayLike<number>,
  topShare = 0.01,
): Outcome<ResidualOverlap> {
  const n = residual.length
  if (lesion.length !== n) {
    throw new AntrumError(
      'shape-mismatch',
      `The residual has ${n} voxels and the lesion mask ${lesion.length}; they must cover the same cube.`,
    )
  }
  const inside = Uint8Array.from({ length: n }, (_, i) => (lesion[i] ? 1 : 0))
  const lesionVoxels = inside.reduce((sum, voxel) => sum + voxel, 0)
  if (lesionVoxels === 0) return undefinedBecause('the lesion has no voxel in the cube')
  if (lesionVoxels === n) return undefinedBecause('the lesion fills the cube')
  if (residual.some((value) => !Number.isFinite(value)))
    return undefinedBecause('the residual holds values that are not numbers')

  const ranking = rank(inside, residual)
  const both = areas(ranking)
  if (isUndefined(both)) return both
  const topVoxels = Math.max(1, Math.round(topShare * n))
  let hits = 0
  let start = 0
  for (const end of ranking.groupEnds) {
    let lesionInGroup = 0
    for (let i = start; i < end; i++) lesionInGroup += ranking.targets[i]
    const taken = Math.min(end, topVoxels) - start
    hits += lesionInGroup * (taken / (end - start))
    if (end >= topVoxels) break
    start = end
  }
  return {
    auroc: both.auroc,
    hitShare: hits / topVoxels,
    dice: (2 * hits) / (topVoxels + lesionVoxels),
    chance: lesionVoxels / n,
    lesionVoxels,
    topVoxels,
  }
}
