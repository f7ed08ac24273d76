import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withProject } from '../../../../src/main/project.ts'
import { methodScores } from '../../../../src/main/services/method-scores.ts'
import { experimentResults, resultTable } from '../../../../src/main/services/results.ts'
import { areas, isUndefined, rank } from '../../../../src/shared/metrics/index.ts'
import { seedResults } from '../../../helpers/seed-results.ts'
import { aManifest, seedProject } from '../../../helpers/seeded-project.ts'
import type { SeededProject } from '../../../helpers/seeded-project.ts'
import { defined } from '../../shared/metrics/golden.ts'

describe('the scores of a method', () => {
  let project: SeededProject
  const which = { method: 'residual', labelFraction: 1 }
  const read = <T>(work: Parameters<typeof withProject<T>>[2]) => withProject(project.folder, 'read', work)
  const scores = () => read((open) => methodScores(open, project.experiment, which))

  beforeAll(async () => {
    project = await seedProject()
  })
  afterAll(() => project.remove())

  it('are empty before anything is finished, and say that the dataset is not there', async () => {
    const found = await scores()
    expect(found).toMatchObject({ sinuses: [], models: [], subgroups: { undefined: true } })
  })

  it('give the same numbers as the table and the subgroups of the results', async () => {
    await seedResults(project)
    const volumes = path.join(project.folder, 'volumes', 'v1')
    mkdirSync(volumes, { recursive: true })
    writeFileSync(path.join(volumes, 'dataset.json'), JSON.stringify(aManifest()))
    const found = await scores()
    const all = await read((open) => experimentResults(open, project.experiment))
    const row = all.rows.find(({ method, labelFraction }) => method === 'residual' && labelFraction === 1)!
    const targets = found.sinuses.map(({ target }) => target)
    expect(found.models.map(({ test }) => defined(areas(rank(targets, test))).auroc)).toEqual(
      row.metrics.auroc.folds,
    )
    expect(found.models.map(({ metrics }) => metrics.f1)).toEqual(row.metrics.f1.folds)
    if (isUndefined(all.subgroups)) throw new Error(all.subgroups.reason)
    expect(found.subgroups).toEqual(
      all.subgroups.filter(({ method, labelFraction }) => method === 'residual' && labelFraction === 1),
    )
  })

  it('count as a look at the test set', async () => {
    const readings = async () => (await read((open) => resultTable(open, project.experiment))).testSet.reads
    const before = await readings()
    await scores()
    expect(await readings()).toBe(before + 2)
  })

  it('are refused for what the experiment does not have', async () => {
    const asked = read((open) => methodScores(open, project.experiment, { ...which, labelFraction: 0.5 }))
    await expect(asked).rejects.toMatchObject({ code: 'not-found' })
  })
})
