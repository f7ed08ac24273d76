import { expect, it } from 'vitest'
import { recipes } from '../../../../src/main/cli/recipes.ts'
import { parseRecipe } from '../../../../src/main/study/recipe-file.ts'
import { aContext } from '../../../helpers/project.ts'

const run = (args: string[], options: Record<string, unknown> = {}) =>
  recipes.run({ ...aContext(), warn: () => {} }, args, options)

it('lists what ships, with its runs', async () => {
  const { text } = await run([])
  expect(text).toMatch(/^table2 +135 runs {2}preset paper/m)
  expect(text).toMatch(/^ablation +60 runs .* and 11 variants$/m)
})

it('shows a recipe with every setting, as a file that means the same', async () => {
  const { json, text } = await run(['quick'], { set: ['finetune.epochs=3'] })
  const { recipe, deviations } = json as { recipe: unknown; deviations: unknown[] }
  expect(deviations).toEqual([{ setting: 'finetune.epochs', preset: 17, used: 3 }])
  expect(parseRecipe(text, 'shown.yaml')).toEqual(recipe)
})

it('says what there is when asked for another', async () => {
  await expect(run(['table9'])).rejects.toMatchObject({
    code: 'not-found',
    message: expect.stringContaining('table2') as string,
  })
})
