import { describe, expect, it } from 'vitest'
import { modelMetrics } from '../../../../src/shared/metrics/evaluation.ts'
import type { Prediction } from '../../../../src/shared/ipc/trainer.ts'

const sinus = (set: Prediction['set'], target: 0 | 1, score: number, i: number): Prediction => ({
  sinus: `sub-${i}_L`,
  subject: `sub-${i}`,
  side: 'left',
  set,
  target,
  score,
})

// Validation: anomalous .3 and .2, normal .1 → best threshold .15. Test at .15: .4 TP, .2 TP, .16 FP, .1 TN.
const predictions = [
  sinus('validation', 1, 0.3, 0),
  sinus('validation', 1, 0.2, 1),
  sinus('validation', 0, 0.1, 2),
  sinus('test', 1, 0.4, 3),
  sinus('test', 1, 0.2, 4),
  sinus('test', 0, 0.16, 5),
  sinus('test', 0, 0.1, 6),
]

describe('modelMetrics', () => {
  it('uses the test set for the metric and the validation set for the threshold', () => {
    const metrics = modelMetrics(predictions)
    expect(metrics.auroc).toBe(1)
    expect(metrics.f1).toBe(0)
    expect(metrics.f1Optimal).toBeCloseTo(4 / 5, 12)
    expect(metrics.specificity).toBe(1)
    expect(metrics.brier).toBeCloseTo((0.36 + 0.64 + 0.0256 + 0.01) / 4, 12)
  })

  it('never lets test scores choose the threshold', () => {
    const changed = predictions.map((one) => (one.set === 'test' ? { ...one, score: one.score / 4 } : one))
    expect(modelMetrics(changed).f1Optimal).toBe(0)
  })

  it('says which set is at fault when the threshold cannot be chosen', () => {
    const metrics = modelMetrics(predictions.filter(({ set }) => set === 'test'))
    expect(metrics.auroc).toBe(1)
    expect(metrics.f1Optimal).toEqual({
      undefined: true,
      reason: 'no threshold can be chosen on the validation set: there is no sinus to evaluate',
    })
  })
})
