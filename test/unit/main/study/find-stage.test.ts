import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findStage, stageGraph, type StageGraph } from '../../../../src/main/study/find-stage.ts'
import { finishStage, setStageStates } from '../../../../src/main/db/stores/stages.ts'
import { withProject } from '../../../../src/main/project.ts'
import { seedProject, type SeededProject } from '../../../helpers/seeded-project.ts'
import type { Stage } from '../../../../src/shared/domain/stage.ts'

let project: SeededProject
let graph: StageGraph
beforeAll(async () => {
  project = await seedProject()
  await project.write(async ({ db }) => {
    for (const { hash, kind } of project.plan.stages)
      if (kind !== 'pretrain')
        await finishStage(db, hash, { device: 'none', seconds: 1, finishedAt: '2026-01-01T00:00:00Z' })
    await setStageStates(
      db,
      [project.plan.stages.find(({ kind }) => kind === 'pretrain')!.hash],
      'interrupted',
    )
  })
  graph = await withProject(project.folder, 'read', ({ db }) => stageGraph(db))
})
afterAll(() => project.remove())

const one = (kind: Stage['kind']) => project.plan.stages.find((stage) => stage.kind === kind)!
const failure = (given: string, kinds: Stage['kind'][]) => {
  try {
    findStage(graph, given, kinds)
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

describe('findStage', () => {
  it('knows a stage by its hash and by the first digits of it', () => {
    const { hash } = one('finetune')
    expect(findStage(graph, hash, ['finetune']).stage.hash).toBe(hash)
    expect(findStage(graph, hash.slice(0, 8), ['finetune']).stage.hash).toBe(hash)
  })

  it('takes an evaluation for the model it evaluated', () => {
    const evaluation = one('evaluate')
    if (evaluation.kind !== 'evaluate') throw new Error('no evaluation')
    expect(findStage(graph, evaluation.hash, ['finetune']).stage.hash).toBe(evaluation.inputs.classifier)
  })

  it.each([
    ['what is no hash', 'residual', 'usage', /at least 6 digits/],
    ['too few digits', 'abcde', 'usage', /at least 6 digits/],
    ['an unknown hash', 'abcdef', 'not-found', /There are, for example: [0-9a-f]{12} \(fine-tuning/],
  ])('refuses %s and says what there is', (_, given, code, message) => {
    expect(failure(given, ['finetune'])).toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    })
  })

  it('refuses another kind, and what is not finished', () => {
    expect(failure(one('cae').hash, ['finetune'])).toMatchObject({
      code: 'usage',
      message: expect.stringContaining('autoencoder of normals') as string,
    })
    expect(failure(one('pretrain').hash, ['pretrain'])).toMatchObject({
      code: 'invalid-state',
      message: expect.stringContaining('is interrupted') as string,
    })
  })
})
