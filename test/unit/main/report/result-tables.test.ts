import { describe, expect, it } from 'vitest'
import { resultText } from '../../../../src/main/report/result-tables.ts'
import { resultRows } from '../../../../src/shared/metrics/index.ts'
import { anEvaluation, somePredictions } from '../../shared/metrics/cohort.ts'

const pending = { state: 'running', predictions: null }
const rows = resultRows(
  [
    anEvaluation({ foldIndex: 0 }),
    anEvaluation({ foldIndex: 1 }),
    anEvaluation({ method: 'residual', foldIndex: 0 }),
    anEvaluation({ method: 'residual', foldIndex: 1, ...pending }),
    anEvaluation({ method: 'autoencoder', foldIndex: 0, ...pending, state: 'queued' }),
  ],
  100,
)

describe('resultText', () => {
  it('shows means with their intervals, and unfinished cells as such', () => {
    const [header, , scratch, residual, autoencoder, , caption, ...notes] = resultText(rows, 'table').split(
      '\n',
    )
    const { mean, low, high } = rows[0].metrics.auroc
    const number = (value: number) => value.toFixed(3).replace('-', '−')
    expect(header).toMatch(/^Method +Labels +Runs +AUROC +AUPRC +F1$/)
    expect(scratch).toContain(`${number(mean!)} (${number(low!)} to ${number(high!)})`)
    expect(residual).toMatch(/1 of 2 +0\.\d{3} +0\.\d{3} +0\.\d{3}$/)
    expect(autoencoder).toMatch(/0 of 1 +queued +queued +queued$/)
    expect(caption).toContain('95 % t-interval over folds')
    expect(notes).toEqual([
      'Residual prediction at 100\u00a0%: 1 of 2 runs finished (1 running).',
      'Residual prediction at 100\u00a0%, AUROC, AUPRC, F1: one value has no spread: an interval wants two folds or more.',
      'Autoencoder at 100\u00a0%: 0 of 1 runs finished (1 queued).',
    ])
  })

  it('says why a metric is undefined', () => {
    const oneClass = somePredictions().map((one) => ({ ...one, target: 0 as const }))
    const text = resultText(resultRows([anEvaluation({ predictions: oneClass })], 10), 'md')
    expect(text).toContain('| undefined | undefined |')
    expect(text).toContain('AUROC, AUPRC: all 80 sinuses are normal.')
    expect(text).not.toContain('NaN')
  })

  it('gives CSV every metric in columns of its own, blank where there is no number', () => {
    const [header, scratch, residual] = resultText(rows, 'csv')
      .split('\r\n')
      .map((line) => line.split(','))
    const column = (name: string) => header.indexOf(name)
    expect(Number(scratch[column('auroc_low')])).toBe(rows[0].metrics.auroc.low)
    expect(Number(residual[column('brier_mean')])).toBe(rows[1].metrics.brier.mean)
    expect(residual[column('auroc_high')]).toBe('')
    expect([scratch, residual].map((line) => line.length)).toEqual([header.length, header.length])
  })

  it('keeps notes out of LaTeX’s sight', () => {
    const outside = resultText(rows, 'latex').split('\\end{tabular}\n')[1].split('\n')
    expect(outside.every((line) => line.startsWith('% '))).toBe(true)
  })
})
