import { count, fixed, percent } from './numbers.ts'
import type { LesionOverlap } from './report-data.ts'

/** Medians over sinuses with a known lesion. */
export interface OverlapSummary {
  sinuses: number
  /** Of the voxels of a cube; chance is 0.5. */
  auroc: number
  /** Share of the brightest 1 % of voxels in the lesion. */
  hitShare: number
  /** The lesion's share of the cube. */
  chance: number
  sentence: string
}

/** Null when no lesion is known. */
export function overlapSummary(overlaps: readonly LesionOverlap[]): OverlapSummary | null {
  if (overlaps.length === 0) return null
  const median = (key: 'auroc' | 'hitShare' | 'chance') => medianOf(overlaps.map((one) => one[key]))
  const [auroc, hitShare, chance] = [median('auroc'), median('hitShare'), median('chance')]
  const sinuses = overlaps.length
  const sentence = `In ${count(sinuses, 'sinus', 'sinuses')} with a known lesion, ${percent(hitShare)} of the brightest 1 % of residual voxels lie in the lesion (median; ${percent(chance, 1)} by chance), and the residual ranks voxels with an AUROC of ${fixed(auroc, 2)} (chance 0.50).`
  return { sinuses, auroc, hitShare, chance, sentence }
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
