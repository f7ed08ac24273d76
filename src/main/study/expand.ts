import type { DatasetManifest } from '../../shared/domain/dataset.ts'
import type {
  Precision,
  PretrainingMethod,
  PretrainingTask,
  Stage,
  StageKind,
  StageOf,
  StartingPoint,
  StudyArm,
} from '../../shared/domain/stage.ts'
import { withHash } from './hash.ts'
import type { ResidualVariant, ResolvedRecipe } from './recipe.ts'
import { checkDataset } from './requirements.ts'

/** One number of the result table before averaging: a starting point, label fraction, fold and seed. */
export interface Run {
  method: StudyArm
  labelFraction: number
  foldIndex: number
  /** The recipe's seed; the fine-tuning's own follows from it and the fold. */
  seed: number
  /** Hash of the `evaluate` stage that holds this run's predictions. */
  stage: string
}

export interface Plan {
  /** Each computation once, every stage after those it reads. */
  stages: Stage[]
  runs: Run[]
}

/**
 * Seed of one fine-tuning: a function of seed and fold alone, so that within a fold all starting points see the same
 * batches, augmentations and head initialisation (method-spec section 6).
 */
export const finetuneSeed = (seed: number, foldIndex: number): number => (seed * 1000 + foldIndex) % 2 ** 31

/**
 * The stage graph of a recipe on a dataset. Stages that several runs need exist once: the autoencoder method reads
 * unlabelled volumes only and is shared by all folds; autoencoder (`cae`), residuals and residual pretraining descend
 * from a fold's normal sinuses and exist per fold (once when the recipe is not `strict`).
 *
 * @param weights  SHA-256 of the encoder that `transfer` starts from, in the project's weights folder.
 * @throws AntrumError when the dataset cannot carry the recipe.
 */
export function expand(
  recipe: ResolvedRecipe,
  manifest: DatasetManifest,
  precision: Precision,
  weights?: string,
): Plan {
  checkDataset(recipe, manifest)
  const dataset = { version: manifest.version, hash: manifest.hash }
  const stages = new Map<string, Stage>()
  const add = <K extends StageKind>(
    kind: K,
    params: StageOf<K>['params'],
    inputs: StageOf<K>['inputs'],
  ): string => {
    const stage = withHash<K>({ kind, params, dataset, inputs })
    stages.set(stage.hash, stage as Stage)
    return stage.hash
  }

  const folds = Array.from({ length: recipe.folds }, (_, foldIndex) => foldIndex)
  const arms = armsOf(recipe)
  const pretrained = new Map<string, string>()
  for (const { arm, method, recipe: own } of arms) {
    if (method === 'scratch' || method === 'transfer') continue
    for (const foldIndex of folds)
      pretrained.set(`${arm} ${foldIndex}`, addPretraining(method, foldIndex, own))
  }

  function addPretraining(method: PretrainingMethod, foldIndex: number, own: ResolvedRecipe): string {
    const { settings, efforts, ...effort } = own.pretrain
    const task = { method, settings: settings[method] } as PretrainingTask
    const params = { ...effort, ...efforts[method], ...task, width: own.width, precision }
    if (method !== 'residual') return add('pretrain', params, {})
    // What it leaves of a volume is measured, not learned from: float32 costs little, the autoencoder is small.
    const cae = add('cae', { ...own.cae, precision: 'float32', foldIndex: own.strict ? foldIndex : 0 }, {})
    const residuals = add('residuals', { ...own.residuals, precision: 'float32' }, { cae })
    return add('pretrain', params, { residuals })
  }

  const runs: Run[] = []
  for (const seed of recipe.seeds)
    for (const foldIndex of folds)
      for (const { arm, method } of arms)
        for (const labelFraction of recipe.labelFractions) {
          const encoder = pretrained.get(`${arm} ${foldIndex}`)
          const { width, finetune } = recipe
          const params = {
            ...finetune,
            seed: finetuneSeed(seed, foldIndex),
            method,
            width,
            precision,
            foldIndex,
            labelFraction,
            ...(method === 'transfer' && weights ? { weights } : {}),
          }
          const classifier = add('finetune', params, encoder ? { encoder } : {})
          const stage = add('evaluate', { foldIndex, precision }, { classifier })
          runs.push({ method: arm, labelFraction, foldIndex, seed, stage })
        }
  return { stages: inOrder([...stages.values()]), runs }
}

/** The rows of a recipe's table, each with the recipe that is its own. */
function armsOf(recipe: ResolvedRecipe): { arm: StudyArm; method: StartingPoint; recipe: ResolvedRecipe }[] {
  const methods = recipe.methods.map((method) => ({ arm: method, method, recipe }))
  const variants = (recipe.variants ?? []).map((variant) => ({
    arm: `residual/${variant.name}` as const,
    method: 'residual' as const,
    recipe: recipeOf(recipe, variant),
  }))
  return [...methods, ...variants]
}

/** The recipe with a variant's settings in place of its own. */
export function recipeOf<R extends ResolvedRecipe>(recipe: R, variant: ResidualVariant): R {
  const { normalFraction, loss, name: _, ...postProcessing } = variant
  const { pretrain } = recipe
  const { settings } = pretrain
  return {
    ...recipe,
    cae: { ...recipe.cae, ...(normalFraction !== undefined && { normalFraction }) },
    residuals: { ...recipe.residuals, ...postProcessing },
    pretrain: { ...pretrain, settings: { ...settings, ...(loss && { residual: { loss } }) } },
  }
}

const rank: Record<StageKind, number> = { cae: 0, residuals: 1, pretrain: 2, finetune: 3, evaluate: 3 }

/**
 * Kinds one after another, so that a trainer compiles each graph once; every evaluation right after its fine-tuning,
 * so that results come in early.
 */
function inOrder(stages: Stage[]): Stage[] {
  return stages
    .map((stage, index) => ({ stage, index }))
    .sort((a, b) => rank[a.stage.kind] - rank[b.stage.kind] || a.index - b.index)
    .map(({ stage }) => stage)
}
