import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { finishStage } from '../../../../src/main/db/stores/stages.ts'
import { savePredictions } from '../../../../src/main/db/stores/predictions.ts'
import { withProject } from '../../../../src/main/project.ts'
import { stageGraph } from '../../../../src/main/study/find-stage.ts'
import { operatingPoint } from '../../../../src/main/study/operating-point.ts'
import type { Stage, StageOf } from '../../../../src/shared/domain/stage.ts'
import { isUndefined } from '../../../../src/shared/metrics/index.ts'
import type { Prediction } from '../../../../src/shared/ipc/trainer.ts'
import { aRecipe, seedProject, type SeededProject } from '../../../helpers/seeded-project.ts'

const isEvaluation = (stage: Stage): stage is StageOf<'evaluate'> => stage.kind === 'evaluate'
let project: SeededProject
let evaluations: StageOf<'evaluate'>[]

beforeAll(async () => {
  project = await seedProject(aRecipe({ methods: ['scratch'], labelFractions: [1], seeds: [1, 2] }))
  evaluations = project.plan.stages.filter(isEvaluation)
})
afterAll(() => project.remove())

const prediction = (
  sinus: string,
  target: 0 | 1,
  score: number,
  set: Prediction['set'] = 'validation',
): Prediction => ({
  ...{ sinus, subject: sinus.slice(0, 7), side: sinus.endsWith('L') ? 'left' : 'right', set, target, score },
})

const point = (classifiers: string[]) =>
  withProject(project.folder, 'read', async ({ db }) => operatingPoint(db, await stageGraph(db), classifiers))

describe('operatingPoint', () => {
  it('is undefined until the model was evaluated', async () => {
    const found = await point([evaluations[0].inputs.classifier])
    expect(isUndefined(found) && found.reason).toMatch(/was not evaluated yet/)
  })

  it('is chosen on validation scores only, each model’s on its own fold, seeds of a fold taken together', async () => {
    const [a1, a2, b1] = [0, 0, 1].map((fold, k) => {
      const own = evaluations.filter(({ params }) => params.foldIndex === fold)
      return own[k === 1 ? 1 : 0]
    }) as [StageOf<'evaluate'>, StageOf<'evaluate'>, StageOf<'evaluate'>]
    await project.write(async ({ db }) => {
      for (const { hash } of [a1, a2, b1])
        await finishStage(db, hash, { device: 'none', seconds: 1, finishedAt: '2026-01-01T00:00:00Z' })
      // Test scores that would move the threshold to 0.95 if they were looked at.
      const test = [prediction('sub-009_L', 0, 0.9, 'test'), prediction('sub-009_R', 1, 1, 'test')]
      await savePredictions(db, a1.hash, [
        prediction('sub-001_L', 0, 0),
        prediction('sub-001_R', 1, 0.5),
        ...test,
      ])
      await savePredictions(db, a2.hash, [
        prediction('sub-001_L', 0, 0.3),
        prediction('sub-001_R', 1, 0.9),
        ...test,
      ])
      await savePredictions(db, b1.hash, [
        prediction('sub-002_L', 0, 0.4),
        prediction('sub-002_R', 1, 0.8),
        ...test,
      ])
    })
    // Alone: halfway between 0 and 0.5.
    expect(await point([a1.inputs.classifier])).toMatchObject({
      threshold: 0.25,
      f1: 1,
      sinuses: 2,
      anomalous: 1,
      models: 1,
    })
    // Together: normals at 0.15 and 0.4, anomalies at 0.7 and 0.8.
    const all = await point([a1, a2, b1].map(({ inputs }) => inputs.classifier))
    expect(all).toMatchObject({ f1: 1, sinuses: 4, anomalous: 2, models: 3, chosenOn: 'validation' })
    expect((all as { threshold: number }).threshold).toBeCloseTo(0.55, 12)
  })
})
