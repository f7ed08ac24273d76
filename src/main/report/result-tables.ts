import { metricLabels, metricNames, type MetricName, type ResultRow } from '../../shared/metrics/index.ts'
import { methodName } from './names.ts'
import { fixed, interval, isSettled, percent } from './numbers.ts'
import {
  csvTable,
  latexTable,
  markdownTable,
  plainTable,
  type Table,
  type TableFormat,
} from './table-text.ts'

/** The metrics of the published table; the rest is in CSV and JSON. */
export const headlineMetrics = ['auroc', 'auprc', 'f1'] as const

export function resultText(rows: readonly ResultRow[], format: TableFormat): string {
  switch (format) {
    case 'csv':
      return csvTable(numbersTable(rows))
    case 'md':
      return [markdownTable(summaryTable(rows)), '', caption, ...footnotes(rows)].join('\n')
    case 'latex':
      return [
        latexTable(summaryTable(rows)),
        ...[caption, ...footnotes(rows)].map((line) => `% ${line}`),
      ].join('\n')
    case 'table':
      return [plainTable(summaryTable(rows)), '', caption, ...footnotes(rows)].join('\n')
  }
}

const caption =
  'Mean over folds on the locked test set, in brackets the 95 % t-interval over folds; F1 at 0.5.'

/** One line per method and label fraction, for people. */
export function summaryTable(rows: readonly ResultRow[]): Table {
  return {
    columns: [
      { title: 'Method', align: 'left' },
      { title: 'Labels', align: 'right' },
      { title: 'Runs', align: 'right' },
      ...headlineMetrics.map((name) => ({ title: metricLabels[name], align: 'right' as const })),
    ],
    rows: rows.map((row) => [
      methodName(row.method),
      percent(row.labelFraction),
      progress(row),
      ...headlineMetrics.map((name) => cell(row, name)),
    ]),
  }
}

/** Every metric with its parts in columns of their own, for programs. */
export function numbersTable(rows: readonly ResultRow[]): Table {
  const parts = ['mean', 'low', 'high', 'sd'] as const
  const right = (title: string) => ({ title, align: 'right' as const })
  return {
    columns: [
      { title: 'method', align: 'left' },
      ...['label_fraction', 'runs_planned', 'runs_finished', 'folds'].map(right),
      ...metricNames.flatMap((name) => parts.map((part) => right(`${name}_${part}`))),
    ],
    rows: rows.map(({ method, labelFraction, planned, finished, metrics }) => [
      method,
      labelFraction,
      planned,
      finished,
      metrics.auroc.n,
      ...metricNames.flatMap((name) => parts.map((part) => metrics[name][part])),
    ]),
  }
}

const progress = ({ finished, planned }: ResultRow): string =>
  finished === planned ? String(finished) : `${finished} of ${planned}`

export function cell({ metrics, finished, unfinished }: ResultRow, name: MetricName): string {
  const summary = metrics[name]
  if (finished === 0) return unfinished[0]?.state ?? 'unfinished'
  if (summary.mean === null) return 'undefined'
  return isSettled(summary)
    ? `${fixed(summary.mean)} (${interval(summary.low, summary.high)})`
    : fixed(summary.mean)
}

/** Why a cell holds no number or no interval, and which runs are missing. */
export function footnotes(rows: readonly ResultRow[]): string[] {
  return rows.flatMap((row) => {
    const name = `${methodName(row.method)} at ${percent(row.labelFraction)}`
    const states = Map.groupBy(row.unfinished, ({ state }) => state)
    const waiting = [...states].map(([state, runs]) => `${runs.length} ${state}`).join(', ')
    const notes = waiting ? [`${name}: ${row.finished} of ${row.planned} runs finished (${waiting}).`] : []
    if (row.finished === 0) return notes
    const reasons = Map.groupBy(headlineMetrics, (metric) => row.metrics[metric].reason)
    for (const [reason, metrics] of reasons) {
      if (reason)
        notes.push(`${name}, ${metrics.map((metric) => metricLabels[metric]).join(', ')}: ${reason}.`)
    }
    return notes
  })
}
