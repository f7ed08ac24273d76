import { studentT95 } from './distributions.ts'
import { isUndefined, undefinedBecause, type Outcome } from './outcome.ts'

export interface Interval {
  mean: number
  low: number
  high: number
  /** Standard deviation with n − 1. */
  sd: number
  n: number
  /** There when the range ended it: t-intervals know of no range. */
  isCut?: true
}

/** Two folds tell hardly anything of their spread: their t-interval reaches 12.7 standard errors to each side. */
export const leastFoldsForInterval = 3

/** Where AUROC, AUPRC and F1 lie, and where a difference of two of them does. */
const ofShares = [0, 1] as const
export const ofDifferences = [-1, 1] as const

/**
 * Mean and 95 % Student-t interval of one metric over folds: mean ± t(0.975, n − 1) · sd / √n, cut at the ends of the
 * range. It measures the noise of the training folds only, because they share one test set (method-spec section 7); see
 * `bootstrapInterval` for the test subjects' share. docs/statistics.md says why three folds, and why not on the logit
 * scale.
 *
 * @param range  What the metric can be, so that nothing beyond is claimed.
 */
export function foldInterval(
  values: readonly Outcome[],
  [least, most]: readonly [number, number] = ofShares,
): Outcome<Interval> {
  const broken = values.findIndex((value) => isUndefined(value) || !Number.isFinite(value))
  if (broken >= 0) {
    const value = values[broken]
    return undefinedBecause(
      `value ${broken + 1} of ${values.length}: ${isUndefined(value) ? value.reason : 'not a number'}`,
    )
  }
  const numbers = values as readonly number[]
  const n = numbers.length
  if (n === 0) return undefinedBecause('no fold is finished')
  if (n < leastFoldsForInterval)
    return undefinedBecause(
      `${n === 1 ? 'one fold tells' : 'two folds tell'} too little of the spread: an interval wants three or more`,
    )
  const mean = meanOf(numbers)
  const sd = Math.sqrt(varianceOf(numbers))
  const half = (studentT95(n - 1) * sd) / Math.sqrt(n)
  const [low, high] = [Math.max(least, mean - half), Math.min(most, mean + half)]
  const isCut = mean - half < least || mean + half > most
  return { mean, low, high, sd, n, ...(isCut && { isCut }) }
}

export const meanOf = (values: ArrayLike<number>): number => {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]
  return sum / values.length
}

/** With n − 1; two values or more. */
export function varianceOf(values: ArrayLike<number>): number {
  const mean = meanOf(values)
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += (values[i] - mean) ** 2
  return sum / (values.length - 1)
}
