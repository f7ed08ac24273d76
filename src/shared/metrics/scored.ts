import { AntrumError } from '../ipc/error.ts'
import { undefinedBecause, type Undefined } from './outcome.ts'

/** What every metric of a classifier takes, one entry per sinus: target 0 or 1, score any finite number. */
export type Targets = ArrayLike<number>
export type Scores = ArrayLike<number>

/**
 * Why no metric can be computed from these, or null when it can.
 *
 * @throws AntrumError 'shape-mismatch' when the lengths differ, 'internal' for a target other than 0 and 1: both are
 * mistakes of the caller, not properties of the data.
 */
export function whyUndefined(targets: Targets, scores: Scores): Undefined | null {
  if (targets.length !== scores.length) {
    throw new AntrumError(
      'shape-mismatch',
      `A metric wants one score per target; there are ${scores.length} scores for ${targets.length} targets.`,
    )
  }
  if (targets.length === 0) return undefinedBecause('there is no sinus to evaluate')
  for (let i = 0; i < targets.length; i++) {
    if (targets[i] !== 0 && targets[i] !== 1) {
      throw new AntrumError('internal', `A target is 0 or 1; entry ${i} is ${targets[i]}.`)
    }
  }
  let broken = 0
  for (let i = 0; i < scores.length; i++) if (!Number.isFinite(scores[i])) broken++
  if (broken) return undefinedBecause(`${broken} of ${scores.length} scores are not numbers`)
  return null
}

/** As `whyUndefined`, and also undefined when only one class is there. */
export function whyNotRankable(targets: Targets, scores: Scores): Undefined | null {
  const reason = whyUndefined(targets, scores)
  if (reason) return reason
  const { positives, negatives } = countClasses(targets)
  if (positives === 0) return undefinedBecause(`all ${negatives} sinuses are normal`)
  if (negatives === 0) return undefinedBecause(`all ${positives} sinuses are anomalous`)
  return null
}

export function countClasses(targets: Targets): { positives: number; negatives: number } {
  let positives = 0
  for (let i = 0; i < targets.length; i++) positives += targets[i]
  return { positives, negatives: targets.length - positives }
}
