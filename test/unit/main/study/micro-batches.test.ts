import { expect, it } from 'vitest'
import { resolveMicroBatches } from '../../../../src/main/study/micro-batches.ts'
import { loadRecipe } from '../../../../src/main/study/recipe-file.ts'
import type { Recipe } from '../../../../src/main/study/recipe.ts'
import { aManifest, aRecipe } from '../../../helpers/seeded-project.ts'

const manifest = { ...aManifest({ unlabelled: 300 }), voxels: 64 }
const table2 = loadRecipe('table2', ['methods=[scratch, residual]'])
const sizeOn = (gigabytes: number, recipe: Recipe = table2) =>
  resolveMicroBatches(recipe, manifest, 'float32', gigabytes * 1e9).pretrain.microBatchSize

it('leaves a batch whole where it fits', () => {
  expect(sizeOn(1000)).toBeUndefined()
  expect(sizeOn(Infinity)).toBeUndefined()
})

it('cuts it into equal parts that fit, the larger the memory the fewer', () => {
  const sizes = [96, 48, 24, 12, 6].map((gigabytes) => sizeOn(gigabytes)!)
  for (const size of sizes) expect(256 % size).toBe(0)
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
  expect(sizes[0]).toBeGreaterThan(sizes[4])
})

it('goes down to the two samples that batch norm needs, and no further', () => {
  expect(sizeOn(0.001)).toBe(2)
})

it('leaves a number as it is', () => {
  const recipe = aRecipe({ pretrain: { ...aRecipe().pretrain, microBatchSize: 4 } })
  expect(resolveMicroBatches(recipe, manifest, 'float32', 1)).toEqual(recipe)
})
