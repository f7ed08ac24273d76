import { createRandom } from '../random.ts'
import { isUndefined, undefinedBecause, type Outcome } from './outcome.ts'
import { areas, rank, type Ranking } from './ranking.ts'
import { whyNotRankable, type Scores, type Targets } from './scored.ts'

export type RankMetric = 'auroc' | 'auprc'

/** The same test sinuses scored by one method. */
export interface TestSample {
  /** Subject of each sinus: the unit that is drawn, because the two sinuses of a person are alike. */
  subjects: readonly string[]
  targets: Targets
  /** One array per trained model (fold, seed) of the method, each with one score per sinus. */
  models: readonly Scores[]
}

export interface BootstrapOptions {
  seed: number | string
  replicates?: number | undefined
}

export interface BootstrapInterval {
  /** Mean of the metric over the models, on the sinuses as they are. */
  value: number
  low: number
  high: number
  subjects: number
  /** Replicates that held both classes; the interval rests on these. */
  replicates: number
}

const defaultReplicates = 2000
/** With less than this share of usable replicates a percentile interval would describe the lucky ones only. */
const leastUsableShare = 0.9

/**
 * 95 % percentile intervals of a method's mean AUROC and AUPRC over its models, drawing test subjects with replacement:
 * the uncertainty that comes from having tested so few people. Source: method-spec section 7; Efron and Tibshirani 1993.
 */
export function bootstrapIntervals(
  sample: TestSample,
  options: BootstrapOptions,
): Outcome<Record<RankMetric, BootstrapInterval>> {
  const draws = drawReplicates(sample.subjects, sample.targets, [sample.models], options)
  if (isUndefined(draws)) return draws
  return forEachMetric((metric) => {
    const [low, high] = percentiles95(draws.replicates.map(([drawn]) => drawn[metric]))
    const { subjects, observed, replicates } = draws
    return { value: observed[0][metric], low, high, subjects, replicates: replicates.length }
  })
}

export interface PairedDifference {
  /** Metric of the first method minus that of the second. */
  difference: number
  low: number
  high: number
  /** Whether the 95 % interval leaves zero out. One comparison: not corrected for making many. */
  distinguishable: boolean
  subjects: number
  replicates: number
}

/** Differences of two methods on the same test sinuses; each replicate draws the same subjects for both. */
export function pairedDifferences(
  test: Pick<TestSample, 'subjects' | 'targets'>,
  first: readonly Scores[],
  second: readonly Scores[],
  options: BootstrapOptions,
): Outcome<Record<RankMetric, PairedDifference>> {
  const draws = drawReplicates(test.subjects, test.targets, [first, second], options)
  if (isUndefined(draws)) return draws
  return forEachMetric((metric) => {
    const minus = ([a, b]: Areas[]) => a[metric] - b[metric]
    const [low, high] = percentiles95(draws.replicates.map(minus))
    const { subjects, observed, replicates } = draws
    const distinguishable = low > 0 || high < 0
    return {
      difference: minus(observed),
      low,
      high,
      distinguishable,
      subjects,
      replicates: replicates.length,
    }
  })
}

/** The result in one plain sentence. */
export function verdict(
  result: Outcome<PairedDifference>,
  names: { first: string; second: string; metric: string },
): string {
  const { first, second, metric } = names
  if (isUndefined(result)) return `${first} and ${second} cannot be compared by ${metric}: ${result.reason}.`
  const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`
  const numbers = `difference ${signed(result.difference)}, 95 % interval ${signed(result.low)} to ${signed(result.high)}, ${result.subjects} test subjects`
  if (!result.distinguishable) {
    return `${first} and ${second} cannot be told apart by ${metric} (${numbers}).`
  }
  return `${first} scores ${result.difference > 0 ? 'higher' : 'lower'} than ${second} by ${metric} (${numbers}).`
}

function drawReplicates(
  subjects: readonly string[],
  targets: Targets,
  methods: readonly (readonly Scores[])[],
  { seed, replicates: wanted = defaultReplicates }: BootstrapOptions,
): Outcome<{ observed: Areas[]; replicates: Areas[][]; subjects: number }> {
  for (const models of methods) {
    if (models.length === 0) return undefinedBecause('no model has scored the test set')
    for (const scores of models) {
      const reason = whyNotRankable(targets, scores)
      if (reason) return reason
    }
  }
  const names = [...new Set(subjects)]
  if (names.length < 2) return undefinedBecause('one subject cannot be resampled')
  const position = new Map(names.map((name, i) => [name, i]))
  const subjectOf = Uint32Array.from(subjects, (name) => position.get(name)!)
  // Ranked once: a replicate only changes how often each sinus counts.
  const rankings = methods.map((models) => models.map((scores) => rank(targets, scores)))
  const observed = measure(rankings)
  if (isUndefined(observed)) return observed

  const random = createRandom(seed)
  const drawn = new Uint32Array(names.length)
  const weights = new Uint32Array(subjects.length)
  const replicates: Areas[][] = []
  for (let replicate = 0; replicate < wanted; replicate++) {
    drawn.fill(0)
    for (let i = 0; i < names.length; i++) drawn[random.integer(names.length)]++
    for (let i = 0; i < weights.length; i++) weights[i] = drawn[subjectOf[i]]!
    const values = measure(rankings, weights)
    if (!isUndefined(values)) replicates.push(values)
  }
  if (replicates.length < leastUsableShare * wanted) {
    return undefinedBecause(
      `${wanted - replicates.length} of ${wanted} resampled test sets held one class only: too few test subjects`,
    )
  }
  return { observed, replicates, subjects: names.length }
}

type Areas = Record<RankMetric, number>

const forEachMetric = <T>(of: (metric: RankMetric) => T): Record<RankMetric, T> => ({
  auroc: of('auroc'),
  auprc: of('auprc'),
})

/** Per method, the means over its models. */
function measure(rankings: Ranking[][], weights?: Uint32Array): Outcome<Areas[]> {
  const means: Areas[] = []
  for (const models of rankings) {
    const mean: Areas = { auroc: 0, auprc: 0 }
    for (const ranking of models) {
      const both = areas(ranking, weights)
      if (isUndefined(both)) return both
      mean.auroc += both.auroc / models.length
      mean.auprc += both.auprc / models.length
    }
    means.push(mean)
  }
  return means
}

/** 2.5th and 97.5th percentile, linear between order statistics. */
function percentiles95(values: number[]): [number, number] {
  const sorted = Float64Array.from(values).sort()
  const at = (share: number) => {
    const place = share * (sorted.length - 1)
    const below = Math.floor(place)
    const [a, b] = [sorted[below], sorted[Math.min(below + 1, sorted.length - 1)]]
    return a + (place - below) * (b - a)
  }
  return [at(0.025), at(0.975)]
}
