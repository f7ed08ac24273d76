import { describe, expect, it } from 'vitest'
import { listExperiments } from '../../../../src/main/db/stores/experiments.ts'
import { planExperiment } from '../../../../src/main/study/plan.ts'
import { previewPlan, recipeOfDraft } from '../../../../src/main/study/preview.ts'
import type { RecipeDraft } from '../../../../src/shared/ipc/experiments.ts'
import { anEngine, aPlannedStudy } from '../../../helpers/fake-study.ts'

const nothing = () => Promise.resolve(new Map())

async function aDraftOn(study: Awaited<ReturnType<typeof aPlannedStudy>>, changes: object = {}) {
  const draft = { ...(study.recipe as unknown as RecipeDraft), ...changes }
  const engine = await anEngine()
  const preview = () => study.read((project) => previewPlan(project, draft, engine, nothing))
  return { draft, preview }
}

describe('previewPlan', () => {
  it('says what planning will say, and writes nothing', async () => {
    const study = await aPlannedStudy()
    const { draft, preview } = await aDraftOn(study, { folds: 2, labelFractions: [0.2, 1] })
    const before = await preview()
    expect(before).toMatchObject({ isPlanned: false, runs: 12, pretrainings: 5, pretrainedRuns: 8 })
    expect(await study.read(({ db }) => listExperiments(db))).toHaveLength(1)
    const planned = await study.write((project) => planExperiment(project, recipeOfDraft(draft), anEngine))
    const { experiment, dataset, precision, runs, stages, finished, estimate, deviations } = planned
    expect(before).toMatchObject({
      ...{ experiment, dataset, precision, runs, stages, finished, estimate, deviations },
    })
    expect((await preview()).isPlanned).toBe(true)
  })

  it('knows what earlier runs have finished', async () => {
    const study = await aPlannedStudy()
    await study.run()
    const { preview } = await aDraftOn(study)
    expect(await preview()).toMatchObject({ isPlanned: true, finished: 10, estimate: { seconds: 0 } })
  })

  it('counts a pretraining that is shared once, and adds up to the methods’ costs', async () => {
    const study = await aPlannedStudy()
    const { preview } = await aDraftOn(study, {
      methods: ['scratch', 'autoencoder'],
      seeds: [1, 2, 3],
    })
    const { pretrainings, runs, pretrainedRuns, methods, estimate } = await preview()
    expect({ runs, pretrainedRuns, pretrainings }).toEqual({ runs: 6, pretrainedRuns: 3, pretrainings: 1 })
    expect(methods.autoencoder).toMatchObject({ pretrainings: 1, finetunings: 3 })
    expect(methods.residual).toMatchObject({ pretrainings: 2, finetunings: 3 })
    expect(methods.transfer).toEqual(methods.scratch)
    expect(methods.scratch!.seconds).toBeLessThan(methods.autoencoder!.seconds)
    // Each builds its graphs for itself there, once in the plan.
    const sum = methods.scratch!.seconds + methods.autoencoder!.seconds
    expect(sum).toBeGreaterThanOrEqual(estimate.seconds - 1)
    expect(sum).toBeLessThan(estimate.seconds + 10)
  })

  it('has no id before the engine is known, unless the recipe says its precision', async () => {
    const study = await aPlannedStudy()
    const { draft } = await aDraftOn(study)
    const id = (precision: string) =>
      study.read((project) => previewPlan(project, { ...draft, precision }, null, nothing))
    expect((await id('auto')).experiment).toBeNull()
    expect((await id('float32')).experiment).toMatch(/-[0-9a-f]{8}$/)
  })

  it('is told with line and column what is wrong with a draft, and what the dataset cannot carry', async () => {
    const study = await aPlannedStudy()
    const wrong = await aDraftOn(study, { methods: [] })
    await expect(wrong.preview()).rejects.toMatchObject({
      code: 'invalid-recipe',
      message: expect.stringMatching(/line \d+, column \d+: methods/) as string,
    })
    const unfit = await aDraftOn(study, { labelFractions: [0.33] })
    await expect(unfit.preview()).rejects.toMatchObject({
      code: 'invalid-recipe',
      message: expect.stringContaining('no label fraction 0.33') as string,
    })
  })
})
