import type { StudyArm } from '../../../../shared/domain/stage.ts'
import { leastFoldsForInterval } from '../../../../shared/metrics/index.ts'
import type { HeadlineMetric, MetricSummary, ResultRow } from '../../../../shared/metrics/index.ts'
import type { ChartNumbers } from '../../components/chart/chart-table.tsx'
import { formatFixed, formatMethod, formatShare } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'

export const methodsIn = (rows: readonly ResultRow[]): StudyArm[] => [
  ...new Set(rows.map(({ method }) => method as StudyArm)),
]

export const fractionsIn = (rows: readonly ResultRow[]): number[] =>
  [...new Set(rows.map(({ labelFraction }) => labelFraction))].sort((a, b) => a - b)

/** Where a mean is known and an interval is not. */
export const hasTooFewFolds = ({ mean, n }: MetricSummary): boolean =>
  mean !== null && n < leastFoldsForInterval

/** A row per method and fraction with what is known of it, folds in columns. */
export function methodNumbers(rows: readonly ResultRow[], metric: HeadlineMetric): ChartNumbers {
  const { table } = strings.results
  const folds = [...new Set(rows.flatMap(({ foldIndices }) => foldIndices))].sort((a, b) => a - b)
  return {
    columns: [
      ...[table.method, table.fraction, table.mean, table.low, table.high, table.sd],
      ...folds.map((fold) => `${table.fold} ${fold + 1}`),
    ].map((title) => ({ title })),
    rows: rows.map(({ method, labelFraction, metrics, foldIndices }) => {
      const { mean, low, high, sd, folds: values } = metrics[metric]
      const ofFold = (fold: number) => {
        const value = values[foldIndices.indexOf(fold)]
        return typeof value === 'number' ? value : null
      }
      return [formatMethod(method), labelFraction, mean, low, high, sd, ...folds.map(ofFold)]
    }),
  }
}

/** As a paper prints it: a row per method, a column per fraction, intervals in brackets. */
export function methodsPrinted(rows: readonly ResultRow[], metric: HeadlineMetric): ChartNumbers {
  const { table } = strings.results
  const fractions = fractionsIn(rows)
  const printed = ({ mean, low, high }: MetricSummary) => {
    if (mean === null) return null
    const known = low === null || high === null ? null : table.interval(three(low), three(high))
    return known === null ? three(mean) : `${three(mean)} (${known})`
  }
  return {
    columns: [table.method, ...fractions.map(formatShare)].map((title) => ({ title })),
    rows: methodsIn(rows).map((method) => [
      formatMethod(method),
      ...fractions.map((fraction) => {
        const row = rows.find((one) => one.method === method && one.labelFraction === fraction)
        return row ? printed(row.metrics[metric]) : null
      }),
    ]),
  }
}

const three = (value: number) => formatFixed(value, 3)
