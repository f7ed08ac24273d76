import { isUndefined, undefinedBecause, type Outcome } from './outcome.ts'
import { whyNotRankable, type Scores, type Targets } from './scored.ts'

/** Sinuses in order of falling score, equal scores in one group: all that ROC and precision–recall depend on. */
export interface Ranking {
  /** Positions in the given arrays, highest score first. */
  order: Uint32Array
  /** Target of each position of `order`. */
  targets: Uint8Array
  /** One past the last position of each group of equal scores. */
  groupEnds: Uint32Array
  /** Score of each group. */
  thresholds: Float64Array
}

/** Ranks finite scores. Check them first with `whyUndefined`. */
export function rank(targets: Targets, scores: Scores): Ranking {
  const n = scores.length
  // Plain loops: `from` with a function takes longer than the sorting, and a table of a thousand runs ranks thousands.
  const order = new Uint32Array(n)
  for (let i = 0; i < n; i++) order[i] = i
  order.sort((a, b) => scores[b] - scores[a])
  const ranked = new Uint8Array(n)
  const groupEnds = new Uint32Array(n)
  const thresholds = new Float64Array(n)
  let groups = 0
  for (let i = 0; i < n; i++) {
    const score = scores[order[i]]
    ranked[i] = targets[order[i]]
    if (i + 1 < n && scores[order[i + 1]] === score) continue
    groupEnds[groups] = i + 1
    thresholds[groups++] = score
  }
  return {
    order,
    targets: ranked,
    groupEnds: groupEnds.slice(0, groups),
    thresholds: thresholds.slice(0, groups),
  }
}

/**
 * Area under the ROC curve and average precision in one pass from the highest score down.
 *
 * AUROC = P(score of an anomalous sinus > score of a normal one) + half the ties (mid-rank), which is the
 * trapezoid area over groups of equal scores. AUPRC = Σ (recall_k − recall_{k−1}) · precision_k over those
 * groups: a step sum, no interpolation. Source: scikit-learn roc_auc_score and average_precision_score.
 *
 * @param weights How often each sinus counts (bootstrap), by position in the arrays that were ranked.
 */
export function areas(
  ranking: Ranking,
  weights?: ArrayLike<number>,
): Outcome<{ auroc: number; auprc: number }> {
  const { order, targets, groupEnds } = ranking
  let tp = 0
  let fp = 0
  let twiceArea = 0
  let steps = 0
  let position = 0
  // Plain loops without branches on the data: a bootstrap comes through here thousands of times.
  for (let group = 0; group < groupEnds.length; group++) {
    const end = groupEnds[group]
    let all = 0
    let positives = 0
    for (; position < end; position++) {
      const weight = weights ? weights[order[position]] : 1
      all += weight
      positives += weight * targets[position]
    }
    const negatives = all - positives
    twiceArea += negatives * (2 * tp + positives)
    tp += positives
    fp += negatives
    // While nothing has been counted tp is 0, so the 1 changes nothing.
    steps += positives * (tp / (tp + fp || 1))
  }
  if (tp === 0 || fp === 0) return undefinedBecause('only one class is there')
  return { auroc: twiceArea / (2 * tp * fp), auprc: steps / tp }
}

/** Area under the ROC curve, 0…1, 0.5 = chance. Undefined with one class, no sinus or a score that is no number. */
export function auroc(targets: Targets, scores: Scores): Outcome {
  const both = whyNotRankable(targets, scores) ?? areas(rank(targets, scores))
  return isUndefined(both) ? both : both.auroc
}

/** Average precision, 0…1; chance is the share of anomalous sinuses. Undefined where `auroc` is. */
export function auprc(targets: Targets, scores: Scores): Outcome {
  const both = whyNotRankable(targets, scores) ?? areas(rank(targets, scores))
  return isUndefined(both) ? both : both.auprc
}
