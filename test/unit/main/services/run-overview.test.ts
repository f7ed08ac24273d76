import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  failStage,
  finishStage,
  saveStageProgress,
  startStage,
} from '../../../../src/main/db/stores/stages.ts'
import { listRuns } from '../../../../src/main/services/run-overview.ts'
import { seedProject } from '../../../helpers/seeded-project.ts'
import type { SeededProject } from '../../../helpers/seeded-project.ts'

describe('the runs of a project', () => {
  let project: SeededProject
  beforeEach(async () => {
    project = await seedProject()
  })
  afterEach(() => project.remove())

  const run = async (hash: string) => (await listRuns(project.folder)).find(({ stage }) => stage === hash)!

  it('name method, fold and label fraction of what they descend from', async () => {
    const runs = await listRuns(project.folder)
    const facts = runs.map((r) => `${r.kind} ${r.method} ${r.foldIndex} ${r.labelFraction}`)
    // Each as the plan made it: the second fold's residual pretraining reads its cae; the autoencoder is shared.
    expect(facts.slice(0, 7)).toEqual([
      'cae null 0 null',
      'cae null 1 null',
      'residuals null 0 null',
      'residuals null 1 null',
      'pretrain autoencoder null null',
      'pretrain residual 0 null',
      'pretrain residual 1 null',
    ])
    const evaluated = facts.filter((fact) => fact.startsWith('evaluate')).toSorted()
    const planned = project.plan.runs
      .map((r) => `evaluate ${r.method} ${r.foldIndex} ${r.labelFraction}`)
      .toSorted()
    expect(evaluated).toEqual(planned)
  })

  it('tell progress while running, seconds when finished, the reason when failed', async () => {
    const [{ hash }] = project.plan.stages
    expect(await run(hash)).toMatchObject({ state: 'queued', progress: null, seconds: null, reason: null })
    await project.write(async ({ db }) => {
      await startStage(db, hash, { pid: 1, host: 'here' })
      await saveStageProgress(db, hash, {
        stepsDone: 25,
        stepsTotal: 100,
        epochIndex: 2,
        epochs: 10,
        loss: 0.5,
      })
    })
    expect(await run(hash)).toMatchObject({
      state: 'running',
      progress: 0.25,
      epochIndex: 2,
      epochs: 10,
      loss: 0.5,
    })
    expect((await run(hash)).seconds).toBeGreaterThanOrEqual(0)
    await project.write(({ db }) =>
      failStage(db, hash, { code: 'loss-not-a-number', message: 'The loss is not a number.' }),
    )
    expect(await run(hash)).toMatchObject({
      state: 'failed',
      seconds: null,
      reason: 'The loss is not a number.',
    })
    await project.write(({ db }) =>
      finishStage(db, hash, { device: 'cpu', seconds: 12.5, finishedAt: new Date().toISOString() }),
    )
    expect(await run(hash)).toMatchObject({ state: 'finished', progress: 1, seconds: 12.5, reason: null })
  })
})
