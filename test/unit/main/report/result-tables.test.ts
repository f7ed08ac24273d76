import { describe, expect, it } from 'vitest'
import { resultText, subgroupTable, trendTable } from '../../../../src/main/report/result-tables.ts'
import { publishedRows, publishedSource } from '../../../../src/shared/domain/published.ts'
import {
  labelTrends,
  modelMetrics,
  resultRows,
  type Evaluation,
} from '../../../../src/shared/metrics/index.ts'
import { anEvaluation, somePredictions } from '../../shared/metrics/cohort.ts'

const pending = { state: 'running', predictions: null }
const rowsOf = (evaluations: Evaluation[]) =>
  resultRows(
    evaluations.map((one) => ({ ...one, metrics: one.predictions && modelMetrics(one.predictions) })),
  )
const rows = rowsOf([
  anEvaluation({ foldIndex: 0 }),
  anEvaluation({ foldIndex: 1 }),
  anEvaluation({ foldIndex: 2 }),
  anEvaluation({ method: 'residual', foldIndex: 0 }),
  anEvaluation({ method: 'residual', foldIndex: 1, ...pending }),
  anEvaluation({ method: 'autoencoder', foldIndex: 0, ...pending, state: 'queued' }),
])

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
    expect(caption).toContain('95% t-interval over folds')
    expect(notes).toEqual([
      'Residual prediction at 100%: 1 of 2 runs finished (1 running).',
      'Residual prediction at 100%, AUROC, AUPRC, F1: one fold tells too little of the spread: an interval wants three or more.',
      'Autoencoder at 100%: 0 of 1 runs finished (1 queued).',
    ])
  })

  it('says once what holds in every row', () => {
    const two = [0, 1].flatMap((foldIndex) => [
      anEvaluation({ foldIndex }),
      anEvaluation({ method: 'residual', foldIndex }),
    ])
    const [, , scratch, , , caption, ...notes] = resultText(rowsOf(two), 'table').split('\n')
    expect(scratch).toMatch(/ 0\.\d{3} +0\.\d{3} +0\.\d{3}$/)
    expect(caption).toBe('Mean over folds on the locked test set. F1 at 0.5.')
    expect(notes).toEqual([
      'In every row: two folds tell too little of the spread: an interval wants three or more.',
    ])
  })

  it('says where an interval was cut', () => {
    const signals = [0.2, 1, 30]
    const cut = rowsOf(
      signals.map((signal, foldIndex) =>
        anEvaluation({ foldIndex, predictions: somePredictions({ foldIndex, signal }) }),
      ),
    )
    expect(cut[0].metrics.auroc).toMatchObject({ high: 1, isCut: true })
    expect(resultText(cut, 'md')).toContain('to 1.000)')
    expect(resultText(cut, 'md')).toContain('is cut there')
  })

  it('says why a metric is undefined', () => {
    const oneClass = somePredictions().map((one) => ({ ...one, target: 0 as const }))
    const text = resultText(rowsOf([anEvaluation({ predictions: oneClass })]), 'md')
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

  it('gives CSV a column per fold, blank where a row lacks it', () => {
    const [header, scratch, residual] = resultText(rows, 'csv')
      .split('\r\n')
      .map((line) => line.split(','))
    const column = (name: string) => header.indexOf(name)
    expect(Number(scratch[column('auroc_fold_2')])).toBe(rows[0].metrics.auroc.folds[1])
    expect(residual[column('f1_fold_2')]).toBe('')
    expect(column('paper_auroc_mean')).toBe(-1)
  })

  it('sets the paper’s numbers beside ours when asked, and says where they are from and what they are not', () => {
    const published = { source: publishedSource, rows: publishedRows }
    const text = resultText(rows, 'md', { published })
    expect(text).toMatch(/\| Residual prediction .* \| 0\.93 \(0\.91 to 0\.94\) \|/)
    expect(text).toContain(publishedSource)
    expect(text).toContain('Another cohort')
    const [header, scratch] = resultText(rows, 'csv', { published })
      .split('\r\n')
      .map((line) => line.split(','))
    expect(scratch[header.indexOf('paper_f1_high')]).toBe('0.82')
    const [, , without] = resultText(rowsOf([anEvaluation({ labelFraction: 0.4 })]), 'table', {
      published,
    }).split('\n')
    expect(without).toMatch(/40% +0\.\d{2} +– /)
  })
})

describe('trendTable', () => {
  it('has a line per method with changes and their intervals', () => {
    const evaluations = [0.1, 1].flatMap((labelFraction) =>
      [0, 1, 2].map((foldIndex) => anEvaluation({ labelFraction, foldIndex })),
    )
    const { rows: lines } = trendTable(labelTrends(rowsOf(evaluations)))
    expect(lines).toHaveLength(1)
    expect(lines[0].slice(0, 3)).toEqual(['No pretraining', '10%', '100%'])
    expect(lines[0][3]).toMatch(/^[+−]0\.\d{3} \([−\d.]+ to [−\d.]+\)$/)
  })
})

describe('subgroupTable', () => {
  const group = { method: 'scratch', labelFraction: 1, anomalous: 4, normal: 9 }
  it('has a line per group, open where an interval or an area is', () => {
    const table = subgroupTable([
      { ...group, by: 'finding', group: 'polyp', result: { auroc: 0.8, low: 0.6, high: 0.9 } },
      { ...group, by: 'finding', group: 'cyst', result: { auroc: 1, low: null, high: null } },
      {
        ...group,
        by: 'side',
        group: 'left',
        result: { undefined: true, reason: 'all 9 sinuses are normal' },
      },
    ])
    expect(table.rows).toEqual([
      ['Polyp against normal', 4, 9, '0.800 (0.600 to 0.900)'],
      ['Cyst against normal', 4, 9, '1.000'],
      ['left side', 4, 9, null],
    ])
  })
})
