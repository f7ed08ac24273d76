import type { Random } from '../../shared/random.ts'
import type { DType, Graph, Shape, Tensor } from '../graph/graph.ts'
import type { HostArray } from '../graph/session.ts'
import type { InferenceLayers } from '../layers/inference-layers.ts'
import type { Layers } from '../layers/layers.ts'
import type { Parameters } from '../layers/parameters.ts'
import type { TrainingLayers } from '../layers/training-layers.ts'

/** One run of the networks over a batch, as part of a graph under construction. */
export interface Pass {
  graph: Graph
  /** Batch statistics and gradients in training, running statistics folded into the kernels otherwise. */
  layers: Layers
  /** Like `layers`, over copies of the parameters under `teacher.…` that no gradient reaches. */
  teacher: Layers
  /** More layers over the same parameters, of a kind of their own. */
  addLayers: (make: (parameters: Parameters, dtype: DType) => TrainingLayers | InferenceLayers) => Layers
  training: boolean
  /** What the networks see of each sample, `objective.views` of them: [batch, d, d, d, 1] float32. */
  views: readonly Tensor[]
  /** [batch, d, d, d, 1], moved along with the first view; or [batch, 2] one-hot rows; or nothing. */
  target: Tensor | null
  /** [batch]: what each sample's loss counts; 0 for one that only fills the batch up. */
  weights: Tensor
  /** Numbers drawn anew for every batch. `shape` states the tensor; −1 for a size known only at run time. */
  draw: (name: string, shape: Shape, dtype: DType, make: (random: Random) => HostArray) => Tensor
}

export interface Losses {
  /** [batch] float32. */
  perSample: Tensor
  /** Scalars to keep an eye on, by name. */
  monitors?: Record<string, Tensor>
  /**
   * Where a loss compares samples with one another: what it is computed from, [views·batch, dimensions], first all
   * first views. Under micro-batching these are collected and the loss is taken over the effective batch.
   */
  embeddings?: Tensor
}

/** What a program trains for: which samples it is fed, and how networks turn them into a loss. */
export interface Objective {
  /** Edges of the cubes must be a multiple of this. */
  edgeMultiple: number
  /** Independently augmented views of each sample. */
  views: 1 | 2
  target: 'none' | 'volume' | 'classes'
  /** Left out by what only gives an `output`. */
  losses?: (pass: Pass) => Losses
  /** The loss of each sample from the embeddings of an effective batch: [samples]. With `Losses.embeddings` only. */
  lossesOf?: (graph: Graph, embeddings: Tensor, weights: Tensor) => Tensor
  /** What `Program.predict` gives, float32; one entry per sample along the first axis. */
  output?: (layers: InferenceLayers, input: Tensor) => Tensor
  /** Share of the teacher kept at each step, from the share of training that is done; without it there is no teacher. */
  teacherMomentum?: (progress: number) => number
}
