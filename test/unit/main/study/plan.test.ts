import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { listExperiments } from '../../../../src/main/db/stores/experiments.ts'
import { listStages } from '../../../../src/main/db/stores/stages.ts'
import { perStageSeconds, probeSeconds } from '../../../../src/main/study/costs.ts'
import { experimentId, type Engine } from '../../../../src/main/study/outline.ts'
import { planExperiment, type PlannedExperiment } from '../../../../src/main/study/plan.ts'
import { anEngine, aPlannedStudy } from '../../../helpers/fake-study.ts'
import { aProject } from '../../../helpers/project.ts'
import { aManifest, aRecipe } from '../../../helpers/seeded-project.ts'

describe('planExperiment', () => {
  it('stores stages and runs, and says what they take', async () => {
    const { planned, experiment, read } = await aPlannedStudy({
      recipe: { labelFractions: [0.2, 1], folds: 2 },
    })
    expect(planned).toMatchObject({
      dataset: 'v1',
      runs: 12,
      pretrainings: 2 + 2 + 1,
      finetunings: 12,
      stages: { cae: 2, residuals: 2, pretrain: 3, finetune: 12, evaluate: 12 },
      finished: 0,
    })
    const { secondsRange, measuredShare, ...amounts } = planned.estimate
    expect(measuredShare).toBe(0) // only the engine's step
    for (const value of Object.values(amounts)) expect(value).toBeGreaterThan(0)
    expect(secondsRange[0]).toBeLessThan(amounts.seconds)
    expect(secondsRange[1]).toBeGreaterThan(amounts.seconds)
    const records = await read(({ db }) => listStages(db, experiment))
    expect(records.map(({ state }) => state)).toEqual(Array(31).fill('queued'))
  })

  it('finds the same experiment when the same is planned again, and shares what two experiments have in common', async () => {
    const { experiment, write, recipe, run } = await aPlannedStudy()
    await run()
    const [again, more] = await write(async (project) => [
      await planExperiment(project, recipe, anEngine),
      await planExperiment(project, { ...recipe, seeds: [100, 101] }, anEngine),
    ])
    expect(again.experiment).toBe(experiment)
    expect(again).toMatchObject({ finished: 10, estimate: { seconds: 0, diskBytes: 0 } })
    expect(more.experiment).not.toBe(experiment)
    expect(more).toMatchObject({ runs: 6, finished: 10 })
    expect(await write(({ db }) => listExperiments(db))).toHaveLength(2)
  })

  it('resolves auto by the engine, and scales its estimate by the measured step', async () => {
    const { write, recipe } = await aPlannedStudy()
    const plan = (engine: Engine) =>
      write((project) =>
        planExperiment(project, { ...recipe, precision: 'auto' }, () => Promise.resolve(engine)),
      )
    const memoryBytes = 8e9
    const reference = await plan({
      precision: 'bfloat16',
      stepSeconds: probeSeconds('bfloat16'),
      memoryBytes,
    })
    expect(reference.precision).toBe('bfloat16')
    const slow = await plan({
      precision: 'bfloat16',
      stepSeconds: 10 * probeSeconds('bfloat16'),
      memoryBytes,
    })
    expect(slow.experiment).toBe(reference.experiment)
    const fixed = 10 * perStageSeconds
    const work = (planned: PlannedExperiment) => planned.estimate.seconds - fixed
    expect(work(slow) / work(reference)).toBeCloseTo(10, 0)
    expect((await plan({ precision: 'float32', stepSeconds: null, memoryBytes })).precision).toBe('float32')
  })

  it('is told what is missing', async () => {
    const project = await aProject()
    await expect(planExperiment(project, aRecipe(), anEngine)).rejects.toMatchObject({
      code: 'invalid-state',
      message: expect.stringContaining('antrum freeze') as string,
    })
    const { write, folder } = await aPlannedStudy()
    await expect(
      write((study) => planExperiment(study, aRecipe({ dataset: 'v9' }), anEngine)),
    ).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('it has v1') as string,
    })
    writeFileSync(
      path.join(folder, 'volumes/v1/dataset.json'),
      JSON.stringify({ ...aManifest(), hash: 'other' }),
    )
    await expect(write((study) => planExperiment(study, aRecipe(), anEngine))).rejects.toMatchObject({
      code: 'corrupt-data',
    })
  })

  it('shows what was checked of its models’ ancestors, and plans nothing that leaks', async () => {
    const { planned, write, folder, manifest, recipe } = await aPlannedStudy()
    expect(planned.lineage).toMatchObject({ models: 3, declared: [] })
    expect(planned.lineage.checks.every(({ ok }) => ok)).toBe(true)

    const leaky = structuredClone(manifest)
    leaky.split.folds[0].fractions['1'].push(leaky.split.test[0])
    writeFileSync(path.join(folder, 'volumes/v1/dataset.json'), JSON.stringify(leaky))
    await expect(
      write((project) => planExperiment(project, { ...recipe, seeds: [7] }, anEngine)),
    ).rejects.toMatchObject({
      code: 'invalid-state',
      message: expect.stringContaining('no test subject') as string,
    })
    expect(await write(({ db }) => listExperiments(db))).toHaveLength(1)
  })
})

describe('experimentId', () => {
  it('follows from the recipe’s meaning and the dataset', () => {
    const manifest = aManifest()
    const id = experimentId(aRecipe({ precision: 'auto' }), manifest, 'float32')
    expect(id).toMatch(/^quick-[0-9a-f]{8}$/)
    expect(experimentId(aRecipe({ precision: 'float32' }), manifest, 'float32')).toBe(id)
    expect(experimentId(aRecipe(), manifest, 'bfloat16')).not.toBe(id)
    expect(experimentId(aRecipe({ folds: 1 }), manifest, 'float32')).not.toBe(id)
    expect(experimentId(aRecipe(), { ...manifest, hash: 'other' }, 'float32')).not.toBe(id)
  })
})
