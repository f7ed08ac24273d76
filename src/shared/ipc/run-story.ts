import type { StageKind } from '../domain/stage.ts'
import type { AlarmKind } from './trainer.ts'

/** Neighbouring reports of a trainer, drawn as one point. */
export interface CurvePoint {
  /** Steps done at the last of them. */
  step: number
  /** Mean, lowest and highest training loss; null where the stage has no loss. */
  loss: [mean: number, low: number, high: number] | null
  learningRate: number | null
  /** Mean seconds of a training step. */
  stepSeconds: number | null
  /** Highest memory of the trainer. */
  rssBytes: number | null
}

export interface EpochPoint {
  /** Counts from 0. */
  epochIndex: number
  trainLoss: number
  validationLoss: number | null
}

/** A start of the trainer on this stage. */
export interface Attempt {
  timeMs: number
  host: string
  device: string
  /** 0: from the beginning. */
  resumedFromEpoch: number
}

export interface Alarm {
  timeMs: number
  alarm: AlarmKind
  cause: string
  suggestion: string
}

/** What a stage is, known before it starts. */
export interface StageFacts {
  stage: string
  kind: StageKind
  /** Null for stages that do not train. */
  epochs: number | null
  batchSize: number | null
}

/**
 * What became known of a stage. Curves arrive in pieces: the points from `from` on replace those known so far, the
 * points before it stay. What is left out is as before.
 */
export interface StoryUpdate {
  facts?: StageFacts
  curve?: { from: number; points: CurvePoint[]; stepsTotal: number }
  epochs?: { from: number; points: EpochPoint[] }
  attempts?: Attempt[]
  alarms?: Alarm[]
  /** The last lines that its trainer printed. */
  log?: string[]
}
