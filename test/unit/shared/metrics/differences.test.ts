import { describe, expect, it } from 'vitest'
import { studentT95 } from '../../../../src/shared/metrics/distributions.ts'
import { delongTest } from '../../../../src/shared/metrics/delong.ts'
import { differencesOf, differencesToBaseline } from '../../../../src/shared/metrics/differences.ts'
import { modelMetrics } from '../../../../src/shared/metrics/evaluation.ts'
import { holm } from '../../../../src/shared/metrics/holm.ts'
import type { Evaluation, FinishedEvaluation } from '../../../../src/shared/metrics/result-rows.ts'
import { aBench, anEvaluation, somePredictions } from './cohort.ts'
import { defined } from './golden.ts'

const folds = [0, 1]
const toBaseline = (evaluations: Evaluation[], name?: (method: string) => string) =>
  differencesToBaseline(evaluations, aBench(evaluations), name && { name })
const of = (method: string, foldIndex: number, signal: number, over: Partial<Evaluation> = {}) =>
  anEvaluation({
    method,
    foldIndex,
    predictions: somePredictions({ foldIndex, signal, seed: `${method} ${over.seed ?? ''}` }),
    ...over,
  })

describe('differencesToBaseline', () => {
  it('compares every method with scratch, fraction by fraction, by each headline metric', () => {
    const evaluations = ['residual', 'scratch', 'autoencoder'].flatMap((method) =>
      [1, 0.1].flatMap((labelFraction) =>
        folds.map((foldIndex) => anEvaluation({ method, labelFraction, foldIndex })),
      ),
    )
    const found = toBaseline(evaluations)
    expect(
      found.map(({ labelFraction, metric, first, second }) => [labelFraction, metric, first, second]),
    ).toEqual(
      [0.1, 1].flatMap((labelFraction) =>
        ['residual', 'autoencoder'].flatMap((method) =>
          ['auroc', 'auprc', 'f1'].map((metric) => [labelFraction, metric, method, 'scratch']),
        ),
      ),
    )
  })

  it('corrects each metric’s comparisons together, by Holm', () => {
    const evaluations = ['scratch', 'residual', 'autoencoder'].flatMap((method, rank) =>
      folds.map((foldIndex) => of(method, foldIndex, 1 + 0.4 * rank)),
    )
    for (const metric of ['auroc', 'auprc', 'f1']) {
      const results = toBaseline(evaluations)
        .filter((one) => one.metric === metric)
        .map(({ result }) => defined(result))
      expect(results.map(({ adjustedP }) => adjustedP)).toEqual(holm(results.map(({ p }) => p)))
      for (const { comparisons, adjustedP, distinguishable } of results) {
        expect(comparisons).toBe(2)
        expect(distinguishable).toBe(adjustedP < 0.05)
      }
    }
  })

  it('finds the better method and says by how much, absolutely and relatively', () => {
    const evaluations = folds.flatMap((foldIndex) => [
      of('residual', foldIndex, 3),
      of('scratch', foldIndex, 0),
    ])
    const name = (method: string) => (method === 'residual' ? 'Residual prediction' : 'No pretraining')
    const [auroc] = toBaseline(evaluations, name)
    const result = defined(auroc.result)
    expect(result.relative).toBeCloseTo(result.difference / result.second, 12)
    expect(result).toMatchObject({
      distinguishable: true,
      testSubjects: 40,
      basis: 'folds and test subjects',
    })
    expect(auroc.sentence).toMatch(
      /^Residual prediction scores higher than No pretraining by AUROC \([01]\.\d{3} against 0\.\d{3}: difference \+0\.\d{3}, \+\d+\.\d%; 95% interval \+0\.\d{3} to \+0\.\d{3} over 2 folds and 40 test subjects; p (= 0\.\d{3}|< 0\.001)\)\.$/,
    )
    const pair = { labelFraction: 1, first: 'scratch', second: 'residual' }
    const [reverse] = differencesOf([pair], evaluations, aBench(evaluations), { name })
    expect(reverse.sentence).toMatch(/^No pretraining scores lower than Residual prediction by AUROC/)
    expect(defined(reverse.result).difference).toBeCloseTo(-result.difference, 12)
    expect(defined(reverse.result).p).toBeCloseTo(result.p, 12)
  })

  it('cuts the interval where no difference can lie', () => {
    const evaluations = [
      ...[of('residual', 0, 3), of('scratch', 0, 0)],
      ...[of('residual', 1, 0), of('scratch', 1, 3)],
    ]
    const result = defined(toBaseline(evaluations)[0].result)
    expect([result.low, result.high]).toEqual([-1, 1])
  })

  it('gives each fold’s values, seeds averaged, and their mean', () => {
    const evaluations = folds.flatMap((foldIndex) =>
      [1, 2].flatMap((seed) => [
        of('residual', foldIndex, 2, { seed }),
        of('scratch', foldIndex, 1, { seed }),
      ]),
    )
    const result = defined(toBaseline(evaluations)[0].result)
    const value = (method: string, foldIndex: number, seed: number) =>
      defined(
        modelMetrics(
          evaluations.find(
            (one) => one.method === method && one.foldIndex === foldIndex && one.seed === seed,
          )!.predictions!,
        ).auroc,
      )
    expect(result.folds.map(({ foldIndex }) => foldIndex)).toEqual(folds)
    for (const { foldIndex, first, second, difference } of result.folds) {
      expect(first).toBeCloseTo((value('residual', foldIndex, 1) + value('residual', foldIndex, 2)) / 2, 12)
      expect(difference).toBeCloseTo(first - second, 12)
    }
    expect(result.difference).toBeCloseTo((result.folds[0].difference + result.folds[1].difference) / 2, 12)
  })

  it('with one fold tests these trained models only, as the clustered DeLong test does', () => {
    const evaluations = [of('residual', 0, 2), of('scratch', 0, 1)]
    const [auroc] = toBaseline(evaluations)
    const result = defined(auroc.result)
    const bench = aBench(evaluations)
    const [a, b] = defined(bench.scores(evaluations as FinishedEvaluation[]))
    const clustered = defined(delongTest(bench.test, [a], [b]))
    expect(result.difference).toBeCloseTo(clustered.difference, 12)
    // Student's t instead of the normal distribution, and otherwise the same.
    const wider = studentT95(bench.test.fewestSubjects - 1) / 1.959964
    expect((result.high - result.low) / (clustered.high - clustered.low)).toBeCloseTo(wider, 6)
    expect(auroc.sentence).toContain('over 40 test subjects, for these trained models only')
  })

  it('compares only what both have finished', () => {
    const both = (method: string, foldIndex: number) => anEvaluation({ method, foldIndex })
    const complete = [both('scratch', 0), both('residual', 0)]
    const ahead = [
      ...complete,
      both('residual', 1),
      anEvaluation({ foldIndex: 1, state: 'queued', predictions: null }),
    ]
    const results = (list: typeof complete) => toBaseline(list).map(({ result }) => result)
    expect(results(ahead)).toEqual(results(complete))
  })

  it('cannot tell a method from itself', () => {
    const same = folds.flatMap((foldIndex) =>
      ['scratch', 'residual'].map((method) =>
        anEvaluation({ method, foldIndex, predictions: somePredictions({ foldIndex }) }),
      ),
    )
    for (const { result, sentence } of toBaseline(same)) {
      expect(result).toMatchObject({ difference: 0, distinguishable: false })
      expect(sentence).toContain('cannot be told apart')
      expect(sentence).not.toContain('−0.000')
    }
  })

  it('says why a comparison is impossible', () => {
    const waiting = [
      anEvaluation({ state: 'running', predictions: null }),
      anEvaluation({ method: 'residual' }),
    ]
    expect(toBaseline(waiting)[0].sentence).toBe(
      'residual and scratch cannot be compared by AUROC: no fold is finished by both.',
    )
    const oneClass = somePredictions().map((one) => ({ ...one, target: 1 as const }))
    const alike = ['scratch', 'residual'].map((method) => anEvaluation({ method, predictions: oneClass }))
    expect(toBaseline(alike)[1].sentence).toBe(
      'residual and scratch cannot be compared by AUPRC: all 80 sinuses are anomalous.',
    )
  })
})
