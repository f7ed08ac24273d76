import type { Prediction } from '../../../shared/ipc/trainer.ts'
import type { Db } from '../connection.ts'
import { storedRows } from './stored-rows.ts'

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

/** The same of every run of an experiment, by stage: one question for all, since there may be a thousand. */
export async function listRunPredictions(db: Db, experiment: string): Promise<Map<string, Prediction[]>> {
  const query = db
    .selectFrom('predictions')
    .selectAll()
    .where(
      'stageHash',
      'in',
      db.selectFrom('runs').select('stageHash').where('experimentId', '=', experiment),
    )
    .orderBy('stageHash')
    .orderBy('sinus')
  const sets = new Map<string, Record<Prediction['set'], Prediction[]>>()
  for (const { stage_hash, sinus, subject_id, side, set, target, score } of await storedRows<Row>(
    db,
    query,
  )) {
    let own = sets.get(stage_hash)
    if (!own) sets.set(stage_hash, (own = { test: [], validation: [] }))
    own[set].push({ sinus, subject: subject_id, side, set, target, score })
  }
  return new Map([...sets].map(([stage, { test, validation }]) => [stage, [...test, ...validation]]))
}

/** What one model of an experiment said of a sinus it was not trained on. */
export interface SinusScore {
  method: string
  labelFraction: number
  foldIndex: number
  /** Its `evaluate` stage. */
  stage: string
  set: Prediction['set']
  score: number
}

/** Every score of a sinus by the models of an experiment, in the order of its runs. */
export async function listScoresOf(db: Db, experiment: string, sinus: string): Promise<SinusScore[]> {
  const rows = await db
    .selectFrom('runs')
    .innerJoin('predictions', 'predictions.stageHash', 'runs.stageHash')
    .select(['method', 'labelFraction', 'foldIndex', 'runs.stageHash', 'set', 'score'])
    .where('experimentId', '=', experiment)
    .where('sinus', '=', sinus)
    .orderBy('position')
    .execute()
  return rows.map(({ stageHash: stage, ...score }) => ({ ...score, stage }))
}

/** With the names its columns have in SQL. */
interface Row extends Omit<Prediction, 'subject'> {
  stage_hash: string
  subject_id: string
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
