import { describe, expect, it } from 'vitest'
import {
  fitted,
  readSeeds,
  withFraction,
  withMethod,
  withPreset,
  withVariant,
} from '../../../../../src/renderer/src/features/experiments/draft-edits.ts'
import type { RecipeDraft } from '../../../../../src/shared/ipc/experiments.ts'
import { shippedDrafts } from '../../../../../src/main/study/drafts.ts'

const shipped = (name: string) => shippedDrafts().find((recipe) => recipe.name === name)!.draft

describe('a recipe on a dataset', () => {
  it('keeps what the dataset has and says what is left out', () => {
    const offers = { version: 'v3', labelFractions: [0.1, 0.5, 1], folds: 3 }
    const { draft, leftOut } = fitted(shipped('table2'), offers)
    expect(draft).toMatchObject({ dataset: 'v3', labelFractions: [0.1, 1], folds: 3 })
    expect(draft.methods).not.toContain('transfer')
    expect(leftOut).toEqual({ labelFractions: [0.2], folds: 5, transfer: true })
  })

  it('is left as it is where it fits, with the weights that were named', () => {
    const recipe = { ...shipped('table2'), transfer: { weights: '/m.pth' } }
    const offers = { version: 'v1', labelFractions: [0.1, 0.2, 0.4, 1], folds: 5 }
    expect(fitted(recipe, offers)).toEqual({ draft: { ...recipe, dataset: 'v1' }, leftOut: null })
  })

  it('takes all fractions there are where none is the recipe’s', () => {
    const offers = { version: 'v1', labelFractions: [0.5], folds: 1 }
    expect(fitted(shipped('quick'), offers).draft.labelFractions).toEqual([0.5])
  })
})

describe('a preset', () => {
  it('is taken without what the recipe did otherwise, and given back with it', () => {
    const recipe = shipped('sample-cohort')
    const paper = withPreset(recipe, 'paper', recipe)
    expect(paper).toMatchObject({ preset: 'paper', methods: recipe.methods })
    expect(paper).not.toHaveProperty('width')
    expect(paper).not.toHaveProperty('pretrain')
    expect(withPreset(paper, 'quick', recipe)).toEqual(recipe)
  })
})

describe('rows and repetitions', () => {
  it('stand in the order of the published tables', () => {
    const draft = { ...shipped('quick'), methods: ['residual' as const] }
    expect(withMethod(draft, 'scratch', true).methods).toEqual(['scratch', 'residual'])
    expect(withFraction(draft, 0.1, true).labelFractions).toEqual([0.1, 0.2, 0.4, 1])
    expect(withFraction(draft, 0.4, false).labelFractions).toEqual([0.2, 1])
  })

  it('lose the variants with the method they are variants of', () => {
    const draft = withMethod(shipped('table3'), 'scratch', true)
    expect(draft.variants).toHaveLength(4)
    expect(withMethod(draft, 'residual', false)).not.toHaveProperty('variants')
  })

  it('take single variants out and back into their place', () => {
    const draft = shipped('table3')
    const all = draft.variants!
    const without = withVariant(draft, all, 'normals-40', false)
    expect(without.variants!.map(({ name }) => name)).toEqual(['normals-20', 'normals-60', 'normals-80'])
    expect(withVariant(without, all, 'normals-40', true)).toEqual(draft)
    const none = all.reduce<RecipeDraft>((plan, { name }) => withVariant(plan, all, name, false), draft)
    expect(none).not.toHaveProperty('variants')
  })

  it.each([
    ['100, 101', [100, 101]],
    [' 7 ', [7]],
    ['1;2 3', [1, 2, 3]],
    ['', null],
    ['1.5', null],
    ['-1', null],
    ['ten', null],
  ])('reads seeds: %j', (text, seeds) => expect(readSeeds(text)).toEqual(seeds))
})
