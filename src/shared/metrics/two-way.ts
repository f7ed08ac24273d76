import { studentT95, studentTwoSided } from './distributions.ts'
import { meanOf, varianceOf } from './interval.ts'
import { undefinedBecause, type Outcome } from './outcome.ts'

export interface TwoWayResult {
  /** Mean over folds of first minus second. */
  difference: number
  low: number
  high: number
  p: number
  degreesOfFreedom: number
  /** Whose noise the interval holds; with one fold the training's is unknown. */
  basis: 'folds and test subjects' | 'test subjects'
}

/**
 * Whether two methods differ when both the training folds and the test subjects are taken for samples of many: trained
 * models stand where the method has readers, test subjects where it has cases.
 *
 *   variance of d̄ = s²/r + max(c, 0),   t = d̄ / √variance
 *
 * with the r folds' differences d, their variance s², and c the covariance that two folds' differences share because
 * they are tested on the same subjects. Degrees of freedom: variance² / ((s²/r)²/(r−1) + c²/(subjects−1)).
 *
 * With few folds s² is now and then small by luck. The variance is therefore never taken to be smaller than that of the
 * test subjects alone, the trained models held fixed; with one fold that is all that is known.
 *
 * @param differences  Per fold, seeds averaged.
 * @param covariance   [folds][folds], of those differences over samples of test subjects, the trained models held fixed.
 * @param subjects     Test subjects that have a sinus of the rarer class: what the covariance rests on.
 * Source: Obuchowski and Rockette 1995; Hillis 2007 for the degrees of freedom, which takes c as known: we add its
 * share, since a few dozen test subjects do not tell it exactly.
 */
export function twoWayTest(
  differences: readonly number[],
  covariance: readonly (readonly number[])[],
  subjects: number,
): Outcome<TwoWayResult> {
  const r = differences.length
  if (r === 0) return undefinedBecause('no fold is finished by both')
  if (subjects < 2) return undefinedBecause('one test subject has no spread')
  const difference = meanOf(differences)
  const basis = r === 1 ? ('test subjects' as const) : ('folds and test subjects' as const)
  const { variance, degreesOfFreedom } = spreadOf(differences, covariance, subjects)
  if (!(variance > 1e-30)) {
    if (differences.some((value) => value !== 0))
      return undefinedBecause('the differences have no spread to test against')
    return { difference: 0, low: 0, high: 0, p: 1, degreesOfFreedom, basis }
  }
  const error = Math.sqrt(variance)
  const half = studentT95(degreesOfFreedom) * error
  return {
    difference,
    low: difference - half,
    high: difference + half,
    p: studentTwoSided(difference / error, degreesOfFreedom),
    degreesOfFreedom,
    basis,
  }
}

function spreadOf(
  differences: readonly number[],
  covariance: readonly (readonly number[])[],
  subjects: number,
): { variance: number; degreesOfFreedom: number } {
  const r = differences.length
  const fixed = { variance: meanOf(covariance.map(meanOf)), degreesOfFreedom: subjects - 1 }
  if (r === 1) return fixed
  const diagonal = meanOf(covariance.map((row, i) => row[i]))
  const training = varianceOf(differences) / r
  const testing = Math.max(0, (r * fixed.variance - diagonal) / (r - 1))
  const variance = training + testing
  if (variance <= fixed.variance) return fixed
  const degreesOfFreedom = variance ** 2 / (training ** 2 / (r - 1) + testing ** 2 / (subjects - 1))
  return { variance, degreesOfFreedom }
}
