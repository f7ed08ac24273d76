import { listedAs, type DatasetManifest } from '../../shared/domain/dataset.ts'
import type { Precision, Stage, TrainingParams } from '../../shared/domain/stage.ts'

/** What a stage takes, before this machine has been heard. */
export interface Cost {
  seconds: number
  /** Peak of its trainer process. */
  memoryBytes: number
  /** Of its folder while it runs: results and checkpoint. */
  diskBytes: number
}

/**
 * Seconds per voxel of one sample in a training step: `a·width + b·width²`, the first for what moves through memory
 * (normalisation, activations), the second for convolutions; float32. Fitted to medians on two AVX-512 cores, width 16 at
 * 32³ and width 64 at 64³ (docs/performance.md). A machine differs by a factor, which `forecast.ts` measures.
 */
const unet = { a: 9.1e-9, b: 1.65e-10 }
const classifier = { a: 3.1e-9, b: 2.0e-11 }
const perVoxel = ({ a, b }: { a: number; b: number }, width: number) => a * width + b * width ** 2

/** The autoencoder's widths are fixed: seconds per voxel. */
const caePerVoxel = 2e-7
const perStepSeconds = 0.005
/** Starting a stage, building its graph, writing its results. */
const perStageSeconds = 1.5
/** A forward pass alone, of a training step. */
const inferenceShare = 0.25
const medianSecondsPerVoxel: Record<0 | 3 | 5 | 7, number> = { 0: 0, 3: 2e-7, 5: 5e-7, 7: 1e-6 }
const precisionFactor: Record<Precision, number> = { float32: 1, bfloat16: 0.65 }

/** TensorFlow, its library and Node, before the first tensor. */
const baseMemory = 600e6

/** What the engine probe's step (classifier, width 16, four 32³ cubes) takes on the reference machine. */
export const probeSeconds = (precision: Precision): number =>
  perStepSeconds + 4 * 32 ** 3 * precisionFactor[precision] * perVoxel(classifier, 16)

export function costOf(stage: Stage, stages: ReadonlyMap<string, Stage>, manifest: DatasetManifest): Cost {
  const { split, voxels } = manifest
  const volume = voxels ** 3
  const listed = Map.groupBy(manifest.sinuses, listedAs(split))
  const sinusesOf = (names: readonly string[] = []) => names.flatMap((name) => listed.get(name) ?? [])
  const normals = (subjects: readonly string[] = []) =>
    sinusesOf(subjects).filter(({ target }) => target === 0).length

  /** @param cost Seconds of a training step per voxel of one sample. */
  const training = (params: TrainingParams, cost: number, samples: number, heldOut: number) => {
    const batch = Math.min(params.batchSize, Math.max(1, samples))
    const steps = Math.ceil(samples / batch)
    const perSample = volume * cost * precisionFactor[params.precision]
    const epoch = steps * (perStepSeconds + batch * perSample) + heldOut * perSample * inferenceShare
    return perStageSeconds + params.epochs * epoch
  }
  const bytes = (parameters: number) => parameters * 4

  switch (stage.kind) {
    case 'cae': {
      const { params } = stage
      const fold = split.folds[params.foldIndex]
      const samples = normals(fold?.train) * params.normalFraction
      const parameters = 645e3 + 8 * (voxels / 8) ** 3 * params.latent
      return {
        seconds: training(params, caePerVoxel, samples, normals(fold?.validation)),
        memoryBytes: baseMemory + params.batchSize * volume * 4 * 40 + 6 * bytes(parameters),
        diskBytes: 5 * bytes(parameters),
      }
    }
    case 'residuals': {
      const sinuses = manifest.sinuses.length
      const { medianKernel } = stage.params
      return {
        seconds:
          perStageSeconds +
          sinuses * volume * (caePerVoxel * inferenceShare + medianSecondsPerVoxel[medianKernel]),
        memoryBytes: baseMemory + 8 * volume * 4 * 20,
        diskBytes: sinuses * volume * 4 * 2,
      }
    }
    case 'pretrain': {
      const { params } = stage
      const { train, validation } = split.unlabelled
      const parameters = 12.4e3 * params.width ** 2 // encoder and mirrored decoder: 50.8 M at width 64
      return {
        seconds: training(
          params,
          perVoxel(unet, params.width),
          sinusesOf(train).length,
          sinusesOf(validation).length,
        ),
        memoryBytes: baseMemory + params.batchSize * volume * params.width * 4 * 6 + 6 * bytes(parameters),
        diskBytes: 6 * bytes(parameters),
      }
    }
    case 'finetune': {
      const { params } = stage
      const fold = split.folds[params.foldIndex]
      const samples = sinusesOf(fold?.fractions[String(params.labelFraction)]).length
      const parameters = 8.1e3 * params.width ** 2 // 33.2 M at width 64
      return {
        seconds: training(
          params,
          perVoxel(classifier, params.width),
          samples,
          sinusesOf(fold?.validation).length,
        ),
        memoryBytes: baseMemory + params.batchSize * volume * params.width * 4 + 6 * bytes(parameters),
        diskBytes: 5 * bytes(parameters),
      }
    }
    case 'evaluate': {
      const input = stages.get(stage.inputs.classifier)
      const width = input?.kind === 'finetune' ? input.params.width : 64
      const sinuses = sinusesOf([
        ...split.test,
        ...(split.folds[stage.params.foldIndex]?.validation ?? []),
      ]).length
      const perSample =
        volume * perVoxel(classifier, width) * precisionFactor[stage.params.precision] * inferenceShare
      return {
        seconds: perStageSeconds + sinuses * perSample,
        memoryBytes: baseMemory,
        diskBytes: sinuses * 150,
      }
    }
  }
}
