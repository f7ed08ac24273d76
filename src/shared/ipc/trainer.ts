import type { Target, Side } from '../domain/sinus.ts'
import type { ErrorPayload } from './error.ts'

/**
 * The contract between core and trainer. The trainer is given stage folders and nothing else:
 *
 *   <project>/volumes/<version>/dataset.json, packed.f32   read
 *   <project>/stages/<hash>/stage.json                     read; written by the core before the trainer starts
 *   <project>/stages/<hash>/events.jsonl                   appended, one TrainerEvent per line
 *   <project>/stages/<hash>/checkpoint/                    state to resume from
 *   <project>/stages/<hash>/<results>                      resultFiles[kind], each written atomically
 *   <project>/stages/<hash>/done.json                      last of all: a StageDone; its presence means finished
 *
 * Started as `node src/trainer/index.ts <stage folder>…` it works through the folders in order and exits 0 when all
 * are finished, 1 when one failed, 143 when SIGTERM stopped it (a checkpoint was written first). With `--serve` it
 * reads stage folders from standard input, a line each, until end of input, and answers each on standard output with
 * a line of JSON (TrainerAnswer): one process then keeps its compiled graphs from stage to stage.
 * Finished stages are skipped, interrupted ones resume from their checkpoint.
 */
export const resultFiles = {
  cae: ['weights.safetensors', 'history.json'],
  residuals: ['residuals.f32', 'difference.f32', 'index.json'],
  pretrain: ['encoder.safetensors', 'weights.safetensors', 'history.json'],
  finetune: ['classifier.safetensors', 'history.json'],
  evaluate: ['predictions.json'],
} as const

export interface TrainerAnswer {
  folder: string
  outcome: 'finished' | 'failed' | 'interrupted'
  error?: ErrorPayload
}

export type TrainerEvent = { timeMs: number } & (
  | { type: 'started'; pid: number; host: string; device: string; resumedFromEpoch: number }
  | {
      type: 'progress'
      /** Steps done of all steps of this stage. */
      done: number
      total: number
      epochIndex?: number
      loss?: number
      learningRate?: number
      stepSeconds?: number
      rssBytes?: number
    }
  | { type: 'epoch'; epochIndex: number; epochs: number; trainLoss: number; validationLoss: number | null }
  | { type: 'alarm'; alarm: AlarmKind; cause: string; suggestion: string }
  | { type: 'checkpoint'; epochIndex: number }
  | { type: 'finished'; seconds: number }
  | { type: 'interrupted' }
  | { type: 'failed'; error: ErrorPayload }
)

/** What a training can be warned of; it goes on, except after `not-a-number`. */
export type AlarmKind = 'collapse' | 'not-a-number' | 'stall' | 'over-fitting' | 'out-of-memory'

/** `history.json` of a training stage: no times in it, so equal stages give equal bytes. */
export interface TrainingHistory {
  epochs: EpochRecord[]
  /** Epoch whose weights were kept: the lowest validation loss, or the last where none is measured. */
  bestEpochIndex: number
  /** Trainable values. */
  parameters: number
  /** Optimisation steps, and samples that went through them. */
  steps: number
  samplesSeen: number
  /** Samples per step, and how many of them went through the networks at a time. */
  batchSize: number
  microBatchSize: number
  alarms: AlarmKind[]
}

export interface EpochRecord {
  trainLoss: number
  validationLoss: number | null
  learningRate: number
  /** Means of what the method keeps an eye on, such as `spread` of the embeddings (1 even, 0 collapsed). */
  monitors?: Record<string, number>
}

/**
 * `index.json` of a residuals stage. `residuals.f32` holds, per sinus in this order, voxels³ float32 of the
 * normalised, median-filtered |input − reconstruction| in 0…1; `difference.f32` the signed input − reconstruction.
 */
export interface ResidualsIndex {
  voxels: number
  sinuses: string[]
}

export interface Prediction {
  sinus: string
  subject: string
  side: Side
  set: 'validation' | 'test'
  target: Target
  /** Probability of an anomaly, 0…1. */
  score: number
}

export interface StageDone {
  hash: string
  finishedAt: string
  /** Wall-clock seconds spent, interruptions not counted. */
  seconds: number
  device: string
  /** SHA-256 of each result file. */
  files: Record<string, string>
}
