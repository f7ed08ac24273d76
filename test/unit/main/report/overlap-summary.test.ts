import { describe, expect, it } from 'vitest'
import { medianOf, overlapSummary } from '../../../../src/main/report/overlap-summary.ts'
import { aReport } from './a-report.ts'

const [any] = aReport().overlaps
const overlap = (auroc: number, hitShare: number, chance: number) => ({ ...any, auroc, hitShare, chance })

describe('overlapSummary', () => {
  it('takes means and prints them beside chance', () => {
    const summary = overlapSummary([overlap(0.9, 0.5, 0.02), overlap(0.8, 0.4, 0.01), overlap(0.7, 0, 0.03)])
    expect(summary).toMatchObject({ sinuses: 3, aboveChance: 2 })
    expect(summary!.auroc).toBeCloseTo(0.8, 12)
    expect(summary!.hitShare).toBeCloseTo(0.3, 12)
    expect(summary!.chance).toBeCloseTo(0.02, 12)
    expect(summary!.sentence).toBe(
      'In 3 sinuses with a known lesion, residuals rank lesion voxels before others with a mean AUROC of 0.80 (chance 0.50), and 30% of the brightest 1% of voxels lie in the lesion (2.0% by chance; more than chance in 2 of 3).',
    )
  })

  it('says nothing when no lesion is known', () => {
    expect(overlapSummary([])).toBeNull()
  })
})

describe('medianOf', () => {
  it('takes the middle, or the mean of the two middle ones', () => {
    expect(medianOf([3, 1, 2])).toBe(2)
    expect(medianOf([4, 1, 3, 2])).toBe(2.5)
  })
})
