import { describe, expect, it } from 'vitest'
import { casesOf } from '../../../../src/renderer/src/features/results/cases.ts'
import type { ModelScores } from '../../../../src/shared/ipc/results.ts'

const sinus = { subject: 'sub-1', side: 'left' as const, finding: null }
const models = [{ test: [0.8, 0.5, 1] }, { test: [0.4, 0.5, 1] }] as ModelScores[]
const cases = casesOf({
  sinuses: [
    { ...sinus, target: 1 },
    { ...sinus, target: 0 },
    { ...sinus, target: 0 },
  ],
  models,
})

describe('a case', () => {
  it('has the mean score of the runs, what it costs, and how far they differ', () => {
    // Scores 0.8 and 0.4: mean 0.6, standard deviation 0.2, −ln 0.6.
    expect(cases[0]).toMatchObject({ low: 0.4, high: 0.8 })
    expect(cases[0].mean).toBeCloseTo(0.6, 12)
    expect(cases[0].disagreement).toBeCloseTo(0.2, 12)
    expect(cases[0].loss).toBeCloseTo(-Math.log(0.6), 12)
  })

  it('is one bit uncertain at 0.5 and not at all at 1', () => {
    expect(cases[1].uncertainty).toBe(1)
    expect(cases[2].uncertainty).toBe(0)
  })

  it('costs a finite amount where the runs are sure and wrong', () => {
    expect(cases[2].loss).toBeCloseTo(7 * Math.log(10), 6)
  })
})
