import os from 'node:os'
import type { DatasetManifest } from '../../shared/domain/dataset.ts'
import { originOf } from '../../shared/domain/stage-origin.ts'
import { canonicalJson } from '../../shared/domain/stage.ts'
import type { Precision, Stage, StageKind } from '../../shared/domain/stage.ts'
import { runStates, type EngineInfo } from '../../shared/ipc/api.ts'
import type { PlanEstimate } from '../../shared/ipc/experiments.ts'
import type { Db } from '../db/connection.ts'
import { listStagesBy } from '../db/stores/stage-list.ts'
import type { ListedStage } from '../db/stores/stage-list.ts'
import type { Expectation } from './calibration.ts'
import { costModel, probeSeconds } from './costs.ts'
import type { Cost } from './costs.ts'
import { expand } from './expand.ts'
import type { Plan } from './expand.ts'
import { forecast } from './forecast.ts'
import { sha256 } from './hash.ts'
import { auditPlan, type PlannedLineage } from './lineage-audit.ts'
import { resolveMicroBatches } from './micro-batches.ts'
import type { Recipe, ResolvedRecipe } from './recipe.ts'

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

/** A recipe on its dataset and this machine: what planning stores and a preview shows. */
export interface Outline {
  experiment: string
  recipe: ResolvedRecipe
  precision: Precision
  plan: Plan
  costs: Map<string, Cost>
  lineage: PlannedLineage
  /** Of this machine over the cost model's reference, roughly. */
  slowness: number
}

/**
 * @param weights  SHA-256 of the encoder that `transfer` starts from.
 * @throws AntrumError when the dataset cannot carry the recipe, or a model would be judged on what it has seen.
 */
export function outline(
  recipe: Recipe,
  manifest: DatasetManifest,
  engine: Engine,
  weights: string | undefined,
): Outline {
  const precision = recipe.precision === 'auto' ? engine.precision : recipe.precision
  const resolved = resolveMicroBatches(recipe, manifest, precision, engine.memoryBytes)
  const plan = expand(resolved, manifest, precision, weights)
  return {
    experiment: experimentId(resolved, manifest, precision, weights),
    recipe: resolved,
    precision,
    plan,
    costs: costsOf(plan.stages, manifest),
    lineage: auditPlan(plan.stages, manifest, resolved),
    slowness: engine.stepSeconds === null ? 1 : engine.stepSeconds / probeSeconds(engine.precision),
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

export function countsOf({ stages, runs }: Plan) {
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

export function costsOf(stages: readonly Stage[], manifest: DatasetManifest): Map<string, Cost> {
  const byHash = new Map(stages.map((stage) => [stage.hash, stage]))
  const { costOf } = costModel(manifest)
  return new Map(stages.map((stage) => [stage.hash, costOf(stage, byHash)]))
}

/** Stages of the project that something was done about, by hash. */
export async function begunStages(db: Db): Promise<Map<string, ListedStage>> {
  const begun = await listStagesBy(db, {
    states: runStates.filter((state) => state !== 'queued'),
    order: 'planned',
  })
  return new Map(begun.map((stage) => [stage.hash, stage]))
}

/**
 * What is not finished yet takes. Failed and cancelled stages are run again, too.
 *
 * @param begun  See begunStages.
 */
export function remaining(
  { plan: { stages }, costs }: Outline,
  begun: ReadonlyMap<string, ListedStage>,
  expected: ReadonlyMap<string, Expectation>,
): { finished: number; estimate: PlanEstimate } {
  const byHash = new Map(stages.map((stage) => [stage.hash, stage]))
  const observed = stages.map((stage) => {
    const known = begun.get(stage.hash)
    return {
      hash: stage.hash,
      kind: stage.kind,
      method: originOf(stage, byHash).method,
      state: known?.state === 'finished' ? known.state : ('queued' as const),
      seconds: known?.seconds ?? null,
      stepSeconds: known?.stepSeconds ?? null,
      stepsDone: known?.stepsDone ?? null,
      stepsTotal: known?.stepsTotal ?? null,
      expectedSeconds: expected.get(stage.hash)!.seconds,
    }
  })
  const open = observed.flatMap(({ hash, state }) =>
    state === 'finished' ? [] : [{ ...costs.get(hash)!, ...expected.get(hash)! }],
  )
  const sum = (of: typeof open, value: (stage: (typeof open)[number]) => number) =>
    of.reduce((total, stage) => total + value(stage), 0)
  const { seconds, low, high } = forecast(observed)!
  const measured = open.filter((stage) => stage.measured)
  return {
    finished: stages.length - open.length,
    estimate: {
      seconds: Math.round(seconds),
      secondsRange: [Math.round(low), Math.round(high)] as [number, number],
      memoryBytes: Math.round(open.reduce((most, { memoryBytes }) => Math.max(most, memoryBytes), 0)),
      diskBytes: Math.round(
        sum(open, ({ resultBytes }) => resultBytes) +
          open.reduce((most, { checkpointBytes }) => Math.max(most, checkpointBytes), 0),
      ),
      measuredShare:
        open.length === 0 ? 1 : sum(measured, (stage) => stage.seconds) / sum(open, (stage) => stage.seconds),
    },
  }
}
