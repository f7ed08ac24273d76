import { rmSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { saveMetrics } from '../../../../src/main/db/stores/predictions.ts'
import { finishStage, listStages } from '../../../../src/main/db/stores/stages.ts'
import type { Project } from '../../../../src/main/project.ts'
import { experimentResults, resultTable } from '../../../../src/main/services/results.ts'
import { metricNames, modelMetrics } from '../../../../src/shared/metrics/index.ts'
import { sideFromLetter } from '../../../../src/shared/domain/sinus.ts'
import { defined } from '../../shared/metrics/golden.ts'
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
  it('has what more labels bring, AUROC by side, and the paper’s rows where there are any', async () => {
    const study = await aPlannedStudy({ recipe: { folds: 2, labelFractions: [0.4, 1] } })
    await study.run()
    const results = await study.read((project) => experimentResults(project, study.experiment))
    expect(results.trends[0]).toMatchObject({ method: 'scratch', metric: 'auroc', from: 0.4, to: 1 })
    // Nobody has named a finding in this cohort.
    expect(defined(results.subgroups).slice(0, 2)).toMatchObject([
      { method: 'scratch', labelFraction: 0.4, by: 'side', group: 'left' },
      { method: 'scratch', labelFraction: 0.4, by: 'side', group: 'right' },
    ])
    const published = results.published.rows.map(({ method, labelFraction }) => `${method} ${labelFraction}`)
    expect(published).toEqual(study.recipe.methods.map((method) => `${method} 1`))
  })

  it('says why there are no subgroups when the dataset’s folder is gone, and still has the numbers', async () => {
    const study = await aPlannedStudy()
    await study.run()
    rmSync(path.join(study.folder, 'volumes', 'v1', 'dataset.json'))
    const results = await study.read((project) => experimentResults(project, study.experiment))
    expect(results.subgroups).toMatchObject({
      undefined: true,
      reason: expect.stringContaining('dataset.json') as string,
    })
    expect(results.rows[0].finished).toBe(1)
  })
})

describe('resultTable', () => {
  it('is the table that the scores give, whether or not everything is finished', async () => {
    const study = await aPlannedStudy({ recipe: { folds: 2, labelFractions: [0.2, 1] } })
    const both = () =>
      study.read(async (project) => {
        const { rows } = await experimentResults(project, study.experiment)
        return [
          await resultTable(project, study.experiment),
          rows.map(({ testSubjects: _, ...row }) => row),
        ] as const
      })
    for (const finish of [false, true]) {
      if (finish) await study.run()
      const [table, rows] = await both()
      expect(table.rows).toEqual(rows)
      expect(table.rows[0].finished).toBe(finish ? 2 : 0)
    }
  })

  it('asks the database as often for sixty runs as for six', async () => {
    const asked = async (recipe: Record<string, unknown>) => {
      const study = await aPlannedStudy({ recipe })
      return study.write(async (project) => {
        await finishAll(project, study.experiment)
        let count = 0
        const db = project.db.withPlugin({
          transformQuery: ({ node }) => (count++, node),
          transformResult: async ({ result }) => result,
        })
        const { rows } = await resultTable({ ...project, db }, study.experiment)
        return { count, finished: rows.reduce((sum, row) => sum + row.finished, 0) }
      })
    }
    const few = await asked({ folds: 2 })
    const many = await asked({ folds: 5, seeds: [1, 2, 3, 4] })
    expect([few.finished, many.finished]).toEqual([6, 60])
    expect(many.count).toBe(few.count)
    // Reading the locked test set is counted, too.
    expect(few.count).toBeLessThan(7)
  })
})

/** As after a run, without predictions: the table needs none. */
async function finishAll({ db }: Project, experiment: string): Promise<void> {
  const metrics = Object.fromEntries(metricNames.map((name, i) => [name, { value: 0.5 + i / 100 }]))
  for (const { stage } of await listStages(db, experiment)) {
    await finishStage(db, stage.hash, { device: 'none', seconds: 1, finishedAt: '2026-01-01T00:00:00.000Z' })
    if (stage.kind === 'evaluate') await saveMetrics(db, stage.hash, metrics)
  }
}
