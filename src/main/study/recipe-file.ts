import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { LineCounter, isMap, isNode, parse, parseDocument } from 'yaml'
import type { Document } from 'yaml'
import type { core } from 'zod'
import { presetNames, type PresetName } from '../../shared/domain/preset-names.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import type { RecipeProblem } from '../../shared/ipc/experiments.ts'
import { deviations, laidOver, presets, type Deviation, type Effort } from './presets.ts'
import { recipeSchema } from './recipe.ts'
import type { Recipe } from './recipe.ts'

const shippedFolder = fileURLToPath(new URL('../../../resources/recipes/', import.meta.url))

export const shippedRecipes = (): string[] =>
  readdirSync(shippedFolder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort()

export const shippedRecipeText = (name: string): string =>
  readFileSync(`${shippedFolder}${name}.yaml`, 'utf8')

/**
 * Reads a recipe by its shipped name or from a file and applies `key=value` overrides with dotted keys.
 * @throws AntrumError not-found, usage (a malformed override) or invalid-recipe (every problem with its line).
 */
export function loadRecipe(nameOrFile: string, overrides: readonly string[] = []): Recipe {
  const shipped = shippedRecipes().includes(nameOrFile)
  const file = shipped ? `${shippedFolder}${nameOrFile}.yaml` : nameOrFile
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const names = shippedRecipes().join(', ')
    const reason =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message
    throw new AntrumError(
      'not-found',
      `Recipe "${nameOrFile}" cannot be read: ${reason}. Name one that ships with Antrum (${names}) or give the path of a YAML file.`,
      undefined,
      { cause: error },
    )
  }
  return parseRecipe(text, shipped ? `${nameOrFile}.yaml` : nameOrFile, overrides)
}

export function parseRecipe(text: string, file: string, overrides: readonly string[] = []): Recipe {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const [broken] = document.errors
  if (broken) {
    const [at] = broken.linePos ?? []
    const place = { line: at?.line ?? null, column: at?.col ?? null }
    throw invalid(file, [{ ...place, message: broken.message.split('\n')[0] }])
  }
  if (!isMap(document.contents))
    throw invalid(file, [
      { ...nowhere, message: 'a recipe is a list of "key: value" lines; nothing of the kind was found' },
    ])
  const overridden = new Set(overrides.map((override) => applyOverride(document, override)))

  const given = document.toJS() as { preset?: unknown }
  const preset = presetNames.find((name) => name === given.preset)
  const parsed = recipeSchema.safeParse(preset ? laidOver(presets[preset], given) : given)
  if (parsed.success) return parsed.data
  throw invalid(
    file,
    parsed.error.issues.map((issue) => describe(issue, document, lines, overridden)),
  )
}

/** What the recipe does otherwise than the preset it names. */
export const recipeDeviations = (recipe: Recipe): Deviation[] =>
  recipe.preset ? deviations(recipe, presetEffort(recipe.preset)) : []

/** A preset with the schema's defaults filled in. */
export const presetEffort = (preset: PresetName): Effort =>
  recipeSchema.parse({
    schema: 1,
    name: preset,
    methods: ['scratch'],
    labelFractions: [1],
    folds: 1,
    ...presets[preset],
  })

/** Sets one dotted key of the document; values are read as YAML, so `[0.1, 1]`, `true` and `5` mean what they say. */
function applyOverride(document: Document, override: string): string {
  const at = override.indexOf('=')
  const key = override.slice(0, at).trim()
  if (at < 1 || !key)
    throw new AntrumError(
      'usage',
      `"--set ${override}" is not of the form key=value, for example --set finetune.epochs=5.`,
    )
  const path = key.split('.')
  // setIn throws inside a scalar: --set width.x=1
  const parent = path.slice(0, -1)
  if (parent.length > 0 && document.hasIn(parent) && !isMap(document.getIn(parent, true))) {
    throw new AntrumError(
      'usage',
      `"--set ${override}": ${parent.join('.')} is a single value and has no "${path.at(-1)}".`,
    )
  }
  document.setIn(path, document.createNode(parse(override.slice(at + 1))))
  return key
}

function describe(
  issue: core.$ZodIssue,
  document: Document,
  lines: LineCounter,
  overridden: Set<string>,
): RecipeProblem {
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys : []
  const path = [...issue.path, ...unknown.slice(0, 1)] as (string | number)[]
  const key = path.join('.')
  const message =
    unknown.length > 0 ? `no recipe has this key` : issue.message.replace(/^Invalid input: /, '')
  return overridden.has(key)
    ? { ...nowhere, message: `--set ${key}: ${key}: ${message}` }
    : { ...position(path, document, lines), message: `${key}: ${message}` }
}

/** Line and column of the nearest part of the path that is in the file. */
function position(path: (string | number)[], document: Document, lines: LineCounter): typeof nowhere {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) {
      const { line, col } = lines.linePos(node.range[0])
      return { line, column: col }
    }
  }
  return nowhere
}

const nowhere: Omit<RecipeProblem, 'message'> = { line: null, column: null }

function invalid(file: string, places: RecipeProblem[]): AntrumError {
  const problems = places.map(({ line, column, message }) =>
    line === null ? message : `line ${line}, column ${column}: ${message}`,
  )
  const message = `Recipe ${file} cannot be used: ${problems.join('; ')}.`
  return new AntrumError('invalid-recipe', message, { problems, places })
}
