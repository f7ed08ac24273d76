import { describe, expect, it } from 'vitest'
import { draftToYaml, readDraft, shippedDrafts } from '../../../../src/main/study/drafts.ts'
import { loadRecipe, parseRecipe, shippedRecipes } from '../../../../src/main/study/recipe-file.ts'
import { draftSchema } from '../../../../src/shared/ipc/experiments.ts'

describe('a draft and its file', () => {
  it.each(shippedDrafts())('say the same recipe, there and back: $name', ({ name, draft }) => {
    const yaml = draftToYaml(draft)
    expect(parseRecipe(yaml, name)).toEqual(loadRecipe(name))
    expect(readDraft(yaml, name)).toEqual(draft)
    expect(draftToYaml(readDraft(yaml, name))).toBe(yaml)
    expect(draftSchema.parse(draft)).toEqual(draft)
  })

  it('are there for every shipped recipe', () => {
    expect(shippedDrafts().map(({ name }) => name)).toEqual(shippedRecipes())
  })

  it('are written as a person would: in the order a reader asks, short lists on a line', () => {
    const { draft } = shippedDrafts().find(({ name }) => name === 'sample-cohort')!
    expect(draftToYaml({ ...draft, dataset: 'v2', methods: ['scratch', 'residual'] })).toBe(`schema: 1
name: sample-cohort
preset: quick
dataset: v2
methods: [ scratch, residual ]
labelFractions: [ 0.1, 0.2, 1 ]
folds: 5
seeds: [ 100 ]
width: 16
cae: { epochs: 60 }
pretrain:
  epochs: 40
  optimiser: { kind: lars, learningRate: 1 }
  schedule: { kind: warmup-cosine, warmupEpochs: 4 }
finetune: { epochs: 40 }
`)
  })

  it('say where a file is wrong', () => {
    const { draft } = shippedDrafts().find(({ name }) => name === 'quick')!
    const wrong = draftToYaml(draft).replace('folds: 2', 'folds: two').replace('preset:', 'prest:')
    expect(() => readDraft(wrong, 'mine.yaml')).toThrow(
      expect.objectContaining({
        code: 'invalid-recipe',
        details: expect.objectContaining({
          places: expect.arrayContaining([
            { line: 6, column: 8, message: expect.stringContaining('folds') as string },
          ]) as unknown,
        }) as unknown,
      }) as Error,
    )
  })

  it('need not be right to be written', () => {
    const { draft } = shippedDrafts()[0]
    expect(draftToYaml({ ...draft, methods: [], folds: 0 })).toContain('methods: []')
  })
})
