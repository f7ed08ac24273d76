import { describe, expect, it } from 'vitest'
import { compareMethods } from '../../../../src/main/services/compare.ts'
import { experimentResults } from '../../../../src/main/services/results.ts'
import { holm } from '../../../../src/shared/metrics/index.ts'
import { aPlannedStudy } from '../../../helpers/fake-study.ts'
import { defined } from '../../shared/metrics/golden.ts'

const recipe = { folds: 2, labelFractions: [0.2, 1] }
const aFinishedStudy = async () => {
  const study = await aPlannedStudy({ recipe })
  await study.run()
  const compare = (options: Parameters<typeof compareMethods>[2], id = study.experiment) =>
    study.read((project) => compareMethods(project, id, options))
  return { ...study, compare }
}

describe('compareMethods', () => {
  it('compares two methods at every fraction, corrected over the fractions, and as the results do', async () => {
    const { compare, read, experiment } = await aFinishedStudy()
    const { comparisons } = await compare({ a: 'residual', b: 'scratch' })
    expect(comparisons.map(({ labelFraction, metric }) => `${labelFraction} ${metric}`)).toEqual(
      [0.2, 1].flatMap((fraction) => ['auroc', 'auprc', 'f1'].map((metric) => `${fraction} ${metric}`)),
    )
    const aurocs = comparisons.filter(({ metric }) => metric === 'auroc').map(({ result }) => defined(result))
    expect(aurocs.map(({ adjustedP }) => adjustedP)).toEqual(holm(aurocs.map(({ p }) => p)))
    const results = await read((project) => experimentResults(project, experiment))
    for (const { labelFraction, metric, result } of comparisons) {
      const same = results.differences.find(
        (one) => one.first === 'residual' && one.labelFraction === labelFraction && one.metric === metric,
      )!
      const { difference, low, high, p, folds } = defined(result)
      expect(defined(same.result)).toMatchObject({ difference, low, high, p, folds })
    }
  })

  it('adds what other tests make of it, at one fraction when asked', async () => {
    const { compare } = await aFinishedStudy()
    const { comparisons } = await compare({ a: 'autoencoder', b: 'residual', labelFraction: 1 })
    expect(new Set(comparisons.map(({ labelFraction }) => labelFraction))).toEqual(new Set([1]))
    const [auroc] = comparisons
    const { bootstrap, clusteredDelong, permutation, resampledT } = defined(auroc.tests)
    const { difference } = defined(auroc.result)
    expect(defined(clusteredDelong!).difference).toBeCloseTo(difference, 12)
    expect(defined(permutation!).p).toBeGreaterThan(0)
    expect(defined(bootstrap).low).toBeLessThan(difference)
    expect(defined(resampledT).degreesOfFreedom).toBe(1)
    expect(defined(auroc.result).comparisons).toBe(1)
  })

  it('is the other way round with the sign turned', async () => {
    const { compare } = await aFinishedStudy()
    const [forth] = (await compare({ a: 'residual', b: 'scratch', labelFraction: 1 })).comparisons
    const [back] = (await compare({ a: 'scratch', b: 'residual', labelFraction: 1 })).comparisons
    expect(defined(back.result).difference).toBeCloseTo(-defined(forth.result).difference, 12)
    expect(defined(back.result).p).toBeCloseTo(defined(forth.result).p, 12)
  })

  it('names what there is when asked for a method, fraction or experiment that is not', async () => {
    const { compare } = await aFinishedStudy()
    await expect(compare({ a: 'residual', b: 'byol' })).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('scratch, autoencoder, residual') as string,
    })
    await expect(compare({ a: 'residual', b: 'scratch', labelFraction: 0.5 })).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('0.2, 1') as string,
    })
    await expect(compare({ a: 'residual', b: 'residual' })).rejects.toMatchObject({ code: 'usage' })
    await expect(compare({ a: 'a', b: 'b' }, 'nonsense')).rejects.toMatchObject({ code: 'not-found' })
  })
})
