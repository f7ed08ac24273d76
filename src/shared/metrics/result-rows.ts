import type { Prediction } from '../ipc/trainer.ts'
import { bootstrapIntervals, type BootstrapInterval, type RankMetric, type TestSample } from './bootstrap.ts'
import { metricNames, modelMetrics, type MetricName, type ModelMetrics } from './evaluation.ts'
import { foldInterval } from './interval.ts'
import { isUndefined, undefinedBecause, type Outcome, type Undefined } from './outcome.ts'

/** One evaluation an experiment asks for: a starting point, label fraction, fold and seed. */
export interface Evaluation {
  method: string
  labelFraction: number
  foldIndex: number
  seed: number
  /** Hash of its `evaluate` stage. */
  stage: string
  state: string
  /** null until the stage is finished. */
  predictions: readonly Prediction[] | null
}

/** One metric of one row. JSON only: what is not known is null, with the reason beside it. */
export interface MetricSummary {
  /** Over finished folds; null when there is none or one of them is undefined. */
  mean: number | null
  /** 95 % t-interval over folds; null below two folds. */
  low: number | null
  high: number | null
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
  /** 95 % interval over test subjects of the mean over folds and seeds: what the fold interval cannot see. */
  testSubjects: Record<RankMetric, Outcome<BootstrapInterval>>
  /** Folds with a finished run, rising: what `folds` of each metric stands for. */
  foldIndices: number[]
  planned: number
  finished: number
  unfinished: { foldIndex: number; seed: number; state: string }[]
}

/** One row per method and label fraction, in the order the evaluations name them, fractions rising. */
export function resultRows(evaluations: readonly Evaluation[], replicates?: number): ResultRow[] {
  return groups(evaluations).map(({ method, labelFraction, members }) => {
    const finished = members.filter(isFinished)
    const metrics = finished.map(({ foldIndex, predictions }) => ({
      foldIndex,
      values: modelMetrics(predictions),
    }))
    const sample = testSample(finished)
    const intervals = isUndefined(sample)
      ? sample
      : bootstrapIntervals(sample, { seed: `${method} ${labelFraction}`, replicates })
    return {
      method,
      labelFraction,
      metrics: Object.fromEntries(
        metricNames.map((name) => [name, summarise(metrics, name)]),
      ) as ResultRow['metrics'],
      testSubjects: isUndefined(intervals) ? { auroc: intervals, auprc: intervals } : intervals,
      foldIndices: [...new Set(finished.map(({ foldIndex }) => foldIndex))],
      planned: members.length,
      finished: finished.length,
      unfinished: members
        .filter((member) => !isFinished(member))
        .map(({ foldIndex, seed, state }) => ({ foldIndex, seed, state })),
    }
  })
}

export type FinishedEvaluation = Evaluation & { predictions: readonly Prediction[] }
export const isFinished = (evaluation: Evaluation): evaluation is FinishedEvaluation =>
  evaluation.predictions !== null

/** Evaluations by method (in the order they first appear) and label fraction (rising); members by fold and seed. */
export function groups<T extends Evaluation>(evaluations: readonly T[]) {
  const methods = [...new Set(evaluations.map(({ method }) => method))]
  const fractions = [...new Set(evaluations.map(({ labelFraction }) => labelFraction))].sort((a, b) => a - b)
  return methods
    .flatMap((method) =>
      fractions.map((labelFraction) => ({
        method,
        labelFraction,
        members: evaluations
          .filter((one) => one.method === method && one.labelFraction === labelFraction)
          .sort((a, b) => a.foldIndex - b.foldIndex || a.seed - b.seed),
      })),
    )
    .filter(({ members }) => members.length > 0)
}

/**
 * The test set as its models scored it, sinuses in one order for all. Undefined when the models were not tested on the
 * same sinuses with the same targets: then nothing can be resampled together.
 */
export function testSample(evaluations: readonly FinishedEvaluation[]): Outcome<TestSample> {
  const [first] = evaluations
  if (!first) return undefinedBecause('no fold is finished')
  const reference = first.predictions.filter(({ set }) => set === 'test')
  const models: number[][] = []
  for (const { predictions } of evaluations) {
    const bySinus = new Map(predictions.filter(({ set }) => set === 'test').map((one) => [one.sinus, one]))
    const matches = reference.every(({ sinus, target }) => bySinus.get(sinus)?.target === target)
    if (!matches || bySinus.size !== reference.length) {
      return undefinedBecause('the models were not tested on the same sinuses')
    }
    models.push(reference.map(({ sinus }) => bySinus.get(sinus)!.score))
  }
  return {
    subjects: reference.map(({ subject }) => subject),
    targets: reference.map(({ target }) => target),
    models,
  }
}

function summarise(models: { foldIndex: number; values: ModelMetrics }[], name: MetricName): MetricSummary {
  const folds = [...Map.groupBy(models, ({ foldIndex }) => foldIndex).values()].map((seeds) =>
    meanOf(seeds.map(({ values }) => values[name])),
  )
  const interval = foldInterval(folds)
  const mean = meanOf(folds)
  const known = { n: folds.length, folds, mean: isUndefined(mean) ? null : mean }
  if (!isUndefined(interval)) return { ...known, low: interval.low, high: interval.high, sd: interval.sd }
  return {
    ...known,
    low: null,
    high: null,
    sd: null,
    reason: isUndefined(mean) ? mean.reason : interval.reason,
  }
}

function meanOf(values: readonly Outcome[]): Outcome {
  const broken = values.find(isUndefined)
  if (broken) return broken
  if (values.length === 0) return undefinedBecause('no fold is finished')
  return (values as number[]).reduce((sum, value) => sum + value, 0) / values.length
}
