import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { areas, auprc, auroc, rank } from '../../../../src/shared/metrics/ranking.ts'
import { defined, golden } from './golden.ts'

/** Targets with both classes, and scores coarse enough to tie often. */
const tiedSample = fc
  .array(fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 6 })), { minLength: 2, maxLength: 40 })
  .filter((pairs) => new Set(pairs.map(([target]) => target)).size === 2)
  .map((pairs) => ({ targets: pairs.map(([target]) => target), scores: pairs.map(([, score]) => score / 6) }))

/** Every pair of an anomalous and a normal sinus, counted one by one. */
function aurocByPairs(targets: number[], scores: number[]): number {
  let wins = 0
  let pairs = 0
  targets.forEach((a, i) =>
    targets.forEach((b, j) => {
      if (a !== 1 || b !== 0) return
      pairs++
      wins += scores[i] > scores[j] ? 1 : scores[i] === scores[j] ? 0.5 : 0
    }),
  )
  return wins / pairs
}

/** Σ Δrecall · precision, counting from scratch at each distinct score. */
function averagePrecisionByThresholds(targets: number[], scores: number[]): number {
  const positives = targets.filter(Boolean).length
  let recall = 0
  let sum = 0
  for (const threshold of [...new Set(scores)].sort((a, b) => b - a)) {
    const called = targets.filter((_, i) => scores[i] >= threshold)
    const hits = called.filter(Boolean).length
    sum += (hits / positives - recall) * (hits / called.length)
    recall = hits / positives
  }
  return sum
}

describe('auroc and auprc', () => {
  it.each(golden.cases)('give scikit-learn’s numbers, case $#', (example) => {
    expect(defined(auroc(example.label, example.score))).toBeCloseTo(example.auroc, 12)
    expect(defined(auprc(example.label, example.score))).toBeCloseTo(example.auprc, 12)
  })

  it('share a tie between the classes by mid-rank', () => {
    // anomalous .8 and .5, normal .5 and .2: pairs .8>.5, .8>.2, .5=.5 (half), .5>.2 → 3.5 of 4.
    // AP: at .8 recall 1/2 precision 1; at .5 recall 1 precision 2/3 → 1/2 + 1/2 · 2/3 = 5/6.
    expect(auroc([1, 0, 1, 0], [0.8, 0.5, 0.5, 0.2])).toBe(3.5 / 4)
    expect(auprc([1, 0, 1, 0], [0.8, 0.5, 0.5, 0.2])).toBeCloseTo(5 / 6, 15)
  })

  it('are chance when every score is the same', () => {
    expect(auroc([1, 0, 0, 0], [0.3, 0.3, 0.3, 0.3])).toBe(0.5)
    expect(auprc([1, 0, 0, 0], [0.3, 0.3, 0.3, 0.3])).toBe(0.25)
  })

  it('agree with counting pairs and thresholds one by one', () => {
    fc.assert(
      fc.property(tiedSample, ({ targets, scores }) => {
        expect(defined(auroc(targets, scores))).toBeCloseTo(aurocByPairs(targets, scores), 12)
        expect(defined(auprc(targets, scores))).toBeCloseTo(averagePrecisionByThresholds(targets, scores), 12)
      }),
    )
  })

  it('turn round with the scores, and do not care for the order of the sinuses', () => {
    fc.assert(
      fc.property(tiedSample, ({ targets, scores }) => {
        const value = defined(auroc(targets, scores))
        const negated = scores.map((score) => -score)
        expect(defined(auroc(targets, negated))).toBeCloseTo(1 - value, 12)
        expect(auroc([...targets].reverse(), [...scores].reverse())).toBe(value)
      }),
    )
  })

  it('count a sinus of weight w like w copies of it', () => {
    fc.assert(
      fc.property(
        tiedSample,
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 40, maxLength: 40 }),
        (sample, all) => {
          const { targets, scores } = sample
          const weights = all.slice(0, targets.length)
          const copies = targets.flatMap((_, i) => Array.from({ length: weights[i] }, () => i))
          const weighted = defined(areas(rank(targets, scores), weights))
          const repeated = copies.map((i) => targets[i])
          const repeatedScores = copies.map((i) => scores[i])
          expect(weighted.auroc).toBeCloseTo(defined(auroc(repeated, repeatedScores)), 12)
          expect(weighted.auprc).toBeCloseTo(defined(auprc(repeated, repeatedScores)), 12)
        },
      ),
    )
  })

  it.each([
    ['no sinus', [], [], 'there is no sinus to evaluate'],
    ['one class', [0, 0], [0.1, 0.2], 'all 2 sinuses are normal'],
    ['the other class', [1, 1, 1], [0.1, 0.2, 0.3], 'all 3 sinuses are anomalous'],
    ['a score that is NaN', [0, 1], [NaN, 0.5], '1 of 2 scores are not numbers'],
    ['a score that is infinite', [0, 1], [0.5, Infinity], '1 of 2 scores are not numbers'],
  ])('are undefined with a reason for %s', (_, targets, scores, reason) => {
    expect(auroc(targets, scores)).toEqual({ undefined: true, reason })
    expect(auprc(targets, scores)).toEqual({ undefined: true, reason })
  })

  it('refuse arrays that do not belong together, and targets that are not 0 or 1', () => {
    expect(() => auroc([0, 1, 1], [0.1, 0.2])).toThrow('2 scores for 3 targets')
    expect(() => auroc([0, 2], [0.1, 0.2])).toThrow('entry 1 is 2')
  })
})
