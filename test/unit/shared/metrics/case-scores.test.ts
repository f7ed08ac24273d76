import { describe, expect, it } from 'vitest'
import { caseScores, entropyBits } from '../../../../src/shared/metrics/index.ts'

describe('caseScores', () => {
  it('has the mean score of the models, what it costs, and how far they differ', () => {
    // Scores 0.8 and 0.4: mean 0.6, standard deviation 0.2, −ln 0.6.
    const scores = caseScores(1, [0.8, 0.4])
    expect(scores).toMatchObject({ low: 0.4, high: 0.8 })
    expect(scores.mean).toBeCloseTo(0.6, 12)
    expect(scores.disagreement).toBeCloseTo(0.2, 12)
    expect(scores.loss).toBeCloseTo(-Math.log(0.6), 12)
    expect(caseScores(0, [0.8, 0.4]).loss).toBeCloseTo(-Math.log(0.4), 12)
  })

  it('is one bit uncertain at 0.5 and not at all at 1', () => {
    expect(caseScores(0, [0.5, 0.5]).uncertainty).toBe(1)
    expect(caseScores(0, [1, 1]).uncertainty).toBe(0)
  })

  it('costs a finite amount where the models are sure and wrong', () => {
    expect(caseScores(0, [1, 1]).loss).toBeCloseTo(7 * Math.log(10), 6)
  })
})

describe('uncertainty', () => {
  it('is one bit at one half, none where a model is sure, and the same either way', () => {
    // Hand-worked: −¼·log₂¼ − ¾·log₂¾ = 0.5 + 0.311278.
    expect([0, 0.25, 0.5, 0.75, 1].map(entropyBits).map((bits) => bits.toFixed(6))).toEqual([
      '0.000000',
      '0.811278',
      '1.000000',
      '0.811278',
      '0.000000',
    ])
  })
})
