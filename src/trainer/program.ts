import type { OptimiserParams, Precision } from '../shared/domain/stage.ts'
import { AntrumError } from '../shared/ipc/error.ts'
import { createRandom, type Random } from '../shared/random.ts'
import { augment, type Augmentation } from './data/augmentation.ts'
import { dtypes, Graph, type Tensor } from './graph/graph.ts'
import { mean } from './graph/operations.ts'
import { Session, type Feeds } from './graph/session.ts'
import { InferenceLayers } from './layers/inference-layers.ts'
import type { Layers } from './layers/layers.ts'
import { initialValues, Parameters } from './layers/parameters.ts'
import { TrainingLayers } from './layers/training-layers.ts'
import { weightedCrossEntropy } from './losses/classification.ts'
import { lossPerVoxel, reconstructionLoss, type ReconstructionLoss } from './losses/reconstruction.ts'
import { autoencoder } from './networks/autoencoder.ts'
import { cae } from './networks/cae.ts'
import { classifier } from './networks/classifier.ts'
import { unet } from './networks/unet.ts'
import { applyOptimiser, stepPlaceholders, stepScalars, type StepScalars } from './optimizers/optimizers.ts'

export type NetworkSpec = { kind: 'unet' | 'autoencoder' | 'classifier'; width: number } | { kind: 'cae'; latent: number }

export interface ProgramOptions {
  network: NetworkSpec
  /** Edge of the input cubes and of one voxel. */
  voxels: number
  voxelMm: number
  batch: number
  precision: Precision
  loss: ReconstructionLoss | 'cross-entropy'
  /** null: a program that only predicts. */
  optimiser: OptimiserParams | null
  augmentation: 'none' | 'one-of-five'
}

/** PyTorch names to values in PyTorch's layout: what weight files hold. */
export type Weights = Map<string, { shape: readonly number[]; data: Float32Array }>

/** One batch: `input` [batch·voxels³]; target volumes of the same length, or one-hot rows and sample weights. */
export interface Batch {
  input: Float32Array
  target: Float32Array
  /** Cross-entropy only: [batch]. */
  sampleWeights?: Float32Array
}

const builders: Record<NetworkSpec['kind'], (layers: Layers, x: Tensor, size: number) => Tensor> = { unet, autoencoder, classifier, cae }

/**
 * A network compiled for one shape: training steps, predictions, and its weights in and out.
 * Building costs seconds, so programs are kept and reused from stage to stage (`programFor`); nothing of an earlier
 * stage survives `initialise` or `restore`.
 */
export class Program {
  readonly options: ProgramOptions
  readonly parameters: Parameters
  private readonly session: Session
  private readonly input: Tensor
  private readonly target: Tensor
  private readonly sampleWeights: Tensor | undefined
  private readonly scalars: StepScalars | undefined
  private readonly augmentation: Augmentation | undefined
  private readonly trainLoss: Tensor | undefined
  private readonly prepared: Tensor
  private readonly predicted: Tensor
  private readonly sampleLosses: Tensor | undefined
  private foldedStale = true

  constructor(options: ProgramOptions) {
    this.options = options
    const { network, voxels, batch, precision, loss, optimiser } = options
    const divisor = network.kind === 'cae' ? 8 : 32
    if (voxels % divisor) throw new AntrumError('shape-mismatch', `The ${network.kind} needs cubes whose edge is a multiple of ${divisor} voxels; these have ${voxels}. Extract with --voxels ${Math.max(divisor, Math.round(voxels / divisor) * divisor)}.`)
    const graph = new Graph()
    this.parameters = new Parameters(graph)
    const dtype = dtypes[precision]
    const size = network.kind === 'cae' ? network.latent : network.width
    const build = (layers: Layers, x: Tensor) => builders[network.kind](layers, x, size)
    const volume = [batch, voxels, voxels, voxels, 1]
    const classifies = loss === 'cross-entropy'

    this.input = graph.placeholder('input', volume)
    this.target = graph.placeholder('target', classifies ? [batch, 2] : volume)
    if (classifies) this.sampleWeights = graph.placeholder('sample_weights', [batch])
    if (optimiser) {
      if (options.augmentation !== 'none') this.augmentation = augment(graph, this.input, classifies ? null : this.target, options.voxelMm)
      const layers = new TrainingLayers(this.parameters, dtype)
      const output = build(layers, this.augmentation?.image ?? this.input)
      const value = classifies
        ? weightedCrossEntropy(graph, output, this.target, this.sampleWeights!)
        : reconstructionLoss(graph, loss, output, this.augmentation?.target ?? this.target)
      const trainable = this.parameters.trainable()
      const gradients = graph.gradients(value, trainable.flatMap((parameter) => parameter.pieces.map((piece) => piece.value)))
      let next = 0
      const pairs = trainable.map((parameter) => ({
        parameter,
        gradients: parameter.pieces.map((piece) => {
          const gradient = gradients[next++]
          if (!gradient) throw new Error(`No gradient reaches ${piece.name}`)
          return gradient
        }),
      }))
      this.scalars = stepPlaceholders(graph)
      this.trainLoss = graph.after(value, [...applyOptimiser(graph, optimiser, pairs, this.scalars), ...layers.updates])
    }
    const inference = new InferenceLayers(this.parameters, dtype)
    this.predicted = build(inference, this.input)
    this.prepared = inference.prepare()
    if (!classifies) this.sampleLosses = mean(graph, lossPerVoxel(graph, loss, this.predicted, this.target), [1, 2, 3, 4])
    this.session = new Session(graph)
  }

  /** Fresh weights from `seed`, then those of `given` in their place. Returns the names that were taken from it. */
  initialise(seed: number | string, given: Weights = new Map()): string[] {
    const random = createRandom(seed)
    const values = new Map<string, Float32Array>()
    const taken: string[] = []
    for (const parameter of this.parameters.all.values()) {
      const found = given.get(parameter.name)
      if (found && found.shape.join() !== parameter.shape.join()) {
        throw new AntrumError('shape-mismatch', `${parameter.name} should be ${parameter.shape.join('×')}, the file has ${found.shape.join('×')}.`)
      }
      if (found) taken.push(parameter.name)
      const whole = found?.data ?? initialValues(parameter, random)
      parameter.toPieces(whole).forEach((piece, index) => values.set(parameter.pieces[index]!.name, piece))
    }
    this.restore(values)
    return taken
  }

  /** One optimisation step; `step` counts from 1. Returns the loss before it. */
  step(batch: Batch, learningRate: number, step: number, random: Random): number {
    if (!this.trainLoss || !this.scalars) throw new Error('This program only predicts')
    const scalars = stepScalars(learningRate, step)
    const feeds: Feeds = [
      ...this.feeds(batch),
      ...(Object.entries(this.scalars) as [keyof StepScalars, Tensor][]).map(([name, tensor]) => [tensor, Float32Array.of(scalars[name])] as const),
      ...(this.augmentation?.draw(random) ?? []),
    ]
    const [loss] = this.session.run(feeds, [this.trainLoss])
    this.foldedStale = true
    return loss![0]!
  }

  /** Output for one batch, running statistics: [batch·voxels³] or [batch·2] logits. */
  predict(input: Float32Array): Float32Array {
    this.refold()
    return this.session.run([[this.input, input]], [this.predicted])[0] as Float32Array
  }

  /** Reconstruction loss of each sample, running statistics, no augmentation. */
  losses(batch: Batch): Float32Array {
    if (!this.sampleLosses) throw new Error('A classifier has no reconstruction loss')
    this.refold()
    return this.session.run([[this.input, batch.input], [this.target, batch.target]], [this.sampleLosses])[0] as Float32Array
  }

  /** Weights and running statistics under their PyTorch names. */
  weights(state: ReadonlyMap<string, Float32Array> = this.state()): Weights {
    return new Map([...this.parameters.all.values()].map((parameter) => {
      const data = parameter.fromPieces(parameter.pieces.map((piece) => state.get(piece.name)!))
      return [parameter.name, { shape: parameter.shape, data }]
    }))
  }

  /** Everything a step depends on, optimiser included, in the engine's own layout. */
  state(): Map<string, Float32Array> {
    return this.session.read()
  }

  restore(state: ReadonlyMap<string, Float32Array>): void {
    this.session.write(state)
    this.foldedStale = true
  }

  dispose(): void {
    this.session.dispose()
  }

  private refold(): void {
    if (this.foldedStale) this.session.run([], [this.prepared])
    this.foldedStale = false
  }

  private feeds({ input, target, sampleWeights }: Batch): Feeds {
    const both = [[this.input, input], [this.target, target]] as const
    return this.sampleWeights ? [...both, [this.sampleWeights, sampleWeights!]] : both
  }
}

let kept: Program[] = []

/** A program for these options; the few used last are kept compiled. */
export function programFor(options: ProgramOptions): Program {
  const key = JSON.stringify(options)
  const known = kept.find((program) => JSON.stringify(program.options) === key)
  const program = known ?? new Program(options)
  kept = [program, ...kept.filter((other) => other !== program)]
  for (const old of kept.splice(4)) old.dispose()
  return program
}
