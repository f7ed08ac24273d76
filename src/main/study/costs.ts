import { listedAs, type DatasetManifest, type DatasetSinus } from '../../shared/domain/dataset.ts'
import type {
  OptimiserParams,
  Precision,
  PretrainingMethod,
  Stage,
  TrainingParams,
} from '../../shared/domain/stage.ts'

/** What a stage takes on the reference machine; a calibration says how another one differs. */
export interface Cost {
  /** Building and compiling its graphs: once for all stages alike that a trainer computes. */
  setupSeconds: number
  /** On top of that, and of `perStageSeconds`. */
  workSeconds: number
  /** Peak of its trainer process. */
  memoryBytes: number
  /** Of its folder when it is finished. */
  resultBytes: number
  /** What its checkpoints take while it runs. */
  checkpointBytes: number
}

/** Training steps as they come from a dataset and a stage: what a stage is a multiple of. */
export interface TrainingSize {
  samples: number
  /** Sinuses the loss is validated on after every epoch. */
  heldOut: number
  /** Samples a step. */
  batch: number
  /** Seconds of a step on the reference machine. */
  stepSeconds: number
}

export interface CostModel {
  costOf: (stage: Stage, stages: ReadonlyMap<string, Stage>) => Cost
  /** Null for stages that do not train. */
  trainingSize: (stage: Stage) => TrainingSize | null
}

/**
 * Seconds per voxel of one sample in a training step: `a·width + b·width²`, the first for what moves through memory
 * (normalisation, activations), the second for convolutions; float32. Fitted to medians on two AVX-512 cores, width 16 at
 * 32³ and width 64 at 64³ (docs/performance.md).
 */
const perVoxel = ({ a, b }: { a: number; b: number }, width: number) => a * width + b * width ** 2
const unet = { a: 9.1e-9, b: 1.65e-10 }
const encoder = { a: 3.1e-9, b: 2.0e-11 }

/** What a method's step is made of: passes of U-Net or encoder, and volumes that are augmented. */
const methods: Record<PretrainingMethod, { unets: number; encoders: number; volumes: number }> = {
  residual: { unets: 1, encoders: 0, volumes: 2 },
  autoencoder: { unets: 0.9, encoders: 0, volumes: 1 },
  denoising: { unets: 1, encoders: 0, volumes: 1 },
  // Two views each; BYOL's teacher sees both without gradients.
  byol: { unets: 0, encoders: 2.6, volumes: 2 },
  simsiam: { unets: 0, encoders: 2, volumes: 2 },
  simclr: { unets: 0, encoders: 2, volumes: 2 },
  spark: { unets: 0, encoders: 1.6, volumes: 1 },
}

/** The autoencoder of normals has fixed widths. */
const caePerVoxel = 2e-7
const augmentationPerVoxel: Record<TrainingParams['augmentation'], number> = {
  none: 0,
  'one-of-five': 6e-8,
  'all-five': 1.5e-7,
}
const perStepSeconds = 0.01
/** Reading stage and dataset, writing results, being handed from core to trainer and back. */
export const perStageSeconds = 0.25
const setupSeconds = 1.5
/** A forward pass alone, of a training step. */
const inferenceShare = 0.25
const medianSecondsPerVoxel: Record<0 | 3 | 5 | 7, number> = { 0: 0, 3: 2e-7, 5: 5e-7, 7: 1e-6 }
const precisionFactor: Record<Precision, number> = { float32: 1, bfloat16: 0.65 }

/** The trainer writes a checkpoint at most that often, and a disk takes so much. */
const checkpointEverySeconds = 5
const diskBytesPerSecond = 4e8

/** TensorFlow, its library and Node, before the first tensor. */
const baseMemory = 600e6
/** Cohorts up to this size are kept in memory (src/trainer/data/dataset.ts). */
const keptBytes = 2 ** 31

const floatBytes = 4
/** Of a trainable value, in a checkpoint: itself, what its optimiser keeps, and its best value so far. */
const copies: Record<OptimiserParams['kind'], number> = { adam: 4, adamw: 4, lars: 3, sgd: 3 }

/** What the engine probe's step (classifier, width 16, four 32³ cubes) takes on the reference machine. */
export const probeSeconds = (precision: Precision): number =>
  perStepSeconds + 4 * 32 ** 3 * precisionFactor[precision] * perVoxel(encoder, 16)

export const epochSeconds = ({ samples, heldOut, batch, stepSeconds }: TrainingSize): number =>
  Math.ceil(samples / batch) * stepSeconds + ((heldOut * stepSeconds) / batch) * inferenceShare

/** What stages of this dataset take. */
export function costModel(manifest: DatasetManifest): CostModel {
  const { split, voxels } = manifest
  const volume = voxels ** 3
  const { sinusesOf, normals } = sinusCounts(manifest)
  const cohortBytes = manifest.sinuses.length * volume * floatBytes
  const kept = cohortBytes <= keptBytes ? cohortBytes : 0

  /** @param network Seconds per voxel of a sample, float32. @param volumes Augmented per sample. */
  function sizeOf(
    params: TrainingParams,
    samples: number,
    heldOut: number,
    network: number,
    volumes: number,
  ): TrainingSize {
    const batch = Math.max(1, Math.min(params.batchSize, samples))
    const augmentation = volumes * augmentationPerVoxel[params.augmentation]
    const perSample = volume * (network * precisionFactor[params.precision] + augmentation)
    return { samples, heldOut, batch, stepSeconds: perStepSeconds + batch * perSample }
  }

  function trainingSize(stage: Stage): TrainingSize | null {
    switch (stage.kind) {
      case 'cae': {
        const fold = split.folds[stage.params.foldIndex]
        const samples = Math.max(1, Math.round(normals(fold?.train) * stage.params.normalFraction))
        return sizeOf(stage.params, samples, normals(fold?.validation), caePerVoxel, 1)
      }
      case 'pretrain': {
        const { method, width } = stage.params
        const { unets, encoders, volumes } = methods[method]
        const network = unets * perVoxel(unet, width) + encoders * perVoxel(encoder, width)
        const { train, validation } = split.unlabelled
        return sizeOf(stage.params, sinusesOf(train), sinusesOf(validation), network, volumes)
      }
      case 'finetune': {
        const fold = split.folds[stage.params.foldIndex]
        const samples = sinusesOf(fold?.fractions[String(stage.params.labelFraction)])
        const network = perVoxel(encoder, stage.params.width)
        return sizeOf(stage.params, samples, sinusesOf(fold?.validation), network, 1)
      }
      case 'residuals':
      case 'evaluate':
        return null
    }
  }

  /** @param channels Maps of the input's size that a sample's step keeps. */
  function training(
    params: TrainingParams,
    size: TrainingSize,
    parameters: number,
    channels: number,
    resultBytes: number,
  ): Cost {
    const checkpoint = copies[params.optimiser.kind] * parameters * floatBytes
    const epoch = epochSeconds(size)
    const saving = (checkpoint / diskBytesPerSecond) * Math.min(1, epoch / checkpointEverySeconds)
    const micro = Math.min(size.batch, params.microBatchSize ?? size.batch)
    return {
      setupSeconds,
      workSeconds: params.epochs * (epoch + saving),
      memoryBytes: baseMemory + kept + micro * volume * channels * floatBytes + 6 * parameters * floatBytes,
      resultBytes,
      // The next one is complete before the last is removed.
      checkpointBytes: 2 * checkpoint,
    }
  }

  function costOf(stage: Stage, stages: ReadonlyMap<string, Stage>): Cost {
    switch (stage.kind) {
      case 'cae': {
        const parameters = 645e3 + 8 * (voxels / 8) ** 3 * stage.params.latent
        return training(stage.params, trainingSize(stage)!, parameters, 40, parameters * floatBytes)
      }
      case 'pretrain': {
        const { width, method } = stage.params
        const encoderValues = 8.1e3 * width ** 2
        const values = (methods[method].unets > 0 ? 12.4e3 : 8.5e3) * width ** 2 // 50.8 M for the U-Net of width 64
        const cost = training(
          stage.params,
          trainingSize(stage)!,
          values,
          6 * width,
          (values + encoderValues) * floatBytes,
        )
        return method === 'residual' ? { ...cost, memoryBytes: cost.memoryBytes + kept } : cost
      }
      case 'finetune': {
        const parameters = 8.1e3 * stage.params.width ** 2 // 33.2 M at width 64
        const { width } = stage.params
        return training(stage.params, trainingSize(stage)!, parameters, width, parameters * floatBytes)
      }
      case 'residuals': {
        const perSinus = caePerVoxel * inferenceShare + medianSecondsPerVoxel[stage.params.medianKernel]
        return {
          setupSeconds,
          workSeconds: manifest.sinuses.length * volume * perSinus,
          memoryBytes: baseMemory + kept + 8 * volume * 20 * floatBytes,
          resultBytes: 2 * cohortBytes,
          checkpointBytes: 0,
        }
      }
      case 'evaluate': {
        const input = stages.get(stage.inputs.classifier)
        const width = input?.kind === 'finetune' ? input.params.width : 64
        const sinuses = sinusesOf(split.test) + sinusesOf(split.folds[stage.params.foldIndex]?.validation)
        const perSinus =
          volume * perVoxel(encoder, width) * precisionFactor[stage.params.precision] * inferenceShare
        return {
          setupSeconds,
          workSeconds: sinuses * perSinus,
          memoryBytes: baseMemory + kept,
          resultBytes: sinuses * 150,
          checkpointBytes: 0,
        }
      }
    }
  }

  return { costOf, trainingSize }
}

/** Sinuses, and normal ones, on a split's lists; each list is counted once, because thousands of stages share it. */
function sinusCounts({ sinuses, split }: DatasetManifest) {
  const listed = Map.groupBy(sinuses, listedAs(split))
  const counting = (wanted: (sinus: DatasetSinus) => boolean) => {
    const counts = new Map<readonly string[], number>()
    return (names: readonly string[] = []): number => {
      const count =
        counts.get(names) ??
        names.reduce((sum, name) => sum + (listed.get(name) ?? []).filter(wanted).length, 0)
      counts.set(names, count)
      return count
    }
  }
  return { sinusesOf: counting(() => true), normals: counting(({ target }) => target === 0) }
}
