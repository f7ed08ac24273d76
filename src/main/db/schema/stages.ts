import type { Generated } from 'kysely'
import type { StageKind } from '../../../shared/domain/stage.ts'
import type { Side, Target } from '../../../shared/domain/sinus.ts'
import type { RunState } from '../../../shared/ipc/api.ts'

/** A computation and how far it is; its files are in stages/<hash>/. */
export interface StagesTable {
  hash: string
  kind: StageKind
  /** JSON: what stage.json holds. */
  definition: string
  state: RunState
  /** JSON ErrorPayload, of a failed stage only. */
  reason: string | null
  /** Who computes it, while it runs. */
  trainerPid: number | null
  trainerHost: string | null
  device: string | null
  /** What its last events said. */
  stepsDone: number | null
  stepsTotal: number | null
  epochIndex: number | null
  epochs: number | null
  loss: number | null
  stepSeconds: number | null
  /** Of the latest attempt. */
  startedAt: string | null
  lastEventAt: string | null
  /** Spent on it in all, of a finished stage only. */
  seconds: number | null
  finishedAt: string | null
  /** Order in the queue: higher first. */
  priority: Generated<number>
  /** By the cost model and the calibration when it was planned last; null in projects planned before there was one. */
  expectedSeconds: number | null
  /** Its StageOrigin. */
  method: string | null
  foldIndex: number | null
  labelFraction: number | null
}

/** A score of an `evaluate` stage. */
export interface PredictionsTable {
  stageHash: string
  sinus: string
  subjectId: string
  side: Side
  set: 'validation' | 'test'
  target: Target
  /** Probability of an anomaly, 0…1. */
  score: number
}

/** A named number of a finished stage; `value` is null where it is undefined, and `reason` says why. */
export interface MetricsTable {
  stageHash: string
  name: string
  value: number | null
  reason: string | null
}
