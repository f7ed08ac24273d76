import type { Prediction } from '../ipc/trainer.ts'
import { brier } from './calibration.ts'
import { isUndefined, undefinedBecause, type Outcome } from './outcome.ts'
import { areas, rank } from './ranking.ts'
import { whyNotRankable } from './scored.ts'
import {
  balancedAccuracyOf,
  confusionAt,
  f1Of,
  optimalThreshold,
  sensitivityOf,
  specificityOf,
  type ConfusionMatrix,
} from './threshold.ts'

/** Every metric of one trained model, in the order tables show them. */
export const metricNames = [
  'auroc',
  'auprc',
  'f1',
  'f1Optimal',
  'sensitivity',
  'specificity',
  'balancedAccuracy',
  'brier',
] as const
export type MetricName = (typeof metricNames)[number]

/** The metrics of the published tables; methods are compared by these. */
export const headlineMetrics = ['auroc', 'auprc', 'f1'] as const
export type HeadlineMetric = (typeof headlineMetrics)[number]

export const metricLabels: Record<MetricName, string> = {
  auroc: 'AUROC',
  auprc: 'AUPRC',
  f1: 'F1',
  f1Optimal: 'F1 (validation threshold)',
  sensitivity: 'Sensitivity',
  specificity: 'Specificity',
  balancedAccuracy: 'Balanced accuracy',
  brier: 'Brier',
}

export type ModelMetrics = Record<MetricName, Outcome>

/**
 * What one model scores on the locked test set. `f1`, sensitivity, specificity and balanced accuracy are at 0.5;
 * `f1Optimal` at the threshold that is best on the validation predictions. All with strict `>` (method-spec section 7).
 */
export function modelMetrics(predictions: readonly Prediction[]): ModelMetrics {
  const test = scored(predictions, 'test')
  const validation = scored(predictions, 'validation')
  const at = (threshold: number, metric: (matrix: ConfusionMatrix) => Outcome): Outcome => {
    const matrix = confusionAt(test.targets, test.scores, threshold)
    return isUndefined(matrix) ? matrix : metric(matrix)
  }
  const both = whyNotRankable(test.targets, test.scores) ?? areas(rank(test.targets, test.scores))
  const best = optimalThreshold(validation.targets, validation.scores)
  return {
    auroc: isUndefined(both) ? both : both.auroc,
    auprc: isUndefined(both) ? both : both.auprc,
    f1: at(0.5, f1Of),
    f1Optimal: isUndefined(best)
      ? undefinedBecause(`no threshold can be chosen on the validation set: ${best.reason}`)
      : at(best.threshold, f1Of),
    sensitivity: at(0.5, sensitivityOf),
    specificity: at(0.5, specificityOf),
    balancedAccuracy: at(0.5, balancedAccuracyOf),
    brier: brier(test.targets, test.scores),
  }
}

/** Targets and scores of one set, in the order given. */
export function scored(predictions: readonly Prediction[], set: Prediction['set']) {
  const chosen = predictions.filter((prediction) => prediction.set === set)
  return { targets: chosen.map(({ target }) => target), scores: chosen.map(({ score }) => score) }
}
