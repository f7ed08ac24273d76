import { sql, type Selectable, type Updateable } from 'kysely'
import type { Stage } from '../../../shared/domain/stage.ts'
import type { RunState } from '../../../shared/ipc/api.ts'
import type { ErrorPayload } from '../../../shared/ipc/error.ts'
import type { Db } from '../connection.ts'
import type { StagesTable } from '../schema/stages.ts'
import { inBatches } from './batches.ts'

/** How far a stage is, from the last events its trainer wrote. Steps and seconds of the latest attempt. */
export interface StageProgress {
  stepsDone: number | null
  stepsTotal: number | null
  epochIndex: number | null
  epochs: number | null
  loss: number | null
  stepSeconds: number | null
  lastEventAt: string | null
}

export interface StageRecord extends StageProgress {
  stage: Stage
  state: RunState
  /** Of a failed stage. */
  reason: ErrorPayload | null
  /** Who computes it, while it runs. */
  trainer: { pid: number; host: string } | null
  device: string | null
  startedAt: string | null
  seconds: number | null
  finishedAt: string | null
  /** By the cost model and the calibration when it was planned last. */
  expectedSeconds: number | null
}

/** The stages of an experiment, each after those it reads. */
export async function listStages(db: Db, experiment: string): Promise<StageRecord[]> {
  const rows = await db
    .selectFrom('experimentStages')
    .innerJoin('stages', 'stages.hash', 'experimentStages.stageHash')
    .selectAll('stages')
    .where('experimentId', '=', experiment)
    .orderBy('position')
    .execute()
  return rows.map(asRecord)
}

/** Every stage of the project. */
export async function listAllStages(db: Db): Promise<StageRecord[]> {
  return (await db.selectFrom('stages').selectAll().execute()).map(asRecord)
}

/** What a stage is; null where there is none with this hash. */
export async function readStage(db: Db, hash: string): Promise<Stage | null> {
  const row = await db.selectFrom('stages').select('definition').where('hash', '=', hash).executeTakeFirst()
  return row ? (JSON.parse(row.definition) as Stage) : null
}

/** Stages whose hash begins like this, with the experiments that need them. */
export async function findStages(
  db: Db,
  beginning: string,
): Promise<{ hash: string; experiments: string[] }[]> {
  const rows = await db
    .selectFrom('experimentStages')
    .select(['stageHash', 'experimentId'])
    .where('stageHash', '>=', beginning)
    .where('stageHash', '<', `${beginning}g`) // after every hexadecimal digit
    .orderBy('stageHash')
    .execute()
  return [...Map.groupBy(rows, ({ stageHash }) => stageHash)].map(([hash, of]) => ({
    hash,
    experiments: of.map(({ experimentId }) => experimentId),
  }))
}

/** How many models have been scored on the test set of the dataset with this hash. */
export async function countEvaluated(db: Db, datasetHash: string): Promise<number> {
  const { count } = await db
    .selectFrom('stages')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('kind', '=', 'evaluate')
    .where('state', '=', 'finished')
    .where(sql<string>`json_extract(definition, '$.dataset.hash')`, '=', datasetHash)
    .executeTakeFirstOrThrow()
  return count
}

/** Unfinished stages of an experiment that no other experiment, unless cancelled, waits for. */
export async function listStagesToCancel(db: Db, experiment: string): Promise<string[]> {
  const rows = await db
    .selectFrom('experimentStages')
    .innerJoin('stages', 'stages.hash', 'experimentStages.stageHash')
    .select('hash')
    .where('experimentId', '=', experiment)
    .where('state', 'in', ['queued', 'running', 'interrupted'])
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('experimentStages as others')
            .innerJoin('experiments', 'experiments.id', 'others.experimentId')
            .select('others.stageHash')
            .whereRef('others.stageHash', '=', 'stages.hash')
            .where('others.experimentId', '!=', experiment)
            .where('experiments.cancelledAt', 'is', null),
        ),
      ),
    )
    .execute()
  return rows.map(({ hash }) => hash)
}

/** States a stage can be put in by itself; finishing it is `finishStage`. */
export type UnfinishedState = Exclude<RunState, 'finished' | 'failed' | 'running'>

export async function setStageStates(
  db: Db,
  hashes: readonly string[],
  state: UnfinishedState,
): Promise<void> {
  for (const some of inBatches(hashes)) {
    const values = { state, ...notRunning, ...notFinished }
    await db.updateTable('stages').set(values).where('hash', 'in', some).execute()
  }
}

export const failStage = (db: Db, hash: string, reason: ErrorPayload) =>
  update(db, hash, { ...notRunning, ...notFinished, state: 'failed', reason: JSON.stringify(reason) })

/** Nothing happens to one that was cancelled or finished meanwhile. */
export async function startStage(
  db: Db,
  hash: string,
  trainer: { pid: number; host: string } | null,
): Promise<void> {
  await db
    .updateTable('stages')
    .set({
      ...notFinished,
      state: 'running',
      trainerPid: trainer?.pid ?? null,
      trainerHost: trainer?.host ?? null,
      startedAt: new Date().toISOString(),
      lastEventAt: null,
    })
    .where('hash', '=', hash)
    .where('state', 'in', ['queued', 'interrupted', 'running'])
    .execute()
}

/** Of a stage that was running; one that was cancelled meanwhile stays so. */
export async function interruptStage(db: Db, hash: string): Promise<void> {
  await db
    .updateTable('stages')
    .set({ state: 'interrupted', ...notRunning, ...notFinished })
    .where('hash', '=', hash)
    .where('state', '=', 'running')
    .execute()
}

export const saveStageProgress = (
  db: Db,
  hash: string,
  progress: Partial<StageProgress> & { device?: string },
) => update(db, hash, progress)

export const finishStage = (
  db: Db,
  hash: string,
  { device, seconds, finishedAt }: { device: string; seconds: number; finishedAt: string },
) => update(db, hash, { ...notRunning, device, seconds, finishedAt, state: 'finished', reason: null })

const notRunning = { trainerPid: null, trainerHost: null }
const notFinished = { reason: null, finishedAt: null, seconds: null }

async function update(db: Db, hash: string, values: Updateable<StagesTable>): Promise<void> {
  await db.updateTable('stages').set(values).where('hash', '=', hash).execute()
}

function asRecord(row: Selectable<StagesTable>): StageRecord {
  const { definition, state, reason, trainerPid, trainerHost, device, startedAt, seconds, finishedAt } = row
  const { stepsDone, stepsTotal, epochIndex, epochs, loss, stepSeconds, lastEventAt, expectedSeconds } = row
  return {
    stage: JSON.parse(definition) as Stage,
    state,
    reason: reason === null ? null : (JSON.parse(reason) as ErrorPayload),
    trainer: trainerPid === null || trainerHost === null ? null : { pid: trainerPid, host: trainerHost },
    device,
    startedAt,
    seconds,
    finishedAt,
    ...{ stepsDone, stepsTotal, epochIndex, epochs, loss, stepSeconds, lastEventAt, expectedSeconds },
  }
}
