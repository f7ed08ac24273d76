import type { Prediction } from '../ipc/trainer.ts'
import { bootstrapInterval, type BootstrapInterval } from './bootstrap.ts'
import {
  headlineMetrics,
  metricNames,
  type HeadlineMetric,
  type MetricName,
  type ModelMetrics,
} from './evaluation.ts'
import { foldInterval, varianceOf } from './interval.ts'
import { isUndefined, undefinedBecause, type Outcome, type Undefined } from './outcome.ts'
import type { TestBench } from './test-bench.ts'

/** One number of a result table before averaging: a starting point, label fraction, fold and seed. */
export interface RunKey {
  method: string
  labelFraction: number
  foldIndex: number
  seed: number
}

/** A run with its test metrics; all that a table needs. */
export interface MeasuredRun extends RunKey {
  state: string
  /** null until the run is finished. */
  metrics: ModelMetrics | null
}

/** A run with its scores; what intervals over test subjects and comparisons need. */
export interface Evaluation extends RunKey {
  /** Hash of its `evaluate` stage. */
  stage: string
  state: string
  /** null until the stage is finished. */
  predictions: readonly Prediction[] | null
}

export type FinishedEvaluation = Evaluation & { predictions: readonly Prediction[] }
export const isFinished = (evaluation: Evaluation): evaluation is FinishedEvaluation =>
  evaluation.predictions !== null

/** One metric of one row. JSON only: what is not known is null, with the reason beside it. */
export interface MetricSummary {
  /** Over finished folds; null when there is none or one of them is undefined. */
  mean: number | null
  /** 95 % t-interval over folds; null below three folds. */
  low: number | null
  high: number | null
  /** There when the interval ended at 0 or 1. */
  isCut?: true
  /** Over folds; null below two. */
  sd: number | null
  /** Folds the numbers rest on. */
  n: number
  /** Per finished fold, by rising fold: the mean over its seeds. */
  folds: (number | Undefined)[]
  /** Why something above is null. */
  reason?: string
}

export interface ResultRow {
  method: string
  labelFraction: number
  metrics: Record<MetricName, MetricSummary>
  /** Folds with a finished run, rising: what `folds` of each metric stands for. */
  foldIndices: number[]
  planned: number
  finished: number
  unfinished: { foldIndex: number; seed: number; state: string }[]
}

export interface ResampledRow extends ResultRow {
  /** 95 % interval over test subjects of the mean over folds and seeds: what the fold interval cannot see. */
  testSubjects: Record<HeadlineMetric, Outcome<BootstrapInterval>>
}

/** One row per method and label fraction, in the order the runs name them, fractions rising. */
export function resultRows(runs: readonly MeasuredRun[]): ResultRow[] {
  return groups(runs).map(({ method, labelFraction, members }) => {
    const finished = members.flatMap(({ foldIndex, metrics }) =>
      metrics ? [{ foldIndex, values: metrics }] : [],
    )
    return {
      method,
      labelFraction,
      metrics: Object.fromEntries(
        metricNames.map((name) => [name, summarise(finished, name)]),
      ) as ResultRow['metrics'],
      foldIndices: [...new Set(finished.map(({ foldIndex }) => foldIndex))],
      planned: members.length,
      finished: finished.length,
      unfinished: members
        .filter(({ metrics }) => metrics === null)
        .map(({ foldIndex, seed, state }) => ({ foldIndex, seed, state })),
    }
  })
}

/** The same with intervals over resampled test subjects. */
export function resampledRows(evaluations: readonly Evaluation[], bench: TestBench): ResampledRow[] {
  const cells = groups(evaluations)
  const measured = evaluations.map((one) => ({
    ...one,
    metrics: isFinished(one) ? bench.metrics(one) : null,
  }))
  return resultRows(measured).map((row, i) => {
    const models = bench.replicates(cells[i].members.filter(isFinished))
    const interval = (metric: HeadlineMetric) =>
      isUndefined(models) ? models : bootstrapInterval(models.test, models.models, metric)
    const testSubjects = Object.fromEntries(headlineMetrics.map((metric) => [metric, interval(metric)]))
    return { ...row, testSubjects: testSubjects as ResampledRow['testSubjects'] }
  })
}

/** Runs by method (in the order they first appear) and label fraction (rising); members by fold and seed. */
export function groups<T extends RunKey>(runs: readonly T[]) {
  const methods = Map.groupBy(runs, ({ method }) => method)
  return [...methods].flatMap(([method, own]) =>
    [...Map.groupBy(own, ({ labelFraction }) => labelFraction)]
      .sort(([a], [b]) => a - b)
      .map(([labelFraction, members]) => ({
        method,
        labelFraction,
        members: members.toSorted((a, b) => a.foldIndex - b.foldIndex || a.seed - b.seed),
      })),
  )
}

function summarise(models: { foldIndex: number; values: ModelMetrics }[], name: MetricName): MetricSummary {
  const folds = [...Map.groupBy(models, ({ foldIndex }) => foldIndex).values()].map((seeds) =>
    meanOutcome(seeds.map(({ values }) => values[name])),
  )
  const interval = foldInterval(folds)
  const mean = meanOutcome(folds)
  if (!isUndefined(interval)) return { ...interval, folds }
  return {
    mean: isUndefined(mean) ? null : mean,
    low: null,
    high: null,
    sd: isUndefined(mean) || folds.length < 2 ? null : Math.sqrt(varianceOf(folds as number[])),
    n: folds.length,
    folds,
    reason: isUndefined(mean) ? mean.reason : interval.reason,
  }
}

/** Undefined when there is no value or one of them is undefined. */
export function meanOutcome(values: readonly Outcome[]): Outcome {
  const broken = values.find(isUndefined)
  if (broken) return broken
  if (values.length === 0) return undefinedBecause('no fold is finished')
  return (values as number[]).reduce((sum, value) => sum + value, 0) / values.length
}
