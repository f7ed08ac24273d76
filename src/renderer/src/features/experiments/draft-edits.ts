import type { PresetName } from '../../../../shared/domain/preset-names.ts'
import { startingPoints } from '../../../../shared/domain/stage.ts'
import type { StartingPoint } from '../../../../shared/domain/stage.ts'
import type { RecipeDraft } from '../../../../shared/ipc/experiments.ts'

/** What a dataset version offers a recipe. */
export interface Offers {
  version: string
  labelFractions: readonly number[]
  folds: number
}

/** What had to be left out of a recipe for it to fit a dataset; null: nothing. */
export interface LeftOut {
  labelFractions: number[]
  /** What the recipe wanted. */
  folds: number | null
  transfer: boolean
}

/** What a preset is about; the rest of a recipe says what is run. */
const effortKeys = ['width', 'precision', 'strict', 'cae', 'residuals', 'pretrain', 'finetune'] as const

/** A recipe as this dataset can carry it. Somebody else's encoder needs a file that only the person can name. */
export function fitted(draft: RecipeDraft, offers: Offers): { draft: RecipeDraft; leftOut: LeftOut | null } {
  const offered = draft.labelFractions.filter((fraction) => offers.labelFractions.includes(fraction))
  const labelFractions = offered.length > 0 ? offered : [...offers.labelFractions]
  const folds = Math.min(draft.folds, offers.folds)
  const withoutTransfer = draft.methods.filter((method) => method !== 'transfer')
  const dropsTransfer = !draft.transfer && withoutTransfer.length > 0 && draft.methods.includes('transfer')
  const methods = dropsTransfer ? withoutTransfer : draft.methods
  const leftOut = {
    labelFractions: draft.labelFractions.filter((fraction) => !labelFractions.includes(fraction)),
    folds: folds < draft.folds ? draft.folds : null,
    transfer: dropsTransfer,
  }
  const isWhole = leftOut.labelFractions.length === 0 && leftOut.folds === null && !dropsTransfer
  return {
    draft: { ...draft, dataset: offers.version, labelFractions, folds, methods },
    leftOut: isWhole ? null : leftOut,
  }
}

/** The effort of a preset alone; of the recipe's own preset with what the recipe does otherwise. */
export function withPreset(draft: RecipeDraft, preset: PresetName, shipped: RecipeDraft | null): RecipeDraft {
  const rest = Object.fromEntries(
    Object.entries(draft).filter(([key]) => !(effortKeys as readonly string[]).includes(key)),
  ) as RecipeDraft
  const own = shipped?.preset === preset ? shipped : null
  const effort = Object.fromEntries(effortKeys.flatMap((key) => (own && key in own ? [[key, own[key]]] : [])))
  return { ...rest, preset, ...effort }
}

/** With or without one of the starting points, in the order of the published tables. */
export function withMethod(draft: RecipeDraft, method: StartingPoint, isWanted: boolean): RecipeDraft {
  const wanted = (one: StartingPoint) => (one === method ? isWanted : draft.methods.includes(one))
  const { variants, ...rest } = { ...draft, methods: startingPoints.filter(wanted) }
  // They are variants of the residual method.
  return variants && rest.methods.includes('residual') ? { ...rest, variants } : rest
}

export function withFraction(draft: RecipeDraft, fraction: number, isWanted: boolean): RecipeDraft {
  const others = draft.labelFractions.filter((one) => one !== fraction)
  return {
    ...draft,
    labelFractions: (isWanted ? [...others, fraction] : others).sort((a, b) => a - b),
  }
}

type Variant = NonNullable<RecipeDraft['variants']>[number]

/** With or without a variant, in the order of `all`; none leaves no empty list. */
export function withVariant(
  draft: RecipeDraft,
  all: readonly Variant[],
  name: string,
  isWanted: boolean,
): RecipeDraft {
  const { variants = [], ...rest } = draft
  const has = (one: Variant) =>
    one.name === name ? isWanted : variants.some((variant) => variant.name === one.name)
  const chosen = all.filter(has)
  return chosen.length > 0 ? { ...rest, variants: chosen } : rest
}

/** "100, 101" → [100, 101]; null where something else was typed. */
export function readSeeds(text: string): number[] | null {
  const words = text.split(/[\s,;]+/).filter(Boolean)
  const seeds = words.map(Number)
  return words.length > 0 && seeds.every((seed) => Number.isInteger(seed) && seed >= 0) ? seeds : null
}
