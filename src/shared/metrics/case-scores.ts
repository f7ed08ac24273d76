import type { Target } from '../domain/sinus.ts'

/** What several models said of one sinus, taken together. */
export interface CaseScores {
  mean: number
  low: number
  high: number
  /** −ln of the mean score given to what it is, in nats. */
  loss: number
  /** Standard deviation of the scores over models. */
  disagreement: number
  /** Entropy of the mean score, 0…1 bit. */
  uncertainty: number
}

/** A score of 0 or 1 that is wrong costs this much, not infinitely much. */
const leastProbability = 1e-7

/** @param scores  One per model, at least one. */
export function caseScores(target: Target, scores: readonly number[]): CaseScores {
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
  const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length
  const given = target === 1 ? mean : 1 - mean
  return {
    mean,
    low: Math.min(...scores),
    high: Math.max(...scores),
    loss: -Math.log(Math.max(leastProbability, given)),
    disagreement: Math.sqrt(variance),
    uncertainty: entropyBits(mean),
  }
}

/** Uncertainty of a mean probability in bits: 0 when it is 0 or 1, 1 at one half. Source: Shannon 1948. */
export function entropyBits(probability: number): number {
  const part = (p: number) => (p > 0 ? -p * Math.log2(p) : 0)
  return part(probability) + part(1 - probability)
}
