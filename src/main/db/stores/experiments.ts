import type { Precision, Stage, StartingPoint } from '../../../shared/domain/stage.ts'
import type { RunState } from '../../../shared/ipc/api.ts'
import type { Prediction } from '../../../shared/ipc/trainer.ts'
import { metricNames, undefinedBecause, type ModelMetrics } from '../../../shared/metrics/index.ts'
import type { Db } from '../connection.ts'
import { listPredictions } from './predictions.ts'

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
  method: StartingPoint
  labelFraction: number
  foldIndex: number
  seed: number
  /** Hash of its `evaluate` stage. */
  stage: string
}

/** Stores an experiment with its stages and runs; one that is there already is left as it is. */
export async function saveExperiment(
  db: Db,
  experiment: Omit<Experiment, 'plannedAt' | 'cancelledAt'>,
  plan: { stages: readonly Stage[]; runs: readonly ExperimentRun[] },
): Promise<void> {
  const { id: experimentId, recipe, datasetVersion, precision } = experiment
  await db.transaction().execute(async (tx) => {
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

    for (const [position, stage] of plan.stages.entries()) {
      await tx
        .insertInto('stages')
        .values({ hash: stage.hash, kind: stage.kind, definition: JSON.stringify(stage), state: 'queued' })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      await tx
        .insertInto('experimentStages')
        .values({ experimentId, position, stageHash: stage.hash })
        .execute()
    }
    for (const [position, { stage: stageHash, ...run }] of plan.runs.entries()) {
      await tx
        .insertInto('runs')
        .values({ experimentId, position, stageHash, ...run })
        .execute()
    }
  })
}

/** All experiments, newest last. */
export async function listExperiments(db: Db): Promise<Experiment[]> {
  const rows = await db.selectFrom('experiments').selectAll().orderBy('plannedAt').orderBy('id').execute()
  return rows.map((row) => ({ ...row, recipe: JSON.parse(row.recipe) as unknown }))
}

export const setCancelled = async (db: Db, id: string, cancelledAt: string | null): Promise<void> =>
  void (await db.updateTable('experiments').set({ cancelledAt }).where('id', '=', id).execute())

/** Every run of an experiment in recipe order, with its state and, once finished, the test metrics stored with it. */
export async function listMeasuredRuns(
  db: Db,
  experiment: string,
): Promise<(ExperimentRun & { state: RunState; metrics: ModelMetrics | null })[]> {
  const runs = await runsOf(db, experiment)
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
  const evaluations = []
  for (const run of await runsOf(db, experiment)) {
    const predictions = run.state === 'finished' ? await listPredictions(db, run.stage) : null
    evaluations.push({ ...run, predictions })
  }
  return evaluations
}

async function runsOf(db: Db, experiment: string): Promise<(ExperimentRun & { state: RunState })[]> {
  const rows = await db
    .selectFrom('runs')
    .innerJoin('stages', 'stages.hash', 'runs.stageHash')
    .select(['runs.method', 'runs.labelFraction', 'runs.foldIndex', 'seed', 'stageHash', 'state'])
    .where('experimentId', '=', experiment)
    .orderBy('position')
    .execute()
  return rows.map(({ stageHash: stage, ...run }) => ({ ...run, stage }))
}
