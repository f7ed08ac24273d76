import { headlineMetrics, type HeadlineMetric } from './evaluation.ts'
import { foldInterval, ofDifferences, type Interval } from './interval.ts'
import { isUndefined, undefinedBecause, type Outcome } from './outcome.ts'
import { meanOutcome, type ResultRow } from './result-rows.ts'

/** What more labels bring a method. */
export interface Trend {
  method: string
  metric: HeadlineMetric
  /** The smallest and the largest label fraction it has values at. */
  from: number
  to: number
  /** Metric at `to` minus that at `from`, mean over the folds. */
  mean: Outcome
  /** The same with its 95 % t-interval over folds, from three of them on. */
  change: Outcome<Interval>
}

/** One per method and headline metric; none where a method has fewer than two label fractions. */
export function labelTrends(rows: readonly ResultRow[]): Trend[] {
  return [...Map.groupBy(rows, ({ method }) => method)].flatMap(([method, own]) => {
    const finished = own.filter((row) => row.finished > 0).sort((a, b) => a.labelFraction - b.labelFraction)
    const [least, most] = [finished[0], finished.at(-1)]
    if (!least || !most || least === most) return []
    return headlineMetrics.map((metric) => {
      const changes = foldChanges(least, most, metric)
      return {
        ...{ method, metric, from: least.labelFraction, to: most.labelFraction },
        mean: meanOutcome(changes),
        change: foldInterval(changes, ofDifferences),
      }
    })
  })
}

/** Of the folds that both have finished. */
function foldChanges(least: ResultRow, most: ResultRow, metric: HeadlineMetric): Outcome[] {
  const at = (row: ResultRow, fold: number) =>
    row.metrics[metric].folds[row.foldIndices.indexOf(fold)] ?? undefinedBecause('the fold is not finished')
  return least.foldIndices
    .filter((fold) => most.foldIndices.includes(fold))
    .map((fold) => {
      const [a, b] = [at(least, fold), at(most, fold)]
      if (isUndefined(a)) return a
      return isUndefined(b) ? b : b - a
    })
}
