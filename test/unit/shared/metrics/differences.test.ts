import { describe, expect, it } from 'vitest'
import { differencesToBaseline } from '../../../../src/shared/metrics/differences.ts'
import { anEvaluation, somePredictions } from './cohort.ts'

const replicates = 200
const folds = [0, 1]

describe('differencesToBaseline', () => {
  it('compares every method with scratch, fraction by fraction', () => {
    const evaluations = ['residual', 'scratch', 'autoencoder'].flatMap((method) =>
      [1, 0.1].flatMap((labelFraction) =>
        folds.map((foldIndex) => anEvaluation({ method, labelFraction, foldIndex })),
      ),
    )
    const found = differencesToBaseline(evaluations, undefined, { replicates })
    expect(
      found.map(({ labelFraction, metric, first, second }) => [labelFraction, metric, first, second]),
    ).toEqual(
      [0.1, 1].flatMap((labelFraction) =>
        ['residual', 'autoencoder'].flatMap((method) =>
          ['auroc', 'auprc'].map((metric) => [labelFraction, metric, method, 'scratch']),
        ),
      ),
    )
  })

  it('finds the better method, names it as asked, and is symmetric', () => {
    const good = folds.map((foldIndex) =>
      anEvaluation({ method: 'residual', foldIndex, predictions: somePredictions({ foldIndex, signal: 5 }) }),
    )
    const poor = folds.map((foldIndex) =>
      anEvaluation({ foldIndex, predictions: somePredictions({ foldIndex, signal: 0, seed: 'poor' }) }),
    )
    const name = (method: string) => (method === 'residual' ? 'Residual prediction' : 'No pretraining')
    const [auroc] = differencesToBaseline([...good, ...poor], undefined, { replicates, name })
    expect(auroc.result).toMatchObject({ distinguishable: true })
    expect(auroc.sentence).toMatch(/^Residual prediction scores higher than No pretraining by AUROC/)
    const [reverse] = differencesToBaseline([...good, ...poor], 'residual', { replicates, name })
    expect(reverse.sentence).toMatch(/^No pretraining scores lower than Residual prediction by AUROC/)
  })

  it('compares only what both have finished', () => {
    const both = (method: string, foldIndex: number) => anEvaluation({ method, foldIndex })
    const complete = [both('scratch', 0), both('residual', 0)]
    const ahead = [
      ...complete,
      both('residual', 1),
      anEvaluation({ foldIndex: 1, state: 'queued', predictions: null }),
    ]
    const results = (list: typeof complete) =>
      differencesToBaseline(list, undefined, { replicates }).map(({ result }) => result)
    expect(results(ahead)).toEqual(results(complete))
  })

  it('says so when there is nothing in common yet', () => {
    const evaluations = [
      anEvaluation({ state: 'running', predictions: null }),
      anEvaluation({ method: 'residual' }),
    ]
    const [difference] = differencesToBaseline(evaluations, undefined, { replicates })
    expect(difference.sentence).toBe(
      'residual and scratch cannot be compared by AUROC: no fold is finished by both.',
    )
  })
})
