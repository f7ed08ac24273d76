import { isUndefined, undefinedBecause, type Outcome } from './outcome.ts'
import { rank } from './ranking.ts'
import { countClasses, whyNotRankable, whyUndefined, type Scores, type Targets } from './scored.ts'

export interface ConfusionMatrix {
  truePositives: number
  falsePositives: number
  trueNegatives: number
  falseNegatives: number
}

/**
 * Which scores count as anomalous. `above`, the default, is the study's strict `>` (method-spec section 7): a score of
 * exactly 0.5 is normal. `at-or-above` is what most libraries' examples do.
 */
export type ThresholdRule = 'above' | 'at-or-above'

export function confusionAt(
  targets: Targets,
  scores: Scores,
  threshold: number,
  rule: ThresholdRule = 'above',
): Outcome<ConfusionMatrix> {
  const reason = whyUndefined(targets, scores)
  if (reason) return reason
  const { positives, negatives } = countClasses(targets)
  let truePositives = 0
  let falsePositives = 0
  for (let i = 0; i < targets.length; i++) {
    const score = scores[i]
    if (score > threshold || (rule === 'at-or-above' && score === threshold)) {
      if (targets[i]) truePositives++
      else falsePositives++
    }
  }
  return {
    truePositives,
    falsePositives,
    trueNegatives: negatives - falsePositives,
    falseNegatives: positives - truePositives,
  }
}

/** 2·TP / (2·TP + FP + FN); undefined when no sinus is anomalous and none is called so. */
export function f1Of({ truePositives, falsePositives, falseNegatives }: ConfusionMatrix): Outcome {
  const denominator = 2 * truePositives + falsePositives + falseNegatives
  if (denominator === 0) return undefinedBecause('no sinus is anomalous and none is called anomalous')
  return (2 * truePositives) / denominator
}

/** Share of the anomalous sinuses that are called anomalous (recall). */
export function sensitivityOf({ truePositives, falseNegatives }: ConfusionMatrix): Outcome {
  const positives = truePositives + falseNegatives
  return positives ? truePositives / positives : undefinedBecause('no sinus is anomalous')
}

/** Share of the normal sinuses that are called normal. */
export function specificityOf({ trueNegatives, falsePositives }: ConfusionMatrix): Outcome {
  const negatives = trueNegatives + falsePositives
  return negatives ? trueNegatives / negatives : undefinedBecause('no sinus is normal')
}

/**
 * Share of the sinuses called anomalous that are (positive), and of those called normal that are (negative), where
 * `prevalence` of all sinuses are anomalous: sensitivity and specificity carry over to another population, the shares in
 * the matrix do not. Source: Bayes' rule; Altman and Bland 1994.
 *
 * @param prevalence  0…1.
 */
export function predictiveValues(
  matrix: ConfusionMatrix,
  prevalence: number,
): { positive: Outcome; negative: Outcome } {
  const sensitivity = sensitivityOf(matrix)
  const specificity = specificityOf(matrix)
  if (isUndefined(sensitivity)) return { positive: sensitivity, negative: sensitivity }
  if (isUndefined(specificity)) return { positive: specificity, negative: specificity }
  const hit = sensitivity * prevalence
  const falseAlarm = (1 - specificity) * (1 - prevalence)
  const miss = (1 - sensitivity) * prevalence
  const clear = specificity * (1 - prevalence)
  return {
    positive:
      hit + falseAlarm > 0 ? hit / (hit + falseAlarm) : undefinedBecause('no sinus is called anomalous'),
    negative: miss + clear > 0 ? clear / (miss + clear) : undefinedBecause('no sinus is called normal'),
  }
}

/** Mean of sensitivity and specificity; 0.5 = chance. */
export function balancedAccuracyOf(matrix: ConfusionMatrix): Outcome {
  const sensitivity = sensitivityOf(matrix)
  const specificity = specificityOf(matrix)
  if (isUndefined(sensitivity)) return sensitivity
  return isUndefined(specificity) ? specificity : (sensitivity + specificity) / 2
}

/**
 * The threshold with the highest F1 under the strict rule, for choosing on validation scores only: halfway between two
 * neighbouring distinct scores, so that `>` calls anomalous exactly the sinuses that F1 was computed with. (A threshold
 * taken from a precision–recall curve and used with `>` loses the sinus it was taken from.) Of equally good ones the
 * lowest, which misses least.
 *
 * @returns threshold; below every score when calling all sinuses anomalous is best. f1 reached there.
 */
export function optimalThreshold(
  targets: Targets,
  scores: Scores,
): Outcome<{ threshold: number; f1: number }> {
  const reason = whyNotRankable(targets, scores)
  if (reason) return reason
  const ranking = rank(targets, scores)
  const { positives } = countClasses(targets)
  const last = ranking.thresholds.length - 1
  let best = { threshold: 0.5, f1: -1 }
  let tp = 0
  let position = 0
  ranking.groupEnds.forEach((end, group) => {
    for (; position < end; position++) tp += ranking.targets[position]
    const f1 = (2 * tp) / (end + positives)
    if (f1 < best.f1) return
    const lowestCalled = ranking.thresholds[group]
    const highestLeft = group < last ? ranking.thresholds[group + 1] : lowestCalled - 1
    const middle = highestLeft + (lowestCalled - highestLeft) / 2
    // Two neighbouring floating-point numbers have no middle; the lower of them then separates the same sinuses.
    best = { threshold: middle < lowestCalled ? middle : highestLeft, f1 }
  })
  return best
}
