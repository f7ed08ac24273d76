import type { AugmentationKind, OptimiserParams, Precision } from '../shared/domain/stage.ts'
import { AntrumError } from '../shared/ipc/error.ts'
import { createRandom, type Random } from '../shared/random.ts'
import { dtypes, Graph, sizeOf, type Tensor } from './graph/graph.ts'
import { Session, type Feeds } from './graph/session.ts'
import { InferenceLayers } from './layers/inference-layers.ts'
import { initialValues, Parameters } from './layers/parameters.ts'
import type { Objective } from './objectives/objective.ts'
import { objectiveOf, type ObjectiveSpec } from './objectives/objectives.ts'
import { stepScalars, type StepScalars } from './optimizers/optimizers.ts'
import {
  buildPass,
  buildTraining,
  type Draws,
  type SpanningLoss,
  type TrainingGraph,
} from './training-graph.ts'

export interface ProgramOptions {
  objective: ObjectiveSpec
  /** Edge of the input cubes and of one voxel. */
  voxels: number
  voxelMm: number
  /** Samples that go through the networks at once. */
  batch: number
  /** Such micro-batches whose gradients add up to one step; 1 when left out. */
  parts?: number
  precision: Precision
  /** null: a program that does not train. */
  optimiser: OptimiserParams | null
  augmentation: AugmentationKind
}

/** PyTorch names to values in PyTorch's layout: what weight files hold. */
export type Weights = Map<string, { shape: readonly number[]; data: Float32Array }>

export interface Volumes {
  /** [batch·voxels³] */
  input: Float32Array
  /** [batch·voxels³], or [batch·2] one-hot rows, as the objective wants. */
  target?: Float32Array
}

/** One micro-batch, read when its turn comes. */
export interface Batch {
  read: () => Volumes
  /** [batch]: what each sample counts, 0 for one that only fills up; all 1 when left out. */
  weights?: Float32Array
}

/** Where in its training a step is. */
export interface StepPosition {
  learningRate: number
  /** Counts from 1. */
  step: number
  /** Share of the whole training that is done, 0…1. */
  progress: number
}

export interface StepResult {
  /** Before the step, over the effective batch. */
  loss: number
  /** The objective's monitors, mean over the micro-batches. */
  monitors: Record<string, number>
}

/**
 * An objective compiled for one shape: training steps, held-out losses, predictions, and weights in and out.
 * Building costs seconds, so programs are kept and reused from stage to stage (`programFor`); nothing of an earlier
 * stage survives `initialise` or `restore`.
 */
export class Program {
  readonly options: ProgramOptions
  readonly parameters: Parameters
  private readonly objective: Objective
  private readonly parts: number
  private readonly session: Session
  private readonly input: Tensor
  private readonly target: Tensor | null
  private readonly sampleWeights: Tensor
  private readonly training: TrainingGraph | undefined
  private readonly heldOut: { losses: Tensor; draws: Draws } | undefined
  private readonly output: Tensor | undefined
  /** Fills the folded kernels of inference. */
  private readonly folding: Tensor
  private foldedStale = true

  constructor(options: ProgramOptions) {
    this.options = options
    const { voxels, batch, precision, optimiser } = options
    this.objective = objectiveOf(options.objective)
    this.parts = options.parts ?? 1
    const { edgeMultiple, target, output, losses } = this.objective
    if (voxels % edgeMultiple)
      throw new AntrumError(
        'shape-mismatch',
        `Cubes whose edge is a multiple of ${edgeMultiple} voxels are needed; these have ${voxels}. Extract with --voxels ${Math.max(edgeMultiple, Math.round(voxels / edgeMultiple) * edgeMultiple)}.`,
      )

    const graph = new Graph()
    const dtype = dtypes[precision]
    this.parameters = new Parameters(graph)
    const volume = [batch, voxels, voxels, voxels, 1]
    this.input = graph.placeholder('input', volume)
    this.target =
      target === 'none' ? null : graph.placeholder('target', target === 'classes' ? [batch, 2] : volume)
    this.sampleWeights = graph.placeholder('weights', [batch])
    const ingredients = {
      graph,
      parameters: this.parameters,
      objective: this.objective,
      options,
      dtype,
      input: this.input,
      target: this.target,
      weights: this.sampleWeights,
    }

    if (optimiser) this.training = buildTraining(optimiser, ingredients)
    const inference: InferenceLayers[] = []
    if (losses) {
      const pass = buildPass('held-out', false, inference, ingredients)
      this.heldOut = { losses: pass.losses.perSample, draws: pass.draws }
    }
    if (output) {
      if (!inference.length) inference.push(new InferenceLayers(this.parameters, dtype))
      this.output = output(inference[0], this.input)
    }
    this.folding = graph.after(
      graph.scalar(0),
      inference.flatMap((layers) => layers.folding),
    )
    this.session = new Session(graph)
  }

  /** Fresh weights from `seed`, then those of `given` in their place. Returns the names that were taken from it. */
  initialise(seed: number | string, given: Weights = new Map()): string[] {
    const random = createRandom(seed)
    const values = new Map<string, Float32Array>()
    const taken: string[] = []
    for (const parameter of this.parameters.all.values()) {
      const found = given.get(parameter.copyOf ?? parameter.name)
      if (found && found.shape.join() !== parameter.shape.join()) {
        throw new AntrumError(
          'shape-mismatch',
          `${parameter.name} should be ${parameter.shape.join('×')}, the file has ${found.shape.join('×')}.`,
        )
      }
      if (found && !parameter.copyOf) taken.push(parameter.name)
      const whole = found?.data ?? initialValues(parameter, random)
      parameter.toPieces(whole).forEach((piece, index) => values.set(parameter.pieces[index].name, piece))
    }
    this.restore(values)
    return taken
  }

  /**
   * One optimisation step over `parts` micro-batches.
   *
   * @param random  Of this step alone: every micro-batch draws from a fork of its own.
   */
  step(micro: readonly Batch[], { learningRate, step, progress }: StepPosition, random: Random): StepResult {
    const { training, parts } = this
    if (!training) throw new Error('This program does not train')
    if (micro.length !== parts)
      throw new Error(`A step has ${parts} micro-batches, ${micro.length} were given`)
    this.foldedStale = true
    const scalars = stepScalars(learningRate, step)
    const optimising: Feeds = [
      ...(Object.entries(training.scalars) as [keyof StepScalars, Tensor][]).map(([name, tensor]) =>
        scalarFeed(tensor, scalars[name]),
      ),
      ...(training.teacherMomentum
        ? [scalarFeed(training.teacherMomentum, this.objective.teacherMomentum!(progress))]
        : []),
    ]
    const total = micro.reduce(
      (sum, { weights }) => sum + (weights?.reduce((a, b) => a + b, 0) ?? this.options.batch),
      0,
    )
    const weightSum = scalarFeed(training.weightSum, total)
    const partFeeds = (part: number): Feeds => [
      ...this.feeds(micro[part]),
      ...drawn(training.draws, random.fork(`part ${part}`)),
      weightSum,
    ]
    const names = Object.keys(training.monitors)
    const fetches = [training.step, ...names.map((name) => training.monitors[name])]

    if (!training.accumulation) {
      const [loss, ...values] = this.session.run([...partFeeds(0), ...optimising], fetches)
      return {
        loss: loss[0],
        monitors: Object.fromEntries(names.map((name, index) => [name, values[index][0]])),
      }
    }
    const spanning = training.spanning && this.spanningGradients(training.spanning, micro, partFeeds)
    const monitors = Object.fromEntries(names.map((name) => [name, 0]))
    let loss = 0
    this.session.run([], [training.accumulation.clear])
    for (let part = 0; part < parts; part++) {
      const outer: Feeds = spanning ? [[training.spanning!.gradient, spanning.gradients[part]]] : []
      const [value, ...values] = this.session.run([...partFeeds(part), ...outer], fetches)
      loss += value[0]
      names.forEach((name, index) => (monitors[name] += values[index][0] / parts))
    }
    this.session.run(optimising, [training.accumulation.apply])
    return { loss: spanning?.loss ?? loss, monitors }
  }

  /**
   * First half of a step whose loss compares all samples of the effective batch: embeddings of every micro-batch, the
   * loss over all of them, and its gradient by embedding. The second half repeats each micro-batch with the same draws.
   * Source: Gao et al. 2021 (gradient caching).
   */
  private spanningGradients(
    spanning: SpanningLoss,
    micro: readonly Batch[],
    partFeeds: (part: number) => Feeds,
  ): { loss: number; gradients: Float32Array[] } {
    const { batch } = this.options
    const samples = batch * this.parts
    const dimensions = spanning.all.shape[1]
    const length = batch * dimensions
    // Rows of a micro-batch: first views, then second views; of the whole: all first views, then all second views.
    const place = (part: number, view: number) => view * samples * dimensions + part * length
    const all = new Float32Array(sizeOf(spanning.all.shape))
    const allWeights = new Float32Array(samples).fill(1)
    micro.forEach(({ weights }, part) => {
      const [z] = this.session.run(partFeeds(part), [spanning.embeddings]) as [Float32Array]
      for (const view of [0, 1]) all.set(z.subarray(view * length, (view + 1) * length), place(part, view))
      if (weights) allWeights.set(weights, part * batch)
    })
    const weightSum = scalarFeed(
      this.training!.weightSum,
      allWeights.reduce((a, b) => a + b, 0),
    )
    const [loss, gradient] = this.session.run(
      [[spanning.all, all], [spanning.allWeights, allWeights], weightSum],
      [spanning.loss, spanning.allGradient],
    ) as [Float32Array, Float32Array]
    const gradients = micro.map((_, part) => {
      const own = new Float32Array(2 * length)
      for (const view of [0, 1])
        own.set(gradient.subarray(place(part, view), place(part, view) + length), view * length)
      return own
    })
    return { loss: loss[0], gradients }
  }

  /** The objective's output for one micro-batch, with running statistics. */
  predict(input: Float32Array): Float32Array {
    if (!this.output) throw new Error('This objective has no output')
    this.refold()
    return this.session.run([[this.input, input]], [this.output])[0] as Float32Array
  }

  /** Loss of each sample of a micro-batch, with running statistics; `random` serves losses that need views or masks. */
  losses(batch: Batch, random: Random): Float32Array {
    if (!this.heldOut) throw new Error('This objective has no loss')
    this.refold()
    return this.session.run(
      [...this.feeds(batch), ...drawn(this.heldOut.draws, random)],
      [this.heldOut.losses],
    )[0] as Float32Array
  }

  /** Weights and running statistics under their PyTorch names. */
  weights(state: ReadonlyMap<string, Float32Array> = this.state()): Weights {
    return new Map(
      [...this.parameters.all.values()].map((parameter) => {
        const data = parameter.fromPieces(parameter.pieces.map((piece) => state.get(piece.name)!))
        return [parameter.name, { shape: parameter.shape, data }]
      }),
    )
  }

  /** Everything a step depends on, optimiser included, in the engine's own layout; or only the variables of these names. */
  state(names?: readonly string[]): Map<string, Float32Array> {
    return this.session.read(names)
  }

  restore(state: ReadonlyMap<string, Float32Array>): void {
    this.session.write(state)
    this.foldedStale = true
  }

  dispose(): void {
    this.session.dispose()
  }

  private refold(): void {
    if (this.foldedStale) this.session.run([], [this.folding])
    this.foldedStale = false
  }

  private feeds({ read, weights }: Batch): Feeds {
    const { input, target } = read()
    return [
      [this.input, input],
      ...(this.target ? [[this.target, target!] as const] : []),
      [this.sampleWeights, weights ?? new Float32Array(this.options.batch).fill(1)],
    ]
  }
}

const scalarFeed = (tensor: Tensor, value: number) => [tensor, Float32Array.of(value)] as const

const drawn = (draws: Draws, random: Random): Feeds =>
  draws.flatMap((draw, index) => draw(random.fork(`draw ${index}`)))

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
