import { describe, expect, it } from 'vitest'
import { chooseCases } from '../../../../src/main/report/choose-cases.ts'
import type { Prediction } from '../../../../src/shared/ipc/trainer.ts'
import { anEvaluation } from '../../shared/metrics/cohort.ts'

const scored = (name: string, target: 0 | 1, score: number, set: Prediction['set'] = 'test'): Prediction => ({
  sinus: `${name}_L`,
  subject: name,
  side: 'left',
  set,
  target,
  score,
})
const names = (evaluations: Parameters<typeof chooseCases>[0]) =>
  chooseCases(evaluations).map(({ verdict, prediction }) => `${verdict} ${prediction.subject}`)

describe('chooseCases', () => {
  it('takes the surest anomaly found and the worst mistake, from the test set only', () => {
    const predictions = [
      scored('validation', 1, 0.99, 'validation'),
      scored('found', 1, 0.8),
      scored('surely-normal', 0, 0.01),
      scored('slightly-wrong', 0, 0.6),
      scored('badly-wrong', 1, 0.1),
    ]
    expect(names([anEvaluation({ predictions })])).toEqual(['right found', 'wrong badly-wrong'])
  })

  it('takes a normal sinus as the right one when every anomaly was missed', () => {
    expect(
      names([anEvaluation({ predictions: [scored('normal', 0, 0.2), scored('missed', 1, 0.3)] })]),
    ).toEqual(['right normal', 'wrong missed'])
  })

  it('shows no wrong case when there is none, and nothing when nothing is finished', () => {
    expect(names([anEvaluation({ predictions: [scored('found', 1, 0.9)] })])).toEqual(['right found'])
    expect(names([anEvaluation({ predictions: null })])).toEqual([])
  })

  it('asks the residual model with the most labels and the first fold', () => {
    const evaluations = ['residual', 'scratch'].flatMap((method) =>
      [0.1, 1].flatMap((labelFraction) =>
        [1, 0].map((foldIndex) => anEvaluation({ method, labelFraction, foldIndex })),
      ),
    )
    const [{ evaluation }] = chooseCases(evaluations)
    expect(evaluation).toMatchObject({ method: 'residual', labelFraction: 1, foldIndex: 0 })
    const [{ evaluation: without }] = chooseCases(evaluations.filter(({ method }) => method !== 'residual'))
    expect(without.method).toBe('scratch')
  })
})
