import { describe, expect, it } from 'vitest'
import { foldInterval } from '../../../../src/shared/metrics/interval.ts'
import { modelMetrics } from '../../../../src/shared/metrics/evaluation.ts'
import {
  resultRows,
  testSample,
  type FinishedEvaluation,
} from '../../../../src/shared/metrics/result-rows.ts'
import { anEvaluation, somePredictions } from './cohort.ts'
import { defined } from './golden.ts'

const few = 100

describe('resultRows', () => {
  it('has a row per method and rising fraction, in the order of the methods', () => {
    const evaluations = ['scratch', 'residual'].flatMap((method) =>
      [1, 0.1].map((labelFraction) => anEvaluation({ method, labelFraction })),
    )
    expect(resultRows(evaluations, few).map(({ method, labelFraction }) => [method, labelFraction])).toEqual([
      ['scratch', 0.1],
      ['scratch', 1],
      ['residual', 0.1],
      ['residual', 1],
    ])
  })

  it('gives each fold’s value and their interval', () => {
    const evaluations = [2, 0, 1].map((foldIndex) => anEvaluation({ foldIndex }))
    const [row] = resultRows(evaluations, few)
    const folds = [0, 1, 2].map((foldIndex) =>
      defined(modelMetrics(anEvaluation({ foldIndex }).predictions!).auroc),
    )
    const { mean, low, high, sd } = defined(foldInterval(folds))
    expect(row.metrics.auroc).toEqual({ mean, low, high, sd, n: 3, folds })
    expect(row.testSubjects.auroc).toMatchObject({ subjects: 40, replicates: few })
    expect(defined(row.testSubjects.auroc).value).toBeCloseTo(mean, 12)
  })

  it('averages seeds within a fold, so that repeating a fold does not narrow the interval', () => {
    const evaluations = [0, 1].flatMap((foldIndex) => [1, 2].map((seed) => anEvaluation({ foldIndex, seed })))
    const [row] = resultRows(evaluations, few)
    expect(row.metrics.auroc.n).toBe(2)
    const value = (foldIndex: number, seed: number) =>
      defined(modelMetrics(anEvaluation({ foldIndex, seed }).predictions!).auroc)
    expect(row.metrics.auroc.folds[1]).toBeCloseTo((value(1, 1) + value(1, 2)) / 2, 12)
  })

  it('says what is unfinished, and makes no number of it', () => {
    const [row] = resultRows(
      [anEvaluation(), anEvaluation({ foldIndex: 1, state: 'running', predictions: null })],
      few,
    )
    expect(row).toMatchObject({
      planned: 2,
      finished: 1,
      unfinished: [{ foldIndex: 1, seed: 100, state: 'running' }],
    })
    expect(row.metrics.auroc).toMatchObject({ low: null, high: null, n: 1 })
    expect(row.metrics.auroc.mean).toBe(row.metrics.auroc.folds[0])
    expect(row.metrics.auroc.reason).toContain('two folds or more')
  })

  it('has a row without numbers where nothing is finished', () => {
    const [row] = resultRows([anEvaluation({ state: 'queued', predictions: null })], few)
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
    const rows = resultRows(
      [oneClass, broken, []].map((predictions, i) =>
        anEvaluation({ labelFraction: (i + 1) / 10, predictions }),
      ),
      few,
    )
    const walk = (value: unknown): void => {
      if (typeof value === 'number') expect(value).not.toBeNaN()
      else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk)
    }
    walk(rows)
    expect(rows[0].metrics.auroc).toMatchObject({ mean: null, reason: 'all 80 sinuses are normal' })
  })
})

describe('testSample', () => {
  it('puts every model’s scores in one order of sinuses', () => {
    const first = anEvaluation() as FinishedEvaluation
    const shuffled = { ...first, predictions: [...first.predictions].reverse() }
    const { models } = defined(testSample([first, shuffled]))
    expect(models[1]).toEqual(models[0])
  })

  it('is undefined when models saw other sinuses or other targets', () => {
    const first = anEvaluation() as FinishedEvaluation
    const fewer = { ...first, predictions: first.predictions.slice(0, -1) }
    const relabelled = {
      ...first,
      predictions: first.predictions.map((one) => ({ ...one, target: (1 - one.target) as 0 | 1 })),
    }
    for (const other of [fewer, relabelled]) {
      expect(testSample([first, other])).toMatchObject({
        reason: 'the models were not tested on the same sinuses',
      })
      expect(testSample([other, first])).toMatchObject({ undefined: true })
    }
  })
})
