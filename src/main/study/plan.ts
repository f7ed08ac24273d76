import type { LayerMap } from '../../shared/domain/foreign-encoder.ts'
import type { Precision, StageKind } from '../../shared/domain/stage.ts'
import type { PlanEstimate } from '../../shared/ipc/experiments.ts'
import { saveExperiment } from '../db/stores/experiments.ts'
import type { Project } from '../project.ts'
import { keepForeignEncoder } from '../services/foreign-weights.ts'
import type { CalibrationWork } from './calibrate.ts'
import { expectations } from './calibration.ts'
import type { Calibration } from './calibration.ts'
import type { PlannedLineage } from './lineage-audit.ts'
import { readManifest } from './manifest.ts'
import { begunStages, countsOf, outline, remaining } from './outline.ts'
import type { Engine } from './outline.ts'
import type { Deviation } from './presets.ts'
import { recipeDeviations } from './recipe-file.ts'
import type { Recipe } from './recipe.ts'
import { checkDataset } from './requirements.ts'

export interface PlannedExperiment {
  experiment: string
  dataset: string
  precision: Precision
  /** What the recipe does otherwise than the preset it names. */
  deviations: Deviation[]
  /** What `transfer` takes over from the weights file. */
  layerMap?: LayerMap
  /** Evaluated models: methods × label fractions × folds × seeds. */
  runs: number
  /** Trainings before fine-tuning, autoencoders of normals included, each shared one counted once. */
  pretrainings: number
  finetunings: number
  stages: Record<StageKind, number>
  /** Stages that earlier experiments or runs have finished already. */
  finished: number
  /** Of what is not finished yet. */
  estimate: PlanEstimate
  /** What was checked of the ancestors of every model to come. */
  lineage: PlannedLineage
}

/**
 * Expands a recipe on its dataset and stores it as an experiment. Planning the same again finds the same one.
 *
 * @param measure    Asked once the recipe is known to fit the dataset: it takes seconds.
 * @param calibrate  The same; without it everything goes by the engine's step.
 * @throws AntrumError when there is no such dataset, it cannot carry the recipe, or a model
 *   would be judged on what it has seen.
 */
export async function planExperiment(
  project: Project,
  recipe: Recipe,
  measure: () => Promise<Engine>,
  calibrate: (work: CalibrationWork) => Promise<Calibration> = () => Promise.resolve(new Map()),
): Promise<PlannedExperiment> {
  const manifest = await readManifest(project, recipe.dataset)
  checkDataset(recipe, manifest)
  const engine = await measure()
  const foreign =
    recipe.transfer && recipe.methods.includes('transfer')
      ? await keepForeignEncoder(project, recipe.transfer.weights, recipe.width)
      : undefined
  const outlined = outline(recipe, manifest, engine, foreign?.sha256)
  const { experiment, plan, costs, slowness, precision, lineage } = outlined
  const calibration = await calibrate({ stages: plan.stages, costs, manifest, slowness })
  const expected = expectations(plan.stages, manifest.voxels, costs, calibration, slowness)
  const expectedSeconds = new Map([...expected].map(([hash, { seconds }]) => [hash, seconds]))
  const { version: datasetVersion } = manifest
  await saveExperiment(
    project.db,
    { id: experiment, recipe: outlined.recipe, datasetVersion, precision },
    { ...plan, expectedSeconds },
  )
  return {
    experiment,
    dataset: datasetVersion,
    precision,
    deviations: recipeDeviations(outlined.recipe),
    ...(foreign ? { layerMap: foreign.map } : {}),
    ...countsOf(plan),
    ...remaining(outlined, await begunStages(project.db), expected),
    lineage,
  }
}
