import type { Prediction } from '../../../shared/ipc/trainer.ts'
import type { Db } from '../connection.ts'

/** Predictions of an `evaluate` stage, by set and sinus. */
export async function listPredictions(db: Db, stage: string): Promise<Prediction[]> {
  const rows = await db
    .selectFrom('predictions')
    .selectAll()
    .where('stageHash', '=', stage)
    .orderBy('set')
    .orderBy('sinus')
    .execute()
  return rows.map(({ sinus, subjectId, side, set, target, score }) => ({
    sinus,
    subject: subjectId,
    side,
    set,
    target,
    score,
  }))
}

/** Replaces the predictions of a stage. */
export async function savePredictions(
  db: Db,
  stage: string,
  predictions: readonly Prediction[],
): Promise<void> {
  await db.deleteFrom('predictions').where('stageHash', '=', stage).execute()
  for (const { subject, ...prediction } of predictions) {
    await db
      .insertInto('predictions')
      .values({ stageHash: stage, subjectId: subject, ...prediction })
      .execute()
  }
}

/** A number, or why there is none. */
export type Metric = { value: number } | { reason: string }

/** Replaces the metrics of a stage. */
export async function saveMetrics(db: Db, stage: string, metrics: Record<string, Metric>): Promise<void> {
  await db.deleteFrom('metrics').where('stageHash', '=', stage).execute()
  for (const [name, metric] of Object.entries(metrics)) {
    await db
      .insertInto('metrics')
      .values({ stageHash: stage, name, value: null, reason: null, ...metric })
      .execute()
  }
}

export async function listMetrics(db: Db, stage: string): Promise<Record<string, Metric>> {
  const rows = await db.selectFrom('metrics').selectAll().where('stageHash', '=', stage).execute()
  return asMetrics(rows)
}

/** The metrics of every stage of an experiment, by stage. */
export async function listStageMetrics(
  db: Db,
  experiment: string,
): Promise<Map<string, Record<string, Metric>>> {
  const rows = await db
    .selectFrom('metrics')
    .selectAll('metrics')
    .innerJoin('experimentStages', 'experimentStages.stageHash', 'metrics.stageHash')
    .where('experimentId', '=', experiment)
    .execute()
  const byStage = Map.groupBy(rows, ({ stageHash }) => stageHash)
  return new Map([...byStage].map(([stage, own]) => [stage, asMetrics(own)]))
}

const asMetrics = (rows: readonly { name: string; value: number | null; reason: string | null }[]) =>
  Object.fromEntries(
    rows.map(({ name, value, reason }): [string, Metric] => [
      name,
      value === null ? { reason: reason! } : { value },
    ]),
  )
