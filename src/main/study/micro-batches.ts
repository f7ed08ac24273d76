import type { DatasetManifest } from '../../shared/domain/dataset.ts'
import type { Precision, StageKind } from '../../shared/domain/stage.ts'
import { equalParts } from '../../shared/domain/equal-parts.ts'
import { costModel } from './costs.ts'
import { expand } from './expand.ts'
import type { Recipe, ResolvedRecipe } from './recipe.ts'

const trainings = ['cae', 'pretrain', 'finetune'] as const satisfies readonly StageKind[]

/**
 * Puts a number in place of every `microBatchSize: auto`: the largest equal part of the batch, down to the two samples
 * that batch norm needs, whose training fits the memory by the cost model. A batch that fits whole is not cut.
 *
 * The number is part of a stage, because batch norm takes its statistics from a micro-batch: planned on a smaller machine a
 * recipe may become another experiment. Should the estimate be wrong, a trainer that runs out of memory halves it and
 * says so.
 *
 * @param memoryBytes  Of the machine that will train.
 */
export function resolveMicroBatches(
  recipe: Recipe,
  manifest: DatasetManifest,
  precision: Precision,
  memoryBytes: number,
): ResolvedRecipe {
  const resolved = trainings.reduce<ResolvedRecipe>(
    (current, kind) => (recipe[kind].microBatchSize === 'auto' ? withoutMicroBatch(current, kind) : current),
    recipe as ResolvedRecipe,
  )
  const { costOf } = costModel(manifest)
  const fits = (candidate: ResolvedRecipe, kind: StageKind) => {
    const { stages } = expand(smallest(candidate), manifest, precision)
    const known = new Map(stages.map((stage) => [stage.hash, stage]))
    return stages
      .filter((stage) => stage.kind === kind)
      .every((stage) => costOf(stage, known).memoryBytes <= memoryBytes)
  }
  return trainings.reduce((current, kind) => {
    if (recipe[kind].microBatchSize !== 'auto' || fits(current, kind)) return current
    const parts = equalParts(recipe[kind].batchSize)
    const sized = (microBatchSize: number) => ({ ...current, [kind]: { ...current[kind], microBatchSize } })
    return sized(parts.find((size) => fits(sized(size), kind)) ?? parts.at(-1)!)
  }, resolved)
}

const withoutMicroBatch = (recipe: ResolvedRecipe, kind: (typeof trainings)[number]): ResolvedRecipe => {
  const { microBatchSize: _, ...rest } = recipe[kind]
  return { ...recipe, [kind]: rest }
}

/** One stage of each sort is enough: folds and seeds need the same memory, and smaller fractions no more. */
const smallest = (recipe: ResolvedRecipe): ResolvedRecipe => ({
  ...recipe,
  folds: 1,
  seeds: recipe.seeds.slice(0, 1),
  labelFractions: [Math.max(...recipe.labelFractions)],
})
