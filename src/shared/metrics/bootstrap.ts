import { createRandom } from '../random.ts'
import type { HeadlineMetric } from './evaluation.ts'
import { meanOf } from './interval.ts'
import { undefinedBecause, type Outcome } from './outcome.ts'
import { rank, type Ranking } from './ranking.ts'
import { whyNotRankable, type Scores, type Targets } from './scored.ts'

/** A test set, and the many that its subjects could have made: drawn once, so that every model meets the same ones. */
export interface ResampledTestSet {
  targets: Targets
  subjects: number
  /** Resampled test sets that hold both classes; what is said of them rests on these. */
  replicates: number
  /** How often each sinus counts, [replicates/lanes][sinuses][lanes]: a block of replicates side by side. */
  blocks: readonly Uint8Array[]
}

/** A metric of one model on each resampled test set. */
export type ModelReplicates = Record<HeadlineMetric, Float64Array>

export interface BootstrapOptions {
  seed: number | string
  replicates?: number | undefined
}

export interface BootstrapInterval {
  low: number
  high: number
  subjects: number
  replicates: number
}

const defaultReplicates = 2000
/** With less than this share of usable replicates a percentile interval would describe the lucky ones only. */
const leastUsableShare = 0.9
/** Replicates handled in one go: enough to make the inner loops long, few enough to stay near the processor. */
const lanes = 125

/**
 * Draws as many test subjects as there are, with replacement, again and again; both sinuses of a subject come along,
 * because they are alike. Source: Efron and Tibshirani 1993, chapter 8 (units drawn whole).
 *
 * @param subjects  Subject of each sinus.
 */
export function resampleTestSet(
  subjects: readonly string[],
  targets: Targets,
  { seed, replicates: wanted = defaultReplicates }: BootstrapOptions,
): Outcome<ResampledTestSet> {
  const reason = whyNotRankable(targets, targets)
  if (reason) return reason
  const names = [...new Set(subjects)]
  if (names.length < 2) return undefinedBecause('one subject cannot be resampled')
  const position = new Map(names.map((name, i) => [name, i]))
  const subjectOf = Uint32Array.from(subjects, (name) => position.get(name)!)
  const random = createRandom(seed)
  // A byte is enough: to be drawn 256 times takes a cohort of that many and a chance far below 1e-300.
  const drawn = new Uint8Array(names.length)
  const usable: Uint8Array[] = []
  for (let replicate = 0; replicate < wanted; replicate++) {
    drawn.fill(0)
    for (let i = 0; i < names.length; i++) drawn[random.integer(names.length)]++
    let [positives, all] = [0, 0]
    for (let i = 0; i < subjectOf.length; i++) {
      const weight = drawn[subjectOf[i]]
      all += weight
      if (targets[i]) positives += weight
    }
    if (positives > 0 && positives < all) usable.push(drawn.slice())
  }
  if (usable.length < leastUsableShare * wanted) {
    return undefinedBecause(
      `${wanted - usable.length} of ${wanted} resampled test sets held one class only: too few test subjects`,
    )
  }
  const blocks: Uint8Array[] = []
  for (let first = 0; first < usable.length; first += lanes) {
    const block = new Uint8Array(subjectOf.length * lanes)
    usable.slice(first, first + lanes).forEach((counts, lane) => {
      for (let i = 0; i < subjectOf.length; i++) block[i * lanes + lane] = counts[subjectOf[i]]
    })
    blocks.push(block)
  }
  return { targets, subjects: names.length, replicates: usable.length, blocks }
}

/**
 * AUROC, AUPRC and F1 at 0.5 of a model on every resampled test set, each as `areas` and `f1Of` define them. The sinuses
 * are ranked once: a replicate only changes how often each counts, and many replicates go down the ranking together.
 */
export function replicateMetrics(test: ResampledTestSet, scores: Scores): Outcome<ModelReplicates> {
  const reason = whyNotRankable(test.targets, scores)
  if (reason) return reason
  const ranking = rank(test.targets, scores)
  const called = ranking.groupEnds[ranking.thresholds.findLastIndex((score) => score > 0.5)] ?? 0
  const sums = emptySums()
  const found: ModelReplicates = {
    auroc: new Float64Array(test.replicates),
    auprc: new Float64Array(test.replicates),
    f1: new Float64Array(test.replicates),
  }
  test.blocks.forEach((block, index) => {
    walkDown(block, ranking, called, sums)
    const { tp, fp, twiceLost, steps, calledTp, calledFp } = sums
    const first = index * lanes
    for (let k = 0; k < Math.min(lanes, test.replicates - first); k++) {
      found.auroc[first + k] = 1 - twiceLost[k] / (2 * tp[k] * fp[k])
      found.auprc[first + k] = steps[k] / tp[k]
      // 2·TP + FP + FN, with FN the anomalous that were not called.
      found.f1[first + k] = (2 * calledTp[k]) / (calledTp[k] + calledFp[k] + tp[k])
    }
  })
  return found
}

/** One entry per replicate of a block. */
interface Sums {
  tp: Float64Array
  fp: Float64Array
  /** Twice the pairs in which a normal sinus is above an anomalous one; ties count half. */
  twiceLost: Float64Array
  /** Σ positives · precision, of average precision. */
  steps: Float64Array
  /** tp and fp down to a score of 0.5. */
  calledTp: Float64Array
  calledFp: Float64Array
  /** Of a group of equal scores. */
  groupTp: Float64Array
  groupFp: Float64Array
}

function emptySums(): Sums {
  const zeros = () => new Float64Array(lanes)
  return {
    tp: zeros(),
    fp: zeros(),
    twiceLost: zeros(),
    steps: zeros(),
    calledTp: zeros(),
    calledFp: zeros(),
    groupTp: zeros(),
    groupFp: zeros(),
  }
}

/** @param called  Sinuses with a score above 0.5. */
function walkDown(block: Uint8Array, ranking: Ranking, called: number, sums: Sums): void {
  const { order, targets, groupEnds } = ranking
  const { tp, fp, twiceLost, steps, calledTp, calledFp, groupTp, groupFp } = sums
  for (const sum of [tp, fp, twiceLost, steps, calledTp, calledFp]) sum.fill(0)
  let start = 0
  for (let group = 0; group < groupEnds.length; group++) {
    const end = groupEnds[group]
    if (end - start > 1) {
      groupTp.fill(0)
      groupFp.fill(0)
      for (let i = start; i < end; i++) addNegative(targets[i] ? groupTp : groupFp, block, order[i] * lanes)
      addGroup(sums)
    } else if (targets[start]) addPositive(tp, fp, twiceLost, steps, block, order[start] * lanes)
    else addNegative(fp, block, order[start] * lanes)
    if (end === called) {
      calledTp.set(tp)
      calledFp.set(fp)
    }
    start = end
  }
}

/** Far below one sinus: keeps 0/0 away while nothing has been counted, and changes no other quotient. */
const nothing = 1e-300

// The loops of a bootstrap: each over few arrays, plain so that they stay fast.

function addNegative(fp: Float64Array, block: Uint8Array, at: number): void {
  for (let k = 0; k < lanes; k++) fp[k] += block[at + k]
}

function addPositive(
  tp: Float64Array,
  fp: Float64Array,
  twiceLost: Float64Array,
  steps: Float64Array,
  block: Uint8Array,
  at: number,
): void {
  for (let k = 0; k < lanes; k++) {
    const weight = block[at + k]
    const hits = tp[k] + weight
    const above = fp[k]
    tp[k] = hits
    twiceLost[k] += 2 * weight * above
    steps[k] += weight * (hits / (hits + above + nothing))
  }
}

function addGroup({ tp, fp, twiceLost, steps, groupTp, groupFp }: Sums): void {
  for (let k = 0; k < lanes; k++) {
    twiceLost[k] += groupTp[k] * (2 * fp[k] + groupFp[k])
    tp[k] += groupTp[k]
    fp[k] += groupFp[k]
    steps[k] += groupTp[k] * (tp[k] / (tp[k] + fp[k] + nothing))
  }
}

/**
 * 95 % percentile interval of the mean of a metric over models: the uncertainty that comes from having tested so few
 * people, the trained models held fixed. Source: method-spec section 7; Efron and Tibshirani 1993, chapter 13.
 */
export function bootstrapInterval(
  test: ResampledTestSet,
  models: readonly ModelReplicates[],
  metric: HeadlineMetric,
): Outcome<BootstrapInterval> {
  if (models.length === 0) return undefinedBecause('no model has scored the test set')
  const [low, high] = percentiles95(meanReplicates(models, metric))
  return { low, high, subjects: test.subjects, replicates: test.replicates }
}

/** The same of a difference of two methods' means; each replicate draws the same subjects for both. */
export function bootstrapDifference(
  test: ResampledTestSet,
  first: readonly ModelReplicates[],
  second: readonly ModelReplicates[],
  metric: HeadlineMetric,
): Outcome<BootstrapInterval> {
  if (first.length === 0 || second.length === 0) return undefinedBecause('no model has scored the test set')
  const [low, high] = percentiles95(minus(meanReplicates(first, metric), meanReplicates(second, metric)))
  return { low, high, subjects: test.subjects, replicates: test.replicates }
}

export function meanReplicates(models: readonly ModelReplicates[], metric: HeadlineMetric): Float64Array {
  const mean = new Float64Array(models[0][metric].length)
  for (const { [metric]: values } of models)
    for (let i = 0; i < mean.length; i++) mean[i] += values[i] / models.length
  return mean
}

export const minus = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value - b[i])

/** [series][series], over replicates. */
export function covarianceOf(series: readonly Float64Array[]): number[][] {
  const centred = series.map((values) => {
    const mean = meanOf(values)
    return values.map((value) => value - mean)
  })
  return centred.map((a) =>
    centred.map((b) => {
      let sum = 0
      for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
      return sum / (a.length - 1)
    }),
  )
}

/** 2.5th and 97.5th percentile, linear between order statistics. */
function percentiles95(values: Float64Array): [number, number] {
  const sorted = values.slice().sort()
  const at = (share: number) => {
    const place = share * (sorted.length - 1)
    const below = Math.floor(place)
    const [a, b] = [sorted[below], sorted[Math.min(below + 1, sorted.length - 1)]]
    return a + (place - below) * (b - a)
  }
  return [at(0.025), at(0.975)]
}
