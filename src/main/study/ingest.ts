import { existsSync } from 'node:fs'
import { readFile, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Stage } from '../../shared/domain/stage.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { resultFiles } from '../../shared/ipc/trainer.ts'
import type { Prediction, StageDone, TrainingHistory } from '../../shared/ipc/trainer.ts'
import { modelMetrics } from '../../shared/metrics/evaluation.ts'
import { isUndefined } from '../../shared/metrics/outcome.ts'
import type { Db } from '../db/connection.ts'
import { saveMetrics, savePredictions } from '../db/stores/predictions.ts'
import type { Metric } from '../db/stores/predictions.ts'
import { finishStage } from '../db/stores/stages.ts'
import { trainerLogFile } from '../supervisor/trainer-process.ts'
import { sha256OfFile } from './hash.ts'

export const isDone = (folder: string): boolean => existsSync(join(folder, 'done.json'))

/**
 * Takes a finished stage folder into the database: every result file is hashed, then predictions, metrics and the
 * state `finished` are stored in one transaction. Doing it twice changes nothing.
 *
 * @throws AntrumError corrupt-data when a file is missing or is not what the trainer wrote.
 */
export async function ingest(db: Db, folder: string, stage: Stage): Promise<StageDone> {
  const done = await verifyResults(folder, stage)
  const predictions = stage.kind === 'evaluate' ? await readPredictions(folder) : null
  const metrics = predictions ? testMetrics(predictions) : await trainingMetrics(folder, stage)
  await db.transaction().execute(async (tx) => {
    if (predictions) await savePredictions(tx, stage.hash, predictions)
    await saveMetrics(tx, stage.hash, metrics)
    await finishStage(tx, stage.hash, done)
  })
  return done
}

/** @throws AntrumError corrupt-data */
export async function verifyResults(folder: string, stage: Stage): Promise<StageDone> {
  const done = await readDone(folder)
  if (done.hash !== stage.hash) throw corrupt('done.json', `speaks of stage ${done.hash}`)
  for (const file of resultFiles[stage.kind]) {
    const path = join(folder, file)
    if (!existsSync(path)) throw corrupt(file, 'is missing')
    if ((await sha256OfFile(path)) !== done.files[file])
      throw corrupt(file, 'is not what was written when the stage finished')
  }
  return done
}

/** @throws AntrumError corrupt-data, as do all that read a result. */
export const readDone = (folder: string): Promise<StageDone> => readResult(folder, 'done.json', doneSchema)

export const readPredictions = (folder: string): Promise<Prediction[]> =>
  readResult(folder, 'predictions.json', predictionsSchema)

/** Makes a stage folder as if nothing had been computed; what happened in it stays on record. */
export async function discardResults(folder: string): Promise<void> {
  const kept = ['stage.json', 'events.jsonl', trainerLogFile]
  // First of all: without it nobody takes the rest for results.
  await rm(join(folder, 'done.json'), { force: true })
  for (const name of await readdir(folder)) {
    if (!kept.includes(name)) await rm(join(folder, name), { recursive: true, force: true })
  }
}

/** As stored with an evaluation. */
export function testMetrics(predictions: readonly Prediction[]): Record<string, Metric> {
  const metrics = Object.entries(modelMetrics(predictions))
  return Object.fromEntries(
    metrics.map(([name, outcome]) => [
      name,
      isUndefined(outcome) ? { reason: outcome.reason } : { value: outcome },
    ]),
  )
}

/** As stored with a training; empty for a stage that is none. */
export async function trainingMetrics(folder: string, stage: Stage): Promise<Record<string, Metric>> {
  if (!(resultFiles[stage.kind] as readonly string[]).includes('history.json')) return {}
  const history: TrainingHistory = await readResult(folder, 'history.json', historySchema)
  const best = history.epochs[history.bestEpochIndex]
  if (!best) throw corrupt('history.json', `has no epoch ${history.bestEpochIndex}`)
  return {
    epochs: { value: history.epochs.length },
    bestEpochIndex: { value: history.bestEpochIndex },
    trainLoss: { value: best.trainLoss },
    validationLoss:
      best.validationLoss === null ? { reason: 'nothing to validate on' } : { value: best.validationLoss },
    parameters: { value: history.parameters },
    steps: { value: history.steps },
    samplesSeen: { value: history.samplesSeen },
  }
}

async function readResult<T>(folder: string, file: string, schema: z.ZodType<T>): Promise<T> {
  try {
    return schema.parse(JSON.parse(await readFile(join(folder, file), 'utf8')))
  } catch (error) {
    const problem = error instanceof z.ZodError ? error.issues[0] : undefined
    throw corrupt(
      file,
      problem
        ? `has an unexpected ${problem.path.join('.')}: ${problem.message}`
        : `cannot be read (${(error as Error).message})`,
    )
  }
}

const corrupt = (file: string, problem: string) =>
  new AntrumError('corrupt-data', `${file} ${problem}.`, { file })

const doneSchema = z.object({
  hash: z.string(),
  finishedAt: z.string(),
  seconds: z.number(),
  device: z.string(),
  files: z.record(z.string(), z.string()),
})

const predictionsSchema = z.array(
  z.object({
    sinus: z.string(),
    subject: z.string(),
    side: z.enum(['left', 'right']),
    set: z.enum(['validation', 'test']),
    target: z.union([z.literal(0), z.literal(1)]),
    score: z.number().min(0).max(1),
  }),
)

const historySchema = z.object({
  epochs: z.array(
    z.object({
      trainLoss: z.number(),
      validationLoss: z.number().nullable(),
      learningRate: z.number(),
      monitors: z.record(z.string(), z.number()).exactOptional(),
    }),
  ),
  bestEpochIndex: z.int().min(0),
  parameters: z.number(),
  steps: z.number(),
  samplesSeen: z.number(),
  batchSize: z.number(),
  microBatchSize: z.number(),
  alarms: z.array(z.enum(['collapse', 'not-a-number', 'stall', 'over-fitting', 'out-of-memory'])),
})
