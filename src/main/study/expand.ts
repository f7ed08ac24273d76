import type { DatasetManifest } from '../../shared/domain/dataset.ts'
import type {
  Precision,
  PretrainingMethod,
  PretrainingTask,
  Stage,
  StageKind,
  StageOf,
  StartingPoint,
} from '../../shared/domain/stage.ts'
import { withHash } from './hash.ts'
import type { Recipe } from './recipe.ts'
import { checkDataset } from './requirements.ts'

/** One number of the result table before averaging: a starting point, label fraction, fold and seed. */
export interface Run {
  method: StartingPoint
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
  recipe: Recipe,
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
  const pretrained = new Map<string, string>()
  for (const method of recipe.methods) {
    if (method === 'scratch' || method === 'transfer') continue
    for (const foldIndex of folds) pretrained.set(`${method} ${foldIndex}`, addPretraining(method, foldIndex))
  }

  function addPretraining(method: PretrainingMethod, foldIndex: number): string {
    const { settings, efforts, ...effort } = recipe.pretrain
    const task = { method, settings: settings[method] } as PretrainingTask
    const params = { ...effort, ...efforts[method], ...task, width: recipe.width, precision }
    if (method !== 'residual') return add('pretrain', params, {})
    // What it leaves of a volume is measured, not learned from: float32 costs little, the autoencoder is small.
    const cae = add(
      'cae',
      { ...recipe.cae, precision: 'float32', foldIndex: recipe.strict ? foldIndex : 0 },
      {},
    )
    const residuals = add('residuals', { ...recipe.residuals, precision: 'float32' }, { cae })
    return add('pretrain', params, { residuals })
  }

  const runs: Run[] = []
  for (const seed of recipe.seeds)
    for (const foldIndex of folds)
      for (const method of recipe.methods)
        for (const labelFraction of recipe.labelFractions) {
          const encoder = pretrained.get(`${method} ${foldIndex}`)
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
          runs.push({ method, labelFraction, foldIndex, seed, stage })
        }
  return { stages: inOrder([...stages.values()]), runs }
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
