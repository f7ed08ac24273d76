import { undefinedBecause, type Outcome } from './outcome.ts'
import { whyNotRankable, whyUndefined, type Scores, type Targets } from './scored.ts'

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

export interface Recalibration {
  /** 1 = scores spread as they should; below 1 they are too extreme. */
  slope: number
  /** Log odds to add with the slope held at 1; 0 = as many anomalous sinuses as the scores promise. */
  intercept: number
}

/**
 * Calibration slope and intercept: logistic regression of the target on the log odds of the score, and of the target
 * with those as offset. Undefined for scores of exactly 0 or 1, one class, and scores that separate the classes (the
 * slope is then infinite). Source: Cox 1958; Van Calster et al. 2019 ("weak calibration").
 */
export function recalibration(targets: Targets, scores: Scores): Outcome<Recalibration> {
  const reason = whyNotProbabilities(targets, scores) ?? whyNotRankable(targets, scores)
  if (reason) return reason
  const logits = Float64Array.from(scores, (score) => Math.log(score / (1 - score)))
  if (logits.some((logit) => !Number.isFinite(logit)))
    return undefinedBecause('a score of exactly 0 or 1 has no finite log odds')
  const both = fitLogistic(targets, logits, true)
  const alone = fitLogistic(targets, logits, false)
  if (!both || !alone) return undefinedBecause('the scores separate the classes, or are all alike')
  return { slope: both.slope, intercept: alone.intercept }
}

/** Maximum likelihood by Newton's method; null when it does not settle. The slope is fixed at 1 unless free. */
function fitLogistic(targets: Targets, logits: Float64Array, free: boolean) {
  let [intercept, slope] = [0, 1]
  for (let round = 0; round < 50; round++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0]
    for (let i = 0; i < logits.length; i++) {
      const p = 1 / (1 + Math.exp(-(intercept + slope * logits[i])))
      const weight = p * (1 - p)
      g0 += targets[i] - p
      g1 += (targets[i] - p) * logits[i]
      h00 += weight
      h01 += weight * logits[i]
      h11 += weight * logits[i] ** 2
    }
    const determinant = free ? h00 * h11 - h01 ** 2 : h00
    if (!(determinant > 1e-12)) return null
    const [stepIntercept, stepSlope] = free
      ? [(h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant]
      : [g0 / h00, 0]
    intercept += stepIntercept
    slope += stepSlope
    if (!Number.isFinite(intercept + slope) || Math.abs(slope) > 100) return null
    if (Math.abs(stepIntercept) + Math.abs(stepSlope) < 1e-10) return { intercept, slope }
  }
  return null
}
