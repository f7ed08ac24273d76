import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  balancedAccuracyOf,
  confusionAt,
  f1Of,
  optimalThreshold,
  predictiveValues,
  sensitivityOf,
  specificityOf,
} from '../../../../src/shared/metrics/threshold.ts'
import { defined, golden } from './golden.ts'

describe('metrics at a threshold', () => {
  it.each(golden.cases)('give scikit-learn’s numbers at 0.5 or above, case $#', (example) => {
    const matrix = defined(confusionAt(example.label, example.score, 0.5, 'at-or-above'))
    expect(defined(f1Of(matrix))).toBeCloseTo(example.f1, 12)
    expect(defined(sensitivityOf(matrix))).toBeCloseTo(example.sensitivity, 12)
    expect(defined(specificityOf(matrix))).toBeCloseTo(example.specificity, 12)
    expect(defined(balancedAccuracyOf(matrix))).toBeCloseTo(example.balanced_accuracy, 12)
  })

  it('call a score of exactly the threshold normal, as the study did', () => {
    // The golden case with many ties holds one normal sinus at exactly 0.5: 6 TP, 0 FN, 8 FP or, strictly, 7 FP.
    const { label, score } = golden.cases[3]
    expect(confusionAt(label, score, 0.5)).toEqual({
      truePositives: 6,
      falsePositives: 7,
      trueNegatives: 37,
      falseNegatives: 0,
    })
    expect(f1Of(defined(confusionAt(label, score, 0.5)))).toBeCloseTo(12 / 19, 12)
  })

  it('are undefined where a class is missing, and F1 where nothing is there to find', () => {
    const allNormal = defined(confusionAt([0, 0], [0.1, 0.2], 0.5))
    expect(f1Of(allNormal)).toMatchObject({ undefined: true })
    expect(sensitivityOf(allNormal)).toEqual({ undefined: true, reason: 'no sinus is anomalous' })
    expect(specificityOf(allNormal)).toBe(1)
    expect(balancedAccuracyOf(allNormal)).toEqual({ undefined: true, reason: 'no sinus is anomalous' })
    expect(specificityOf(defined(confusionAt([1], [0.1], 0.5)))).toMatchObject({
      reason: 'no sinus is normal',
    })
    expect(confusionAt([], [], 0.5)).toMatchObject({ undefined: true })
    expect(confusionAt([1], [NaN], 0.5)).toMatchObject({ undefined: true })
  })

  it('score F1 zero, not undefined, when every anomaly is missed', () => {
    expect(f1Of(defined(confusionAt([1, 0], [0.1, 0.2], 0.5)))).toBe(0)
  })
})

describe('optimalThreshold', () => {
  it('lies halfway between the last sinus called and the first one left', () => {
    // Calling .9 and .7: TP 2, FP 0, FN 0 → F1 1; the neighbours are .7 and .3.
    const best = defined(optimalThreshold([1, 1, 0, 0], [0.9, 0.7, 0.3, 0.1]))
    expect(best.threshold).toBeCloseTo(0.5, 12)
    expect(best.f1).toBe(1)
  })

  it('calls everything when that is best', () => {
    const best = defined(optimalThreshold([1, 1, 0], [0.1, 0, 0.05]))
    expect(best.threshold).toBeLessThan(0)
    expect(best.f1).toBeCloseTo(4 / 5, 12)
  })

  it('reaches, under the strict rule, the F1 it promises, and no threshold reaches more', () => {
    const sample = fc
      .array(fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 8 })), { minLength: 2, maxLength: 30 })
      .filter((pairs) => new Set(pairs.map(([target]) => target)).size === 2)
    fc.assert(
      fc.property(sample, (pairs) => {
        const targets = pairs.map(([target]) => target)
        const scores = pairs.map(([, score]) => score / 8)
        const best = defined(optimalThreshold(targets, scores))
        const f1At = (threshold: number) => defined(f1Of(defined(confusionAt(targets, scores, threshold))))
        expect(f1At(best.threshold)).toBeCloseTo(best.f1, 12)
        for (const threshold of [-1, ...scores]) expect(f1At(threshold)).toBeLessThanOrEqual(best.f1 + 1e-12)
      }),
    )
  })

  it('separates neighbouring floating-point numbers', () => {
    const lower = 0.5
    const upper = 0.5 + 2 ** -53
    const best = defined(optimalThreshold([0, 1], [lower, upper]))
    expect(confusionAt([0, 1], [lower, upper], best.threshold)).toMatchObject({
      truePositives: 1,
      falsePositives: 0,
    })
  })

  it('is undefined with one class', () => {
    expect(optimalThreshold([0, 0], [0.1, 0.9])).toEqual({
      undefined: true,
      reason: 'all 2 sinuses are normal',
    })
  })
})

describe('predictive values', () => {
  // Sensitivity 8/10, specificity 15/20.
  const matrix = { truePositives: 8, falseNegatives: 2, falsePositives: 5, trueNegatives: 15 }

  it('are the shares in the matrix at its own prevalence', () => {
    const { positive, negative } = predictiveValues(matrix, 10 / 30)
    expect(positive).toBeCloseTo(8 / 13, 12)
    expect(negative).toBeCloseTo(15 / 17, 12)
  })

  it('follow the prevalence', () => {
    // Of 1000, 100 anomalous: 80 found, 225 false alarms; 20 missed, 675 clear.
    const { positive, negative } = predictiveValues(matrix, 0.1)
    expect(positive).toBeCloseTo(80 / 305, 12)
    expect(negative).toBeCloseTo(675 / 695, 12)
    expect(predictiveValues(matrix, 0)).toEqual({ positive: 0, negative: 1 })
  })

  it('say why there are none', () => {
    const never = { truePositives: 0, falseNegatives: 10, falsePositives: 0, trueNegatives: 20 }
    expect(predictiveValues(never, 0.5)).toEqual({
      positive: { undefined: true, reason: 'no sinus is called anomalous' },
      negative: 0.5,
    })
    const oneClass = { truePositives: 1, falseNegatives: 1, falsePositives: 0, trueNegatives: 0 }
    expect(predictiveValues(oneClass, 0.5).positive).toMatchObject({ reason: 'no sinus is normal' })
  })
})
