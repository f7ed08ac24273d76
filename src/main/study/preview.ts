import { stat, statfs } from 'node:fs/promises'
import os from 'node:os'
import type { DatasetManifest } from '../../shared/domain/dataset.ts'
import { originOf } from '../../shared/domain/stage-origin.ts'
import { startingPoints } from '../../shared/domain/stage.ts'
import type { Stage, StartingPoint } from '../../shared/domain/stage.ts'
import type { MethodCost, PlanPreview, RecipeDraft } from '../../shared/ipc/experiments.ts'
import { listExperiments } from '../db/stores/experiments.ts'
import type { Project } from '../project.ts'
import { packForeignEncoder } from '../services/foreign-weights.ts'
import { budgetOf } from './budget.ts'
import type { CalibrationWork } from './calibrate.ts'
import { expectations } from './calibration.ts'
import type { Calibration } from './calibration.ts'
import { draftToYaml } from './drafts.ts'
import { expand } from './expand.ts'
import { readManifest } from './manifest.ts'
import { begunStages, costsOf, countsOf, outline, remaining } from './outline.ts'
import type { Engine, Outline } from './outline.ts'
import { parseRecipe, recipeDeviations } from './recipe-file.ts'
import type { Recipe } from './recipe.ts'
import { checkDataset } from './requirements.ts'

/** What is assumed of a machine whose engine has not been asked yet; a plan waits for it. */
const unknownEngine: Engine = { precision: 'float32', stepSeconds: null, memoryBytes: 0.7 * os.totalmem() }

/** @throws AntrumError invalid-recipe with the lines of the draft's file. */
export const recipeOfDraft = (draft: RecipeDraft): Recipe =>
  parseRecipe(draftToYaml(draft), `${draft.name}.yaml`)

/**
 * What planning a draft would store and take, with nothing written.
 *
 * @param engine     Null: not known yet.
 * @param calibrate  Paces of this machine, measured or remembered.
 * @throws AntrumError as `planExperiment`.
 */
export async function previewPlan(
  project: Project,
  draft: RecipeDraft,
  engine: Engine | null,
  calibrate: (work: CalibrationWork) => Promise<Calibration>,
): Promise<PlanPreview> {
  const recipe = recipeOfDraft(draft)
  const manifest = await readManifest(project, recipe.dataset)
  checkDataset(recipe, manifest)
  const weights =
    recipe.transfer && recipe.methods.includes('transfer')
      ? await hashOfWeights(recipe.transfer.weights, recipe.width)
      : undefined
  const outlined = outline(recipe, manifest, engine ?? unknownEngine, weights)
  const { plan, costs, slowness, precision, lineage } = outlined
  const calibration = await calibrate({ stages: plan.stages, costs, manifest, slowness })
  const expected = expectations(plan.stages, manifest.voxels, costs, calibration, slowness)
  const experiments = await listExperiments(project.db)
  const disk = await statfs(project.paths.root)
  const budget = budgetOf(plan, manifest)
  const counts = countsOf(plan)
  return {
    experiment: engine || recipe.precision !== 'auto' ? outlined.experiment : null,
    isPlanned: experiments.some(({ id }) => id === outlined.experiment),
    dataset: manifest.version,
    precision,
    ...counts,
    pretrainedRuns: plan.runs.filter(({ method }) => method !== 'scratch' && method !== 'transfer').length,
    ...remaining(outlined, await begunStages(project.db), expected),
    machine: { memoryBytes: os.totalmem(), freeDiskBytes: disk.bavail * disk.bsize },
    methods: methodCosts(outlined, manifest, calibration),
    budget,
    // Unlike with planning, where micro-batches that were `auto` are numbers already.
    deviations: recipeDeviations(recipe),
    lineage: {
      models: lineage.models,
      trainings: lineage.trainings,
      checks: lineage.checks,
      declared: lineage.declared,
    },
  }
}

/**
 * What every starting point would take in this plan if it were alone: which to take is what the person is about to say.
 * Pretrainings serve all seeds and every seed's fine-tunings take the same time, so two seeds tell of any number.
 */
function methodCosts(
  { recipe, precision, slowness }: Outline,
  manifest: DatasetManifest,
  calibration: Calibration,
): PlanPreview['methods'] {
  const { variants: _, transfer: __, ...rest } = recipe
  const hasUnlabelled = manifest.split.unlabelled.train.length > 0
  const methods = startingPoints.filter(
    (method) => method !== 'transfer' && (method === 'scratch' || hasUnlabelled),
  )
  const seeds = recipe.seeds.slice(0, 2)
  const { stages } = expand({ ...rest, methods, seeds }, manifest, precision)
  const byHash = new Map(stages.map((stage) => [stage.hash, stage]))
  const costs = costsOf(stages, manifest)
  const byMethod = Map.groupBy(stages, (stage) => originOf(stage, byHash).method ?? 'residual')
  const costOf = (method: string): MethodCost | null => {
    const own = byMethod.get(method)
    if (!own) return null
    const expected = expectations(own, manifest.voxels, costs, calibration, slowness)
    const total = (some: readonly Stage[]) =>
      some.reduce((sum, { hash }) => sum + expected.get(hash)!.seconds, 0)
    const isPerSeed = ({ kind }: Stage) => kind === 'finetune' || kind === 'evaluate'
    const shared = own.filter((stage) => !isPerSeed(stage))
    const perSeed = own.filter(isPerSeed)
    const perSeedCount = perSeed.length / seeds.length
    // The first of its kind also builds the graphs.
    const [first, later] = [perSeed.slice(0, perSeedCount), perSeed.slice(-perSeedCount)].map(total)
    return {
      seconds: total(shared) + first + (recipe.seeds.length - 1) * later,
      pretrainings: shared.filter(({ kind }) => kind !== 'residuals').length,
      finetunings: (recipe.seeds.length * perSeedCount) / 2,
    }
  }
  // Somebody else's encoder costs what none does.
  return Object.fromEntries(
    startingPoints.map((method) => [method, costOf(method === 'transfer' ? 'scratch' : method)]),
  ) as Record<StartingPoint, MethodCost | null>
}

let lastWeights: { key: string; sha256: string } | null = null

/** Of a file of 130 MB, so not at every key that is pressed. */
async function hashOfWeights(file: string, width: number): Promise<string> {
  const found = await stat(file).catch(() => null)
  const key = `${file} ${width} ${found?.mtimeMs} ${found?.size}`
  if (lastWeights?.key !== key) lastWeights = { key, sha256: (await packForeignEncoder(file, width)).sha256 }
  return lastWeights.sha256
}
