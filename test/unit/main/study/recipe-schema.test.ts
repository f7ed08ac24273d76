import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { recipeJsonSchema } from '../../../../src/main/study/recipe-schema.ts'

const recipes = new URL('../../../../resources/recipes/', import.meta.url)

it('is the published file: npx antrum recipes --schema > resources/recipes/recipe.schema.json', () => {
  const published: unknown = JSON.parse(readFileSync(new URL('recipe.schema.json', recipes), 'utf8'))
  expect(published).toEqual(JSON.parse(JSON.stringify(recipeJsonSchema())))
})

it('asks for less where a preset fills the rest in', () => {
  const {
    required,
    else: without,
    properties,
  } = recipeJsonSchema() as {
    required: string[]
    else: { required: string[]; properties: Record<string, { required: string[] }> }
    properties: Record<string, { required?: string[] }>
  }
  expect(required).toEqual(['schema', 'name', 'methods', 'labelFractions', 'folds'])
  expect(without.required).toEqual(['width', 'cae', 'residuals', 'pretrain', 'finetune'])
  expect(without.properties.finetune.required).toContain('epochs')
  expect(properties.finetune.required).toBeUndefined()
})
