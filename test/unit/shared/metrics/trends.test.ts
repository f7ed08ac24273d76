import { describe, expect, it } from 'vitest'
import { foldInterval, ofDifferences } from '../../../../src/shared/metrics/interval.ts'
import { resultRows } from '../../../../src/shared/metrics/result-rows.ts'
import { labelTrends } from '../../../../src/shared/metrics/trends.ts'
import { modelMetrics } from '../../../../src/shared/metrics/evaluation.ts'
import { anEvaluation } from './cohort.ts'

const run = (method: string, labelFraction: number, foldIndex: number, finished = true) => {
  const one = anEvaluation({ method, labelFraction, foldIndex })
  return { ...one, metrics: finished ? modelMetrics(one.predictions!) : null }
}

describe('labelTrends', () => {
  it('is the change from the smallest to the largest fraction, fold by fold', () => {
    const rows = resultRows(
      [0.1, 0.4, 1].flatMap((fraction) => [0, 1, 2].map((fold) => run('scratch', fraction, fold))),
    )
    const [auroc, auprc, f1] = labelTrends(rows)
    expect([auroc, auprc, f1].map(({ metric }) => metric)).toEqual(['auroc', 'auprc', 'f1'])
    const [least, , most] = rows.map(({ metrics }) => metrics.auroc.folds as number[])
    const changes = most.map((value, i) => value - least[i])
    expect(auroc).toEqual({
      ...{ method: 'scratch', metric: 'auroc', from: 0.1, to: 1 },
      mean: (changes[0] + changes[1] + changes[2]) / 3,
      change: foldInterval(changes, ofDifferences),
    })
  })

  it('uses the folds that both ends have, and fractions that have any', () => {
    const rows = resultRows([
      run('scratch', 0.1, 0),
      run('scratch', 0.1, 1),
      run('scratch', 0.4, 1),
      run('scratch', 1, 0, false),
    ])
    const [auroc] = labelTrends(rows)
    const [least, next] = rows.map(({ metrics }) => metrics.auroc.folds as number[])
    expect(auroc).toMatchObject({ from: 0.1, to: 0.4, mean: next[0] - least[1] })
    expect(auroc.change).toMatchObject({
      undefined: true,
      reason: expect.stringContaining('one fold') as string,
    })
  })

  it('has none where there is one fraction', () => {
    expect(labelTrends(resultRows([run('scratch', 1, 0)]))).toEqual([])
    expect(labelTrends([])).toEqual([])
  })
})
