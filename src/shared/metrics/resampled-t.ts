import { studentT95, studentTwoSided } from './distributions.ts'
import { meanOf, varianceOf } from './interval.ts'
import { undefinedBecause, type Outcome } from './outcome.ts'

export interface ResampledT {
  difference: number
  low: number
  high: number
  t: number
  degreesOfFreedom: number
  p: number
}

/**
 * Corrected resampled t-test over folds: t = d̄ / √((1/k + testShare) · s²) with k − 1 degrees of freedom. The second
 * term stands for training sets that overlap. It was made for folds that are each tested on what they left out; folds
 * that share one test set hide that set's noise from s², and then it claims too much (docs/statistics.md). It is shown
 * for comparison with other papers and decides nothing here. Source: Nadeau and Bengio 2003, equation 17.
 *
 * @param differences  Metric of the first method minus the second's, per fold.
 * @param testShare    Sinuses tested over sinuses trained on, > 0.
 */
export function correctedResampledT(differences: readonly number[], testShare: number): Outcome<ResampledT> {
  const k = differences.length
  if (k < 2) return undefinedBecause('one fold has no spread: the test wants two folds or more')
  const difference = meanOf(differences)
  const error = Math.sqrt((1 / k + testShare) * varianceOf(differences))
  if (error === 0)
    return undefinedBecause('the folds differ by exactly the same: there is no spread to test against')
  const degreesOfFreedom = k - 1
  const t = difference / error
  const half = studentT95(degreesOfFreedom) * error
  return {
    difference,
    low: difference - half,
    high: difference + half,
    t,
    degreesOfFreedom,
    p: studentTwoSided(t, degreesOfFreedom),
  }
}
