import type { DatasetManifest } from '../../shared/domain/dataset.ts'
import type { StageKind, StageOf } from '../../shared/domain/stage.ts'
import type { ExportAnswer, ExportedNetwork } from '../../shared/ipc/model-jobs.ts'
import type { Outcome } from '../../shared/metrics/index.ts'
import type { TrainingOrigin } from '../study/model-origin.ts'
import type { OperatingPoint } from '../../shared/ipc/outputs.ts'
import type { LimitsData } from './limits.ts'

/** Everything that an exported model's description and card say. No subject is named in it. */
export interface ExportFacts {
  stage: StageOf<'finetune'> | StageOf<'pretrain'>
  /** In a reader's words. */
  name: string
  network: ExportedNetwork
  manifest: DatasetManifest
  answer: ExportAnswer
  origin: readonly TrainingOrigin[]
  /** SHA-256 of each model file, by its name in the folder. */
  files: Readonly<Record<string, string>>
  /** Of a classifier; null for an encoder, which gives no score. */
  operatingPoint: Outcome<OperatingPoint> | null
  ancestors: readonly { hash: string; kind: StageKind | null }[]
  /** Of the weights file that the stage was finished with. */
  weightsSha256: string
  device: string
  finishedAt: string
  software: readonly { name: string; version: string }[]
  /** The experiment it was judged in, with the rows it belongs to; null when it was in none. */
  experiment: (LimitsData & { id: string }) | null
}
