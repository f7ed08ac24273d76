import { Document, isCollection, isPair, isScalar, parse, visit } from 'yaml'
import type { RecipeDraft } from '../../shared/ipc/experiments.ts'
import { parseRecipe, shippedRecipeText, shippedRecipes } from './recipe-file.ts'

/** Keys in the order a reader asks for them; what a recipe has besides follows as it stands. */
const order = [
  ...['schema', 'name', 'preset', 'dataset', 'methods', 'transfer', 'variants'],
  ...['labelFractions', 'folds', 'seeds', 'width', 'precision', 'strict'],
  ...['cae', 'residuals', 'pretrain', 'finetune'],
]
const rank = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length)

/** The file of a draft: short lists and small groups of settings on a line, as people write them. */
export function draftToYaml(draft: RecipeDraft): string {
  const ordered = Object.entries(draft)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => rank(a) - rank(b))
  const document = new Document(Object.fromEntries(ordered))
  visit(document, {
    Collection: (_, node, path) => {
      const isFlat = node.items.every((item: unknown) => isScalar(isPair(item) ? item.value : item))
      if (isFlat && path.some(isCollection)) node.flow = true
    },
  })
  return document.toString({ lineWidth: 120, flowCollectionPadding: true })
}

/**
 * What a recipe's file says, once it is known to be a recipe; of its defaults only the seeds are filled in.
 * @throws AntrumError invalid-recipe, every problem with its line and column in `details.places`.
 */
export function readDraft(text: string, file: string): RecipeDraft {
  const { seeds } = parseRecipe(text, file)
  return { ...(parse(text) as RecipeDraft), seeds }
}

export const shippedDrafts = (): { name: string; draft: RecipeDraft }[] =>
  shippedRecipes().map((name) => ({ name, draft: readDraft(shippedRecipeText(name), `${name}.yaml`) }))
