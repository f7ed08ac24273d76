import { stringify } from 'yaml'
import { loadRecipe, recipeDeviations, shippedRecipes } from '../study/recipe-file.ts'
import { recipeJsonSchema } from '../study/recipe-schema.ts'
import type { CliCommand } from './command.ts'

export const recipes: CliCommand = {
  usage: 'recipes [name]',
  summary:
    'list the recipes that ship with Antrum, or show one (or a YAML file) with every setting filled in',
  options: (command) =>
    command
      .option('--set <key=value...>', 'change a value before it is shown')
      .option('--schema', 'print the JSON Schema of recipe files, for editors'),
  run: async (_, [name], { set, schema }) => {
    if (schema) {
      const json = recipeJsonSchema()
      return { json, text: JSON.stringify(json, null, 2) }
    }
    if (name !== undefined) {
      const recipe = loadRecipe(name, (set as string[] | undefined) ?? [])
      const deviations = recipeDeviations(recipe)
      const note = recipe.preset
        ? `# ${deviations.length === 0 ? 'as' : `${deviations.length} settings otherwise than`} the preset ${recipe.preset}\n`
        : ''
      return { json: { recipe, deviations }, text: `${note}${stringify(recipe)}`.trimEnd() }
    }
    const found = shippedRecipes().map((shipped) => {
      const { preset, methods, variants = [], labelFractions, folds, seeds } = loadRecipe(shipped)
      const runs = (methods.length + variants.length) * labelFractions.length * folds * seeds.length
      return {
        name: shipped,
        preset,
        methods,
        variants: variants.map((one) => one.name),
        labelFractions,
        folds,
        runs,
      }
    })
    const text = found.map(
      ({ name, preset, runs, methods, variants }) =>
        `${name.padEnd(15)} ${String(runs).padStart(4)} runs  preset ${preset}  ${methods.join(', ')}${variants.length > 0 ? ` and ${variants.length} variants` : ''}`,
    )
    return { json: { recipes: found }, text: [...text, '', 'Show one: antrum recipes <name>'].join('\n') }
  },
}
