import type { DatasetManifest } from '../../shared/domain/dataset.ts'
import { canonicalJson } from '../../shared/domain/stage.ts'
import type { Precision, Stage, StageKind } from '../../shared/domain/stage.ts'
import { saveExperiment } from '../db/stores/experiments.ts'
import { listStages } from '../db/stores/stages.ts'
import type { StageRecord } from '../db/stores/stages.ts'
import type { Project } from '../project.ts'
import type { LayerMap } from '../../shared/domain/foreign-encoder.ts'
import { keepForeignEncoder } from '../services/foreign-weights.ts'
import { costOf, probeSeconds } from './costs.ts'
import { expand } from './expand.ts'
import type { Plan } from './expand.ts'
import { secondsLeft } from './forecast.ts'
import type { Observed } from './forecast.ts'
import { sha256 } from './hash.ts'
import { readManifest } from './manifest.ts'
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
  estimate: { seconds: number; memoryBytes: number; diskBytes: number }
}

/** The engine of this machine, as `engineInfo` measures it. */
export interface Engine {
  /** What `auto` means here. */
  precision: Precision
  /** Of the probe's training step; null: not measured, the estimate is for the cost model's reference machine. */
  stepSeconds: number | null
}

/**
 * Expands a recipe on its dataset and stores it as an experiment. Planning the same again finds the same one.
 *
 * @param measure  Asked once the recipe is known to fit the dataset: it takes seconds.
 * @throws AntrumError when there is no such dataset or it cannot carry the recipe.
 */
export async function planExperiment(
  project: Project,
  recipe: Recipe,
  measure: () => Promise<Engine>,
): Promise<PlannedExperiment> {
  const manifest = await readManifest(project, recipe.dataset)
  checkDataset(recipe, manifest)
  const engine = await measure()
  const precision = recipe.precision === 'auto' ? engine.precision : recipe.precision
  const foreign =
    recipe.transfer && recipe.methods.includes('transfer')
      ? await keepForeignEncoder(project, recipe.transfer.weights, recipe.width)
      : undefined
  const plan = expand(recipe, manifest, precision, foreign?.sha256)
  const experiment = experimentId(recipe, manifest, precision, foreign?.sha256)
  const { version: datasetVersion } = manifest
  await saveExperiment(project.db, { id: experiment, recipe, datasetVersion, precision }, plan)

  const records = await listStages(project.db, experiment)
  const slowness = engine.stepSeconds === null ? 1 : engine.stepSeconds / probeSeconds(engine.precision)
  return {
    experiment,
    dataset: datasetVersion,
    precision,
    deviations: recipeDeviations(recipe),
    ...(foreign ? { layerMap: foreign.map } : {}),
    ...counts(plan),
    ...remaining(records, manifest, slowness),
  }
}

/** Recipe name and eight digits of all that shapes the results; `auto` and the precision it stands for are one. */
export function experimentId(
  recipe: Recipe,
  manifest: DatasetManifest,
  precision: Precision,
  weights?: string,
): string {
  const { transfer, ...rest } = recipe
  // Weights count by what they are, not by where their file lies.
  const identity = {
    ...rest,
    ...(transfer ? { transfer: weights ?? transfer } : {}),
    dataset: manifest.hash,
    precision,
  }
  return `${recipe.name}-${sha256(canonicalJson(identity)).slice(0, 8)}`
}

function counts({ stages, runs }: Plan) {
  const of = (kind: StageKind) => stages.filter((stage) => stage.kind === kind).length
  const byKind = {
    cae: of('cae'),
    residuals: of('residuals'),
    pretrain: of('pretrain'),
    finetune: of('finetune'),
    evaluate: of('evaluate'),
  }
  return {
    runs: runs.length,
    pretrainings: byKind.cae + byKind.pretrain,
    finetunings: byKind.finetune,
    stages: byKind,
  }
}

/** @param slowness What this machine takes for a step, of what the cost model says; finished stages know better. */
function remaining(records: readonly StageRecord[], manifest: DatasetManifest, slowness: number) {
  const stages = new Map(records.map(({ stage }) => [stage.hash, stage]))
  const open = records
    .filter(({ state }) => state !== 'finished')
    .map(({ stage }) => costOf(stage, stages, manifest))
  // Failed and cancelled stages are run again, too.
  const observed = observe(records, manifest).map((seen) =>
    seen.state === 'finished' ? seen : { ...seen, state: 'queued' as const },
  )
  const measured = observed.some(({ state }) => state === 'finished')
  return {
    finished: records.length - open.length,
    estimate: {
      seconds: Math.round(secondsLeft(observed) * (measured ? 1 : slowness)),
      memoryBytes: Math.round(Math.max(0, ...open.map(({ memoryBytes }) => memoryBytes))),
      diskBytes: Math.round(open.reduce((sum, { diskBytes }) => sum + diskBytes, 0)),
    },
  }
}

/** Stages as the forecast wants them. */
export function observe(records: readonly StageRecord[], manifest: DatasetManifest): Observed[] {
  const stages: ReadonlyMap<string, Stage> = new Map(records.map(({ stage }) => [stage.hash, stage]))
  return records.map((record) => ({
    ...record,
    kind: record.stage.kind,
    expectedSeconds: costOf(record.stage, stages, manifest).seconds,
  }))
}
