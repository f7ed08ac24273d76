import { studentT95 } from './distributions.ts'
import { isUndefined, undefinedBecause, type Outcome } from './outcome.ts'

export interface Interval {
  mean: number
  low: number
  high: number
  /** Standard deviation with n − 1. */
  sd: number
  n: number
}

/**
 * Mean and 95 % Student-t interval of one metric over folds: mean ± t(0.975, n − 1) · sd / √n. It measures the noise
 * of the training folds only, because they share one test set (method-spec section 7); see `bootstrapIntervals` for
 * the test subjects' share.
 */
export function foldInterval(values: readonly Outcome[]): Outcome<Interval> {
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
  if (n === 1) return undefinedBecause('one value has no spread: an interval wants two folds or more')
  const mean = meanOf(numbers)
  const sd = Math.sqrt(varianceOf(numbers))
  const half = (studentT95(n - 1) * sd) / Math.sqrt(n)
  return { mean, low: mean - half, high: mean + half, sd, n }
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
