import type { Outcome } from './outcome.ts'
import { rank, type Ranking } from './ranking.ts'
import { whyNotRankable, type Scores, type Targets } from './scored.ts'

export interface RocPoint {
  falsePositiveRate: number
  truePositiveRate: number
  /** A sinus counts as anomalous from this score up; null at (0, 0), where none does. */
  threshold: number | null
}

export interface PrPoint {
  recall: number
  precision: number
  /** null at recall 0, where precision is 1 by convention. */
  threshold: number | null
}

/**
 * ROC points from (0, 0) to (1, 1), one per distinct score. A point is left out where the curve goes on with the same
 * step, since it lies on the line between its neighbours. Source: scikit-learn roc_curve.
 */
export function rocPoints(targets: Targets, scores: Scores): Outcome<RocPoint[]> {
  const reason = whyNotRankable(targets, scores)
  if (reason) return reason
  const counts = cumulativeCounts(rank(targets, scores))
  const { tp: positives, fp: negatives } = counts.at(-1)!
  const corners = counts.filter((point, i) => {
    const [before, after] = [counts[i - 1], counts[i + 1]]
    if (!before || !after) return true
    const bends = (key: 'tp' | 'fp') => after[key] - 2 * point[key] + before[key] !== 0
    return bends('tp') || bends('fp')
  })
  return [
    { falsePositiveRate: 0, truePositiveRate: 0, threshold: null },
    ...corners.map(({ tp, fp, threshold }) => ({
      falsePositiveRate: fp / negatives,
      truePositiveRate: tp / positives,
      threshold,
    })),
  ]
}

/**
 * Precision–recall points by rising recall, one per distinct score, after the conventional (0, 1). Between two points
 * the curve is a step, not a line: average precision sums those steps. Source: scikit-learn precision_recall_curve.
 */
export function prPoints(targets: Targets, scores: Scores): Outcome<PrPoint[]> {
  const reason = whyNotRankable(targets, scores)
  if (reason) return reason
  const counts = cumulativeCounts(rank(targets, scores))
  const positives = counts.at(-1)!.tp
  return [
    { recall: 0, precision: 1, threshold: null },
    ...counts.map(({ tp, fp, threshold }) => ({
      recall: tp / positives,
      precision: tp / (tp + fp),
      threshold,
    })),
  ]
}

function cumulativeCounts({ targets, groupEnds, thresholds }: Ranking) {
  let tp = 0
  let position = 0
  return Array.from(groupEnds, (end, group) => {
    for (; position < end; position++) tp += targets[position]
    return { tp, fp: end - tp, threshold: thresholds[group] }
  })
}
