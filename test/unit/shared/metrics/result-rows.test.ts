import { describe, expect, it } from 'vitest'
import { foldInterval } from '../../../../src/shared/metrics/interval.ts'
import { modelMetrics } from '../../../../src/shared/metrics/evaluation.ts'
import { resampledRows } from '../../../../src/shared/metrics/result-rows.ts'
import type { Evaluation } from '../../../../src/shared/metrics/result-rows.ts'
import { aBench, anEvaluation, somePredictions } from './cohort.ts'
import { defined } from './golden.ts'

const few = 100
const rowsOf = (evaluations: Evaluation[]) => resampledRows(evaluations, aBench(evaluations, few))

describe('resultRows', () => {
  it('has a row per method and rising fraction, in the order of the methods', () => {
    const evaluations = ['scratch', 'residual'].flatMap((method) =>
      [1, 0.1].map((labelFraction) => anEvaluation({ method, labelFraction })),
    )
    expect(rowsOf(evaluations).map(({ method, labelFraction }) => [method, labelFraction])).toEqual([
      ['scratch', 0.1],
      ['scratch', 1],
      ['residual', 0.1],
      ['residual', 1],
    ])
  })

  it('gives each fold’s value and their interval', () => {
    const evaluations = [2, 0, 1].map((foldIndex) => anEvaluation({ foldIndex }))
    const [row] = rowsOf(evaluations)
    const folds = [0, 1, 2].map((foldIndex) =>
      defined(modelMetrics(anEvaluation({ foldIndex }).predictions!).auroc),
    )
    const { mean, low, high, sd } = defined(foldInterval(folds))
    expect(row.metrics.auroc).toEqual({ mean, low, high, sd, n: 3, folds })
    expect(row.testSubjects.auroc).toMatchObject({ subjects: 40, replicates: few })
    expect(defined(row.testSubjects.auroc).low).toBeLessThan(mean)
    expect(defined(row.testSubjects.auroc).high).toBeGreaterThan(mean)
  })

  it('averages seeds within a fold, so that repeating a fold does not narrow the interval', () => {
    const evaluations = [0, 1].flatMap((foldIndex) => [1, 2].map((seed) => anEvaluation({ foldIndex, seed })))
    const [row] = rowsOf(evaluations)
    expect(row.metrics.auroc.n).toBe(2)
    const value = (foldIndex: number, seed: number) =>
      defined(modelMetrics(anEvaluation({ foldIndex, seed }).predictions!).auroc)
    expect(row.metrics.auroc.folds[1]).toBeCloseTo((value(1, 1) + value(1, 2)) / 2, 12)
    // Two folds: a spread is known, an interval is not.
    const [a, b] = row.metrics.auroc.folds as number[]
    expect(row.metrics.auroc).toMatchObject({ low: null, high: null, mean: (a + b) / 2 })
    expect(row.metrics.auroc.sd).toBeCloseTo(Math.abs(a - b) / Math.SQRT2, 12)
  })

  it('says what is unfinished, and makes no number of it', () => {
    const [row] = rowsOf([
      anEvaluation(),
      anEvaluation({ foldIndex: 1, state: 'running', predictions: null }),
    ])
    expect(row).toMatchObject({
      planned: 2,
      finished: 1,
      unfinished: [{ foldIndex: 1, seed: 100, state: 'running' }],
    })
    expect(row.metrics.auroc).toMatchObject({ low: null, high: null, n: 1 })
    expect(row.metrics.auroc.mean).toBe(row.metrics.auroc.folds[0])
    expect(row.metrics.auroc.reason).toContain('three or more')
  })

  it('has a row without numbers where nothing is finished', () => {
    const [row] = rowsOf([anEvaluation({ state: 'queued', predictions: null })])
    expect(row.metrics.auprc).toEqual({
      mean: null,
      low: null,
      high: null,
      sd: null,
      n: 0,
      folds: [],
      reason: 'no fold is finished',
    })
    expect(row.testSubjects.auroc).toMatchObject({ undefined: true })
  })

  it('carries no NaN anywhere, whatever the predictions hold', () => {
    const oneClass = somePredictions().map((prediction) => ({ ...prediction, target: 0 as const }))
    const broken = somePredictions().map((prediction) => ({ ...prediction, score: NaN }))
    const rows = rowsOf(
      [oneClass, broken, []].map((predictions, i) =>
        anEvaluation({ labelFraction: (i + 1) / 10, predictions }),
      ),
    )
    const walk = (value: unknown): void => {
      if (typeof value === 'number') expect(value).not.toBeNaN()
      else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk)
    }
    walk(rows)
    expect(rows[0].metrics.auroc).toMatchObject({ mean: null, reason: 'all 80 sinuses are normal' })
  })
})
