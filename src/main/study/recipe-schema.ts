import { z } from 'zod'
import { recipeSchema } from './recipe.ts'

type JsonSchema = { [key: string]: unknown }

/** What a preset gives, a file may leave out. */
const fromPreset = ['width', 'cae', 'residuals', 'pretrain', 'finetune']

/**
 * JSON Schema (draft 2020-12) of a recipe file, for editors: resources/recipes/recipe.schema.json. A file that names a preset
 * has to say less than one that does not. What it cannot say (that a dataset has the folds that are asked for) Antrum checks.
 */
export function recipeJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(recipeSchema, { io: 'input' }) as JsonSchema & {
    properties: Record<string, JsonSchema>
    required: string[]
  }
  const sections = fromPreset.filter((key) => schema.properties[key].type === 'object')
  const strictly = Object.fromEntries(
    sections.map((key) => [key, { required: schema.properties[key].required }]),
  )
  const relaxed = Object.fromEntries(
    Object.entries(schema.properties).map(([key, { required, ...property }]) => [
      key,
      sections.includes(key) || required === undefined ? property : { ...property, required },
    ]),
  )
  return {
    ...schema,
    title: 'Antrum recipe',
    properties: relaxed,
    required: schema.required.filter((key) => !fromPreset.includes(key)),
    if: { required: ['preset'] },
    else: { required: fromPreset, properties: strictly },
  }
}
