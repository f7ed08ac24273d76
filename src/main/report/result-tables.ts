import type { PublishedRow, PublishedValue } from '../../shared/domain/published.ts'
import {
  headlineMetrics,
  isUndefined,
  metricLabels,
  metricNames,
  type MetricName,
  type ResultRow,
  type Subgroup,
  type Trend,
} from '../../shared/metrics/index.ts'
import { findingName, methodName } from './names.ts'
import { fixed, interval, isSettled, percent, signed } from './numbers.ts'
import {
  csvTable,
  latexTable,
  markdownTable,
  plainTable,
  type Table,
  type TableFormat,
} from '../../shared/formats/table-text.ts'

export interface ResultTextOptions {
  /** The paper's rows, to stand beside ours. */
  published?: { source: string; rows: readonly PublishedRow[] } | undefined
}

/** The table of results in a format; what a cell cannot say is in notes below it. */
export function resultText(
  rows: readonly ResultRow[],
  format: TableFormat,
  { published }: ResultTextOptions = {},
): string {
  if (format === 'csv') return csvTable(numbersTable(rows, published?.rows))
  const table = published ? besideTable(rows, published.rows) : summaryTable(rows)
  const notes = [
    `${tableCaption(rows)} F1 at 0.5.`,
    ...(published ? [`Paper: ${published.source}; mean and 95% interval as printed. ${otherCohort}`] : []),
    ...footnotes(rows),
  ]
  switch (format) {
    case 'md':
      return [markdownTable(table), '', ...notes].join('\n')
    case 'latex':
      return [latexTable(table), ...notes.map((line) => `% ${line}`)].join('\n')
    case 'table':
      return [plainTable(table), '', ...notes].join('\n')
  }
}

/** What the numbers of a table are. */
export function tableCaption(rows: readonly ResultRow[]): string {
  const all = rows.flatMap(({ metrics }) => headlineMetrics.map((name) => metrics[name]))
  const mean = 'Mean over folds on the locked test set'
  if (!all.some(isSettled)) return `${mean}.`
  const cut = all.some(({ isCut }) => isCut)
    ? ' One that would leave the range 0 to 1 is cut there: so few folds hardly tell the spread.'
    : ''
  return `${mean} with its 95% t-interval over folds.${cut}`
}

/** Why a number beside the paper's is no replication by itself. */
export const otherCohort =
  'Another cohort, scanner and number of subjects: a difference to the paper says nothing of the method alone.'

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

/** The same with the paper's numbers beside ours, all with the paper's two decimals. */
export function besideTable(rows: readonly ResultRow[], published: readonly PublishedRow[]): Table {
  const printed = (value: PublishedValue | undefined) =>
    value ? `${fixed(value.mean, 2)} (${interval(value.low, value.high, 2)})` : null
  return {
    columns: [
      { title: 'Method', align: 'left' },
      { title: 'Labels', align: 'right' },
      ...headlineMetrics.flatMap((name) => [
        { title: metricLabels[name], align: 'right' as const },
        { title: 'Paper', align: 'right' as const },
      ]),
    ],
    rows: rows.map((row) => {
      const theirs = ofRow(row, published)
      return [
        methodName(row.method),
        percent(row.labelFraction),
        ...headlineMetrics.flatMap((name) => [cell(row, name, 2), printed(theirs?.[name])]),
      ]
    }),
  }
}

const ofRow = (row: ResultRow, published: readonly PublishedRow[]) =>
  published.find((one) => one.method === row.method && one.labelFraction === row.labelFraction)

/** Every metric with its parts in columns of their own, folds of the headline metrics too, for programs. */
export function numbersTable(rows: readonly ResultRow[], published?: readonly PublishedRow[]): Table {
  const parts = ['mean', 'low', 'high', 'sd'] as const
  const bounds = ['mean', 'low', 'high'] as const
  const folds = [...new Set(rows.flatMap(({ foldIndices }) => foldIndices))].sort((a, b) => a - b)
  const right = (title: string) => ({ title, align: 'right' as const })
  return {
    columns: [
      { title: 'method', align: 'left' },
      ...['label_fraction', 'runs_planned', 'runs_finished', 'folds'].map(right),
      ...metricNames.flatMap((name) => parts.map((part) => right(`${name}_${part}`))),
      ...headlineMetrics.flatMap((name) => folds.map((fold) => right(`${name}_fold_${fold + 1}`))),
      ...(published
        ? headlineMetrics.flatMap((name) => bounds.map((part) => right(`paper_${name}_${part}`)))
        : []),
    ],
    rows: rows.map((row) => {
      const { method, labelFraction, planned, finished, metrics, foldIndices } = row
      const theirs = published && ofRow(row, published)
      const fold = (name: MetricName, index: number) => {
        const value = metrics[name].folds[foldIndices.indexOf(index)]
        return value === undefined || isUndefined(value) ? null : value
      }
      return [
        method,
        labelFraction,
        planned,
        finished,
        metrics.auroc.n,
        ...metricNames.flatMap((name) => parts.map((part) => metrics[name][part])),
        ...headlineMetrics.flatMap((name) => folds.map((index) => fold(name, index))),
        ...(published
          ? headlineMetrics.flatMap((name) => bounds.map((part) => theirs?.[name][part] ?? null))
          : []),
      ]
    }),
  }
}

/** What more labels bring, one line per method. */
export function trendTable(trends: readonly Trend[]): Table {
  const byMethod = Map.groupBy(trends, ({ method }) => method)
  return {
    columns: [
      { title: 'Method', align: 'left' },
      { title: 'From', align: 'right' },
      { title: 'To', align: 'right' },
      ...headlineMetrics.map((name) => ({ title: `Δ ${metricLabels[name]}`, align: 'right' as const })),
    ],
    rows: [...byMethod].map(([method, own]) => [
      methodName(method),
      percent(own[0].from),
      percent(own[0].to),
      ...headlineMetrics.map((name) => {
        const { mean, change } = own.find(({ metric }) => metric === name)!
        if (isUndefined(mean)) return null
        return isUndefined(change) ? signed(mean) : `${signed(mean)} (${interval(change.low, change.high)})`
      }),
    ]),
  }
}

/** AUROC by finding and side, a column per method, at one label fraction. */
export function subgroupTable(subgroups: readonly Subgroup[]): Table {
  const methods = [...new Set(subgroups.map(({ method }) => method))]
  const groups = Map.groupBy(subgroups, ({ by, group }) => `${by} ${group}`)
  return {
    columns: [
      { title: 'Test sinuses', align: 'left' },
      { title: 'Anomalous', align: 'right' },
      { title: 'Normal', align: 'right' },
      ...methods.map((method) => ({ title: methodName(method), align: 'right' as const })),
    ],
    rows: [...groups.values()].map((own) => [
      subgroupName(own[0]),
      own[0].anomalous,
      own[0].normal,
      ...methods.map((method) => {
        const result = own.find((one) => one.method === method)?.result
        if (!result || isUndefined(result)) return null
        const { auroc, low, high } = result
        return low === null || high === null ? fixed(auroc) : `${fixed(auroc)} (${interval(low, high)})`
      }),
    ]),
  }
}

export const subgroupName = ({ by, group }: Subgroup): string =>
  by === 'finding'
    ? `${findingName(group as Parameters<typeof findingName>[0])} against normal`
    : `${group} side`

const progress = ({ finished, planned }: ResultRow): string =>
  finished === planned ? String(finished) : `${finished} of ${planned}`

export function cell({ metrics, finished, unfinished }: ResultRow, name: MetricName, digits = 3): string {
  const summary = metrics[name]
  if (finished === 0) return unfinished[0]?.state ?? 'unfinished'
  if (summary.mean === null) return 'undefined'
  return isSettled(summary)
    ? `${fixed(summary.mean, digits)} (${interval(summary.low, summary.high, digits)})`
    : fixed(summary.mean, digits)
}

/** Why a cell holds no number or no interval, and which runs are missing. */
export function footnotes(rows: readonly ResultRow[]): string[] {
  const finished = rows.filter((row) => row.finished > 0)
  // What is so in every cell is said once.
  const common = finished[0]?.metrics.auroc.reason
  const isCommon = finished.every(({ metrics }) =>
    headlineMetrics.every((name) => metrics[name].reason === common),
  )
  const notes = rows.flatMap((row) => {
    const name = `${methodName(row.method)} at ${percent(row.labelFraction)}`
    const states = Map.groupBy(row.unfinished, ({ state }) => state)
    const waiting = [...states].map(([state, runs]) => `${runs.length} ${state}`).join(', ')
    const notes = waiting ? [`${name}: ${row.finished} of ${row.planned} runs finished (${waiting}).`] : []
    if (row.finished === 0 || isCommon) return notes
    const reasons = Map.groupBy(headlineMetrics, (metric) => row.metrics[metric].reason)
    for (const [reason, metrics] of reasons) {
      if (reason)
        notes.push(`${name}, ${metrics.map((metric) => metricLabels[metric]).join(', ')}: ${reason}.`)
    }
    return notes
  })
  return common && isCommon ? [...notes, `In every row: ${common}.`] : notes
}
