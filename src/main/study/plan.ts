import os from 'node:os'
import type { DatasetManifest } from '../../shared/domain/dataset.ts'
import { canonicalJson } from '../../shared/domain/stage.ts'
import type { Precision, Stage, StageKind } from '../../shared/domain/stage.ts'
import { saveExperiment } from '../db/stores/experiments.ts'
import { listStagesBy } from '../db/stores/stage-list.ts'
import type { ListedStage } from '../db/stores/stage-list.ts'
import type { Project } from '../project.ts'
import type { EngineInfo } from '../../shared/ipc/api.ts'
import type { LayerMap } from '../../shared/domain/foreign-encoder.ts'
import { keepForeignEncoder } from '../services/foreign-weights.ts'
import type { CalibrationWork } from './calibrate.ts'
import { expectations } from './calibration.ts'
import type { Calibration, Expectation } from './calibration.ts'
import { costModel, probeSeconds } from './costs.ts'
import type { Cost } from './costs.ts'
import { expand } from './expand.ts'
import type { Plan } from './expand.ts'
import { forecast } from './forecast.ts'
import { sha256 } from './hash.ts'
import { auditPlan, type PlannedLineage } from './lineage-audit.ts'
import { readManifest } from './manifest.ts'
import type { Deviation } from './presets.ts'
import { recipeDeviations } from './recipe-file.ts'
import { resolveMicroBatches } from './micro-batches.ts'
import type { Recipe, ResolvedRecipe } from './recipe.ts'
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
  estimate: {
    seconds: number
    /** Its 95 % interval. */
    secondsRange: [number, number]
    memoryBytes: number
    diskBytes: number
    /** Share of the seconds whose pace was measured on this machine; the rest goes by it. */
    measuredShare: number
  }
  /** What was checked of the ancestors of every model to come. */
  lineage: PlannedLineage
}

/** The engine of this machine, as `engineInfo` measures it. */
export interface Engine {
  /** What `auto` means here. */
  precision: Precision
  /** Of the probe's training step; null: not measured, the estimate is for the cost model's reference machine. */
  stepSeconds: number | null
  /** What a trainer may take, for `microBatchSize: auto`. */
  memoryBytes: number
}

/** The rest is for the system, the core and what else runs on the workstation. */
const trainersShare = 0.7

/** A GPU is filled until it is full: there the trainer halves its micro-batch when memory runs out. */
export const engineOf = ({ engine, stepSeconds }: EngineInfo): Engine => ({
  precision: engine.precision,
  stepSeconds,
  memoryBytes: engine.device === 'gpu' ? Infinity : trainersShare * os.totalmem(),
})

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
  const precision = recipe.precision === 'auto' ? engine.precision : recipe.precision
  const foreign =
    recipe.transfer && recipe.methods.includes('transfer')
      ? await keepForeignEncoder(project, recipe.transfer.weights, recipe.width)
      : undefined
  const resolved = resolveMicroBatches(recipe, manifest, precision, engine.memoryBytes)
  const plan = expand(resolved, manifest, precision, foreign?.sha256)
  const lineage = auditPlan(plan.stages, manifest, resolved)
  const experiment = experimentId(resolved, manifest, precision, foreign?.sha256)
  const { version: datasetVersion } = manifest
  const slowness = engine.stepSeconds === null ? 1 : engine.stepSeconds / probeSeconds(engine.precision)
  const costs = costsOf(plan.stages, manifest)
  const calibration = await calibrate({ stages: plan.stages, costs, manifest, slowness })
  const expected = expectations(plan.stages, manifest.voxels, costs, calibration, slowness)
  const expectedSeconds = new Map([...expected].map(([hash, { seconds }]) => [hash, seconds]))
  await saveExperiment(
    project.db,
    { id: experiment, recipe: resolved, datasetVersion, precision },
    { ...plan, expectedSeconds },
  )
  const listed = await listStagesBy(project.db, { experiments: [experiment], order: 'planned' })
  return {
    experiment,
    dataset: datasetVersion,
    precision,
    deviations: recipeDeviations(resolved),
    ...(foreign ? { layerMap: foreign.map } : {}),
    ...counts(plan),
    ...remaining(listed, costs, expected),
    lineage,
  }
}

/** Recipe name and eight digits of all that shapes the results; `auto` and the precision it stands for are one. */
export function experimentId(
  recipe: ResolvedRecipe,
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

function costsOf(stages: readonly Stage[], manifest: DatasetManifest): Map<string, Cost> {
  const byHash = new Map(stages.map((stage) => [stage.hash, stage]))
  const { costOf } = costModel(manifest)
  return new Map(stages.map((stage) => [stage.hash, costOf(stage, byHash)]))
}

/** Failed and cancelled stages are run again, too. */
function remaining(
  listed: readonly ListedStage[],
  costs: ReadonlyMap<string, Cost>,
  expected: ReadonlyMap<string, Expectation>,
) {
  const open = listed.flatMap(({ hash, state }) =>
    state === 'finished' ? [] : [{ ...costs.get(hash)!, ...expected.get(hash)! }],
  )
  const sum = (of: typeof open, value: (stage: (typeof open)[number]) => number) =>
    of.reduce((total, stage) => total + value(stage), 0)
  const asQueued = listed.map((stage) =>
    stage.state === 'finished' ? stage : { ...stage, state: 'queued' as const },
  )
  const { seconds, low, high } = forecast(asQueued)!
  const measured = open.filter((stage) => stage.measured)
  return {
    finished: listed.length - open.length,
    estimate: {
      seconds: Math.round(seconds),
      secondsRange: [Math.round(low), Math.round(high)] as [number, number],
      memoryBytes: Math.round(Math.max(0, ...open.map(({ memoryBytes }) => memoryBytes))),
      diskBytes: Math.round(
        sum(open, ({ resultBytes }) => resultBytes) +
          Math.max(0, ...open.map(({ checkpointBytes }) => checkpointBytes)),
      ),
      measuredShare:
        open.length === 0 ? 1 : sum(measured, (stage) => stage.seconds) / sum(open, (stage) => stage.seconds),
    },
  }
}
