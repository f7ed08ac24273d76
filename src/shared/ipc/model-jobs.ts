import type { MethodSettings, Precision, ResidualPostProcessing } from '../domain/stage.ts'
import type { ErrorPayload } from './error.ts'

/**
 * Small programs of the trainer that the core starts beside the study (src/main/supervisor/trainer-program.ts): a job as
 * JSON on standard input, answers as lines of JSON on standard output. Bulk voxels travel in files.
 */
export type ProgramLine<Answer> =
  { progress: { phase: string; done: number; total: number } } | { answer: Answer } | { error: ErrorPayload }

export type ExportedNetwork = 'classifier' | 'encoder'
export const modelFormats = ['safetensors', 'saved-model', 'onnx'] as const
export type ModelFormat = (typeof modelFormats)[number]

/** Largest absolute difference between a model file's outputs and the engine's at which the file counts as the same model. */
export const exportTolerance = 1e-4

/** For src/trainer/export.ts: writes a network as model files and holds each against the engine. */
export interface ExportJob {
  /** `classifier.safetensors` or `encoder.safetensors` of a finished stage. */
  weights: string
  network: ExportedNetwork
  /** Edge of the input cubes. */
  voxels: number
  /** Cubes to compare on, float32 one after the other, as in `packed.f32`. */
  volumes: string
  /** Empty folder the model files go to. */
  folder: string
  producerVersion: string
  /** Written into the files that can carry text. */
  metadata: Record<string, string>
}

/** A format's files, or why there are none. */
export type FormatOutcome =
  { files: string[]; largestDifference: number; judge: string } | { leftOut: string }

export interface ExportAnswer {
  /** Of the engine that the files were held against. */
  tensorflow: string
  width: number
  /** Trained values, batch norm's statistics not counted. */
  parameters: number
  volumes: number
  /** As stored in the safetensors file. */
  tensors: { name: string; shape: number[] }[]
  /** What comes out for one cube. */
  outputSize: number
  formats: Record<ModelFormat, FormatOutcome>
  onnxOpset: number
}

/** For src/trainer/predict.ts: scores cubes by one or several classifiers. */
export interface PredictJob {
  /** Edge of the cubes. */
  voxels: number
  /** Cubes, float32 one after the other, as in `packed.f32`. */
  volumes: string
  precision: Precision
  /** `classifier.safetensors` of each. */
  classifiers: string[]
  /** Also writes what an autoencoder of normals leaves of each cube, as a `residuals` stage does. */
  residuals: {
    autoencoder: string
    precision: Precision
    postProcessing: ResidualPostProcessing
    file: string
  } | null
}

export interface PredictAnswer {
  /** Probability of an anomaly, by classifier and cube. */
  scores: number[][]
  device: string
}

/** For src/trainer/explain.ts: what networks make of cubes, each result a file of its own. */
export interface ExplainJob {
  /** Edge of the cubes. */
  voxels: number
  /** Cubes, float32 one after the other, as in `packed.f32`. */
  volumes: string
  tasks: ExplainTask[]
}

export type ExplainTask = {
  /** `weights.safetensors` of a residual pretraining, or `classifier.safetensors`. */
  weights: string
  /** Rows of `volumes`, and where the result of each goes. */
  cubes: { row: number; file: string }[]
} & (
  | {
      /** The residual that a pretrained network expects, float32 [voxels³] in 0…1. */
      layer: 'prediction'
      width: number
      settings: MethodSettings['residual']
      precision: Precision
    }
  /** Grad-CAM of the anomalous logit, float32, all `saliencyStages` one after the other (src/shared/domain/saliency.ts). */
  | { layer: 'saliency' }
)

export interface ExplainAnswer {
  device: string
}
