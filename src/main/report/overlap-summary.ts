import { count, fixed, percent } from './numbers.ts'
import type { LesionOverlap } from './report-data.ts'

/** Means over sinuses with a known lesion: unlike a median, a mean of shares compares with the mean share by chance. */
export interface OverlapSummary {
  sinuses: number
  /** Of the voxels of a cube; chance is 0.5. */
  auroc: number
  /** Share of the brightest 1 % of voxels in the lesion. */
  hitShare: number
  /** The lesion's share of the cube: what `hitShare` would be if residuals knew nothing. */
  chance: number
  /** Sinuses whose `hitShare` is above their own `chance`. */
  aboveChance: number
  sentence: string
}

/** Null when no lesion is known. */
export function overlapSummary(overlaps: readonly LesionOverlap[]): OverlapSummary | null {
  const sinuses = overlaps.length
  if (sinuses === 0) return null
  const mean = (key: 'auroc' | 'hitShare' | 'chance') =>
    overlaps.reduce((sum, one) => sum + one[key], 0) / sinuses
  const [auroc, hitShare, chance] = [mean('auroc'), mean('hitShare'), mean('chance')]
  const aboveChance = overlaps.filter((one) => one.hitShare > one.chance).length
  const sentence = `In ${count(sinuses, 'sinus', 'sinuses')} with a known lesion, residuals rank lesion voxels before others with a mean AUROC of ${fixed(auroc, 2)} (chance 0.50), and ${percent(hitShare)} of the brightest 1% of voxels lie in the lesion (${percent(chance, 1)} by chance; more than chance in ${aboveChance} of ${sinuses}).`
  return { sinuses, auroc, hitShare, chance, aboveChance, sentence }
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
