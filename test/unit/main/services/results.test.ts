import { describe, expect, it } from 'vitest'
import { experimentResults } from '../../../../src/main/services/results.ts'
import { modelMetrics } from '../../../../src/shared/metrics/index.ts'
import { sideFromLetter } from '../../../../src/shared/domain/sinus.ts'
import { aPlannedStudy } from '../../../helpers/fake-study.ts'

describe('experimentResults', () => {
  it('has a row per method and fraction, and every prediction behind it', async () => {
    const study = await aPlannedStudy({ recipe: { folds: 2, labelFractions: [0.2, 1] } })
    await study.run()
    const results = await study.read((project) => experimentResults(project, study.experiment))
    const { methods } = study.recipe
    expect(results.rows.map(({ method, labelFraction }) => [method, labelFraction])).toEqual(
      methods.flatMap((method) => [0.2, 1].map((fraction) => [method, fraction])),
    )
    for (const row of results.rows) {
      expect(row).toMatchObject({ planned: 2, finished: 2, unfinished: [], foldIndices: [0, 1] })
      row.metrics.auroc.folds.forEach((value, fold) => {
        const own = results.predictions.filter(
          (one) => one.method === row.method && one.labelFraction === row.labelFraction && one.fold === fold,
        )
        const predictions = own.map((one) => ({
          ...one,
          side: sideFromLetter(one.side),
          sinus: `${one.subject}_${one.side}`,
        }))
        expect(modelMetrics(predictions).auroc).toEqual(value)
      })
    }
    expect(results.differences.map(({ first, second }) => `${first} ${second}`)).toContain('residual scratch')
    expect(Object.keys(results.predictions[0]).sort()).toEqual(
      ['method', 'labelFraction', 'fold', 'seed', 'set', 'subject', 'side', 'target', 'score'].sort(),
    )
  })

  it('shows what is not finished as such, and changes nothing by being asked twice', async () => {
    const study = await aPlannedStudy()
    const before = await study.read((project) => experimentResults(project, study.experiment))
    expect(before.predictions).toEqual([])
    expect(before.rows[0]).toMatchObject({ planned: 1, finished: 0, unfinished: [{ state: 'queued' }] })
    await study.run()
    const [first, second] = [
      await study.read((project) => experimentResults(project, study.experiment)),
      await study.read((project) => experimentResults(project, study.experiment)),
    ]
    expect(second).toEqual({ ...first, testSet: second.testSet })
  })

  it('names the experiments there are when asked for another', async () => {
    const study = await aPlannedStudy()
    await expect(study.read((project) => experimentResults(project, 'nonsense'))).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining(study.experiment) as string,
    })
  })
})
