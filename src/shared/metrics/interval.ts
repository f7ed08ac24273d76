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
  const mean = numbers.reduce((sum, value) => sum + value, 0) / n
  const sd = Math.sqrt(numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1))
  const half = (studentT95(n - 1) * sd) / Math.sqrt(n)
  return { mean, low: mean - half, high: mean + half, sd, n }
}

/** t with P(|T| ≤ t) = 0.95 for whole degrees of freedom ≥ 1: 12.706 for 1, 2.776 for 4, towards 1.960. */
export function studentT95(degreesOfFreedom: number): number {
  // In the angle θ = atan(t / √df) the probability is smooth and rising on 0…π/2; halve it down to the last bit.
  let low = 0
  let high = Math.PI / 2
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2
    if (insideProbability(middle, degreesOfFreedom) < 0.95) low = middle
    else high = middle
  }
  return Math.tan((low + high) / 2) * Math.sqrt(degreesOfFreedom)
}

/** P(|T| < √df · tan θ), the finite series for whole degrees of freedom: Abramowitz and Stegun 26.7.3 and 26.7.4. */
function insideProbability(theta: number, degreesOfFreedom: number): number {
  const [sine, cosine] = [Math.sin(theta), Math.cos(theta)]
  const odd = degreesOfFreedom % 2 === 1
  let term = odd ? cosine : 1
  let sum = degreesOfFreedom === 1 ? 0 : term
  for (let k = odd ? 2 : 1; k <= degreesOfFreedom - 3; k += 2) {
    term *= (k / (k + 1)) * cosine * cosine
    sum += term
  }
  return odd ? (2 / Math.PI) * (theta + sine * sum) : sine * sum
}
