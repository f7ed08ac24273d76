import type { Precision, Stage, StudyArm } from '../../../shared/domain/stage.ts'
import { originOf } from '../../../shared/domain/stage-origin.ts'
import type { RunState } from '../../../shared/ipc/api.ts'
import type { Prediction } from '../../../shared/ipc/trainer.ts'
import { metricNames, undefinedBecause, type ModelMetrics } from '../../../shared/metrics/index.ts'
import type { Db } from '../connection.ts'
import { inBatches } from './batches.ts'
import { listRunPredictions } from './predictions.ts'

export interface Experiment {
  id: string
  /** A valid Recipe with its defaults filled in, as it was planned. */
  recipe: unknown
  datasetVersion: string
  precision: Precision
  plannedAt: string
  cancelledAt: string | null
}

/** One evaluated model of an experiment: the row its predictions belong to. */
export interface ExperimentRun {
  method: StudyArm
  labelFraction: number
  foldIndex: number
  seed: number
  /** Hash of its `evaluate` stage. */
  stage: string
}

/**
 * Stores an experiment with its stages and runs. Of one that is there already, and of stages that are, only what is
 * expected of them is new.
 */
export async function saveExperiment(
  db: Db,
  experiment: Omit<Experiment, 'plannedAt' | 'cancelledAt'>,
  plan: {
    stages: readonly Stage[]
    runs: readonly ExperimentRun[]
    /** By hash; of those left out nothing is expected. */
    expectedSeconds?: ReadonlyMap<string, number>
  },
): Promise<void> {
  const { id: experimentId, recipe, datasetVersion, precision } = experiment
  const stages = new Map(plan.stages.map((stage) => [stage.hash, stage]))
  const rows = plan.stages.map((stage) => ({
    hash: stage.hash,
    kind: stage.kind,
    definition: JSON.stringify(stage),
    state: 'queued' as const,
    expectedSeconds: plan.expectedSeconds?.get(stage.hash) ?? null,
    ...originOf(stage, stages),
  }))
  await db.transaction().execute(async (tx) => {
    for (const values of inBatches(rows)) {
      await tx
        .insertInto('stages')
        .values(values)
        .onConflict((conflict) =>
          conflict
            .column('hash')
            .doUpdateSet((eb) => ({ expectedSeconds: eb.ref('excluded.expectedSeconds') })),
        )
        .execute()
    }
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('experiments')
      .values({
        id: experimentId,
        recipe: JSON.stringify(recipe),
        datasetVersion,
        precision,
        plannedAt: new Date().toISOString(),
        cancelledAt: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow()
    if (numInsertedOrUpdatedRows === 0n) return

    const places = plan.stages.map(({ hash }, position) => ({ experimentId, position, stageHash: hash }))
    for (const values of inBatches(places)) await tx.insertInto('experimentStages').values(values).execute()
    const runs = plan.runs.map(({ stage, ...run }, position) => ({
      experimentId,
      position,
      stageHash: stage,
      ...run,
    }))
    for (const values of inBatches(runs)) await tx.insertInto('runs').values(values).execute()
  })
}

/** All experiments, newest last. */
export async function listExperiments(db: Db): Promise<Experiment[]> {
  const rows = await db.selectFrom('experiments').selectAll().orderBy('plannedAt').orderBy('id').execute()
  return rows.map(({ queuePosition: _, ...row }) => ({ ...row, recipe: JSON.parse(row.recipe) as unknown }))
}

export const setCancelled = async (db: Db, id: string, cancelledAt: string | null): Promise<void> =>
  void (await db.updateTable('experiments').set({ cancelledAt }).where('id', '=', id).execute())

/** Every run of an experiment in recipe order, with its state and, once finished, the test metrics stored with it. */
export async function listMeasuredRuns(
  db: Db,
  experiment: string,
): Promise<(ExperimentRun & { state: RunState; metrics: ModelMetrics | null })[]> {
  const runs = await listRuns(db, experiment)
  // One question for all runs: a table of a thousand is on the screen at once.
  const rows = await db
    .selectFrom('metrics')
    .selectAll()
    .where(
      'stageHash',
      'in',
      db.selectFrom('runs').select('stageHash').where('experimentId', '=', experiment),
    )
    .execute()
  const byStage = Map.groupBy(rows, ({ stageHash }) => stageHash)
  return runs.map((run) => {
    const found = new Map(
      (byStage.get(run.stage) ?? []).map(({ name, value, reason }) => [name, { value, reason }]),
    )
    const metrics = Object.fromEntries(
      metricNames.map((name) => {
        const { value = null, reason = null } = found.get(name) ?? {}
        return [name, value ?? undefinedBecause(reason ?? 'it was not stored')]
      }),
    ) as ModelMetrics
    return { ...run, metrics: run.state === 'finished' ? metrics : null }
  })
}

/** The same with every score behind the metrics. */
export async function listEvaluations(
  db: Db,
  experiment: string,
): Promise<(ExperimentRun & { state: RunState; predictions: Prediction[] | null })[]> {
  const runs = await listRuns(db, experiment)
  const predictions = await listRunPredictions(db, experiment)
  return runs.map((run) => ({
    ...run,
    predictions: run.state === 'finished' ? (predictions.get(run.stage) ?? []) : null,
  }))
}

/** Every run of an experiment in recipe order, with its state. */
export async function listRuns(db: Db, experiment: string): Promise<(ExperimentRun & { state: RunState })[]> {
  const rows = await db
    .selectFrom('runs')
    .innerJoin('stages', 'stages.hash', 'runs.stageHash')
    .select(['runs.method', 'runs.labelFraction', 'runs.foldIndex', 'seed', 'stageHash', 'state'])
    .where('experimentId', '=', experiment)
    .orderBy('position')
    .execute()
  return rows.map(({ stageHash: stage, ...run }) => ({ ...run, stage }))
}
