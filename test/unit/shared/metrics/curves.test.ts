import { describe, expect, it } from 'vitest'
import { prPoints, rocPoints } from '../../../../src/shared/metrics/curves.ts'
import { auprc, auroc } from '../../../../src/shared/metrics/ranking.ts'
import { defined, golden } from './golden.ts'

describe('rocPoints', () => {
  it.each(golden.cases)('are scikit-learn’s points, case $#', ({ label, score, fpr, tpr }) => {
    const points = defined(rocPoints(label, score))
    expect(points).toHaveLength(fpr.length)
    points.forEach((point, i) => {
      expect(point.falsePositiveRate).toBeCloseTo(fpr[i], 12)
      expect(point.truePositiveRate).toBeCloseTo(tpr[i], 12)
    })
  })

  it.each(golden.cases)('enclose the AUROC by trapezoids, case $#', ({ label, score }) => {
    const points = defined(rocPoints(label, score))
    const area = points.slice(1).reduce((sum, point, i) => {
      const before = points[i]
      const width = point.falsePositiveRate - before.falsePositiveRate
      return sum + (width * (point.truePositiveRate + before.truePositiveRate)) / 2
    }, 0)
    expect(area).toBeCloseTo(defined(auroc(label, score)), 12)
  })

  it('say why there is no curve', () => {
    expect(rocPoints([1, 1], [0.2, 0.4])).toEqual({ undefined: true, reason: 'all 2 sinuses are anomalous' })
  })
})

describe('prPoints', () => {
  it('step from recall 0, precision 1 to recall 1', () => {
    expect(prPoints([1, 0, 1, 0], [0.8, 0.5, 0.5, 0.2])).toEqual([
      { recall: 0, precision: 1, threshold: null },
      { recall: 0.5, precision: 1, threshold: 0.8 },
      { recall: 1, precision: 2 / 3, threshold: 0.5 },
      { recall: 1, precision: 0.5, threshold: 0.2 },
    ])
  })

  it.each(golden.cases)('enclose the AUPRC by steps, case $#', ({ label, score }) => {
    const points = defined(prPoints(label, score))
    const area = points
      .slice(1)
      .reduce((sum, { recall, precision }, i) => sum + (recall - points[i].recall) * precision, 0)
    expect(area).toBeCloseTo(defined(auprc(label, score)), 12)
  })

  it('say why there is no curve', () => {
    expect(prPoints([], [])).toEqual({ undefined: true, reason: 'there is no sinus to evaluate' })
  })
})
