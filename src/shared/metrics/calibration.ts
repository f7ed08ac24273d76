import { undefinedBecause, type Outcome } from './outcome.ts'
import { whyUndefined, type Scores, type Targets } from './scored.ts'

export interface CalibrationBin {
  /** low < score ≤ high; the first bin holds score 0 too. */
  low: number
  high: number
  count: number
  /** Mean score and share of anomalous sinuses; null in an empty bin. */
  meanScore: number | null
  anomalousShare: number | null
}

/** Mean squared difference between score and target, 0…1, 0 = perfect. Undefined for scores outside 0…1. */
export function brier(targets: Targets, scores: Scores): Outcome {
  const reason = whyNotProbabilities(targets, scores)
  if (reason) return reason
  let sum = 0
  for (let i = 0; i < targets.length; i++) sum += (scores[i] - targets[i]) ** 2
  return sum / targets.length
}

/**
 * How well scores match frequencies: bins of equal width over 0…1, and the expected calibration error
 * Σ (count / n) · |meanScore − anomalousShare|. Source: Guo et al. 2017, equations 2 and 3.
 */
export function calibration(
  targets: Targets,
  scores: Scores,
  binCount = 10,
): Outcome<{ bins: CalibrationBin[]; expectedError: number }> {
  const reason = whyNotProbabilities(targets, scores)
  if (reason) return reason
  const sums = Array.from({ length: binCount }, () => ({ count: 0, score: 0, target: 0 }))
  for (let i = 0; i < targets.length; i++) {
    const sum = sums[Math.max(0, Math.ceil(scores[i] * binCount) - 1)]
    sum.count++
    sum.score += scores[i]
    sum.target += targets[i]
  }
  const expectedError =
    sums.reduce((error, { score, target }) => error + Math.abs(score - target), 0) / targets.length
  const bins = sums.map(({ count, score, target }, i) => ({
    low: i / binCount,
    high: (i + 1) / binCount,
    count,
    meanScore: count ? score / count : null,
    anomalousShare: count ? target / count : null,
  }))
  return { bins, expectedError }
}

function whyNotProbabilities(targets: Targets, scores: Scores) {
  const reason = whyUndefined(targets, scores)
  if (reason) return reason
  for (let i = 0; i < scores.length; i++) {
    if (scores[i] < 0 || scores[i] > 1)
      return undefinedBecause(`a score of ${scores[i]} is not a probability`)
  }
  return null
}
