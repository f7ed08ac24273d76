import { covarianceOf, meanReplicates, minus } from './bootstrap.ts'
import { correlatedAreas, quadratic } from './delong.ts'
import { headlineMetrics, metricLabels, type HeadlineMetric } from './evaluation.ts'
import { holm } from './holm.ts'
import { ofDifferences } from './interval.ts'
import { isUndefined, undefinedBecause, type Outcome } from './outcome.ts'
import { groups, isFinished, meanOutcome, type Evaluation, type FinishedEvaluation } from './result-rows.ts'
import type { TestBench } from './test-bench.ts'
import { twoWayTest, type TwoWayResult } from './two-way.ts'

export interface FoldDifference {
  foldIndex: number
  /** Means over the seeds that both methods have finished. */
  first: number
  second: number
  difference: number
}

export interface PairedDifference extends TwoWayResult {
  /** Means over folds. */
  first: number
  second: number
  /** Difference over the second method's mean; null where that is 0. */
  relative: number | null
  /** p after Holm's correction for all comparisons by this metric that were made together. */
  adjustedP: number
  comparisons: number
  /** Whether `adjustedP` is below 0.05. */
  distinguishable: boolean
  testSubjects: number
  folds: FoldDifference[]
}

export interface MethodDifference {
  labelFraction: number
  metric: HeadlineMetric
  first: string
  second: string
  result: Outcome<PairedDifference>
  /** The result in words. */
  sentence: string
}

export interface Pair {
  labelFraction: number
  first: string
  second: string
}

export interface DifferenceOptions {
  /** How a method is called in sentences. */
  name?: (method: string) => string
  metrics?: readonly HeadlineMetric[]
}

/** Every method against `scratch`, or against the first where no run starts from scratch, fraction by fraction. */
export function differencesToBaseline(
  evaluations: readonly Evaluation[],
  bench: TestBench,
  options?: DifferenceOptions,
): MethodDifference[] {
  const cells = groups(evaluations)
  const baseline = cells.some(({ method }) => method === 'scratch') ? 'scratch' : cells[0]?.method
  const has = (method: string, labelFraction: number) =>
    cells.some((cell) => cell.method === method && cell.labelFraction === labelFraction)
  const pairs = cells
    .filter(({ method, labelFraction }) => method !== baseline && has(baseline, labelFraction))
    .sort((a, b) => a.labelFraction - b.labelFraction)
    .map(({ method, labelFraction }) => ({ labelFraction, first: method, second: baseline }))
  return differencesOf(pairs, evaluations, bench, options)
}

/** Pairs of methods by each metric. Comparisons by one metric are one family: Holm's correction is over all of them. */
export function differencesOf(
  pairs: readonly Pair[],
  evaluations: readonly Evaluation[],
  bench: TestBench,
  { name = (method) => method, metrics = headlineMetrics }: DifferenceOptions = {},
): MethodDifference[] {
  const matched = pairs.map((pair) => ({ pair, models: pairedModels(pair, evaluations) }))
  const byMetric = metrics.map((metric) => {
    const tests = matched.map(({ models }) => compare(models, metric, bench))
    const p = tests.flatMap((test) => (isUndefined(test) ? [] : [test.p]))
    const adjusted = holm(p)
    let next = 0
    return tests.map((test): Outcome<PairedDifference> => {
      if (isUndefined(test)) return test
      const adjustedP = adjusted[next++]
      return { ...test, adjustedP, comparisons: p.length, distinguishable: adjustedP < 0.05 }
    })
  })
  return matched.flatMap(({ pair }, i) =>
    metrics.map((metric, m) => {
      const result = byMetric[m][i]
      const names = { first: name(pair.first), second: name(pair.second), metric: metricLabels[metric] }
      return { ...pair, metric, result, sentence: verdict(result, names) }
    }),
  )
}

/** The models of two methods that belong together: same fold and seed, finished by both. By rising fold, then seed. */
export function pairedModels(
  { labelFraction, first, second }: Pair,
  evaluations: readonly Evaluation[],
): { first: FinishedEvaluation; second: FinishedEvaluation }[] {
  const of = (wanted: string) =>
    evaluations
      .filter((one) => one.method === wanted && one.labelFraction === labelFraction)
      .filter(isFinished)
      .sort((a, b) => a.foldIndex - b.foldIndex || a.seed - b.seed)
  const key = ({ foldIndex, seed }: Evaluation) => `${foldIndex} ${seed}`
  const others = new Map(of(second).map((one) => [key(one), one]))
  return of(first).flatMap((one) => {
    const other = others.get(key(one))
    return other ? [{ first: one, second: other }] : []
  })
}

type Models = ReturnType<typeof pairedModels>
type Compared = Omit<PairedDifference, 'adjustedP' | 'comparisons' | 'distinguishable'>

function compare(models: Models, metric: HeadlineMetric, bench: TestBench): Outcome<Compared> {
  // Only folds and seeds that both have finished: otherwise the folds would differ, not the methods.
  if (models.length === 0) return undefinedBecause('no fold is finished by both')
  const byFold = [...Map.groupBy(models, ({ first }) => first.foldIndex)]
  const folds: FoldDifference[] = []
  for (const [foldIndex, own] of byFold) {
    const mean = (side: 'first' | 'second') =>
      meanOutcome(own.map((pair) => bench.metrics(pair[side])[metric]))
    const [first, second] = [mean('first'), mean('second')]
    if (isUndefined(first)) return first
    if (isUndefined(second)) return second
    folds.push({ foldIndex, first, second, difference: first - second })
  }
  const spread = foldCovariance(
    byFold.map(([, own]) => own),
    metric,
    bench,
  )
  if (isUndefined(spread)) return spread
  const result = twoWayTest(
    folds.map(({ difference }) => difference),
    spread.covariance,
    bench.test.fewestSubjects,
  )
  if (isUndefined(result)) return result
  const mean = (side: 'first' | 'second') => folds.reduce((sum, fold) => sum + fold[side], 0) / folds.length
  const [first, second] = [mean('first'), mean('second')]
  const relative = second === 0 ? null : result.difference / second
  // No difference lies beyond; two folds alone would reach there.
  const [least, most] = ofDifferences
  const [low, high] = [Math.max(least, result.low), Math.min(most, result.high)]
  return { ...result, low, high, first, second, relative, testSubjects: spread.testSubjects, folds }
}

/** How the folds' differences vary together over samples of test subjects: in closed form for AUROC, else by bootstrap. */
function foldCovariance(
  folds: readonly Models[],
  metric: HeadlineMetric,
  bench: TestBench,
): Outcome<{ covariance: number[][]; testSubjects: number }> {
  const [first, second] = [folds.flat().map((pair) => pair.first), folds.flat().map((pair) => pair.second)]
  if (metric === 'auroc') {
    const scores = bench.scores([...first, ...second])
    if (isUndefined(scores)) return scores
    const found = correlatedAreas(bench.test.targets, scores, bench.test.subjects)
    if (isUndefined(found)) return found
    const weights = folds.map((own) => {
      const ofFold = folds.flatMap((members) => members.map(() => (members === own ? 1 / own.length : 0)))
      return [...ofFold, ...ofFold.map((weight) => -weight)]
    })
    const covariance = weights.map((w) => weights.map((v) => quadratic(found.covariance, w, v)))
    return { covariance, testSubjects: found.subjects }
  }
  const differences: Float64Array[] = []
  let testSubjects = 0
  for (const own of folds) {
    const [a, b] = [
      bench.replicates(own.map((pair) => pair.first)),
      bench.replicates(own.map((pair) => pair.second)),
    ]
    if (isUndefined(a)) return a
    if (isUndefined(b)) return b
    differences.push(minus(meanReplicates(a.models, metric), meanReplicates(b.models, metric)))
    testSubjects = a.test.subjects
  }
  return { covariance: covarianceOf(differences), testSubjects }
}

/** The result in one plain sentence. */
export function verdict(
  result: Outcome<PairedDifference>,
  { first, second, metric }: { first: string; second: string; metric: string },
): string {
  if (isUndefined(result)) return `${first} and ${second} cannot be compared by ${metric}: ${result.reason}.`
  const { difference, relative, low, high, p, adjustedP, comparisons, testSubjects, folds } = result
  const share = relative === null ? '' : `, ${signed(100 * relative, 1)}%`
  const correction =
    comparisons > 1 ? `; corrected for ${comparisons} comparisons, p ${probability(adjustedP)}` : ''
  const over =
    result.basis === 'test subjects'
      ? `over ${testSubjects} test subjects, for these trained models only`
      : `over ${folds.length} folds and ${testSubjects} test subjects`
  const numbers =
    `${result.first.toFixed(3)} against ${result.second.toFixed(3)}: difference ${signed(difference)}${share}; ` +
    `95% interval ${signed(low)} to ${signed(high)} ${over}; p ${probability(p)}${correction}`
  if (!result.distinguishable) return `${first} and ${second} cannot be told apart by ${metric} (${numbers}).`
  return `${first} scores ${difference > 0 ? 'higher' : 'lower'} than ${second} by ${metric} (${numbers}).`
}

const signed = (value: number, digits = 3): string =>
  `${value < 0 && Number(value.toFixed(digits)) !== 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`

const probability = (p: number): string => (p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`)
