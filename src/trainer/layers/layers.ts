import type { Graph, Tensor } from '../graph/graph.ts'
import type { Parameters } from './parameters.ts'

export type Activation = 'relu' | 'leaky-relu' | 'none'

/** PyTorch names of a convolution and of the batch norm behind it. */
export interface ConvNames {
  convolution: string
  norm: string
}

export interface ConvolutionNormOptions {
  channels: number
  kernel: 1 | 3 | 5 | 7
  stride?: 1 | 2
  activation: Activation
  shortcut?: Tensor
  bias?: boolean
}

export interface UpsampledConvolutionNormOptions {
  channels: number
  kernel: 1 | 3
  activation: Activation
}

/**
 * The vocabulary networks are written in. Two implementations read the same parameters: TrainingLayers (statistics of
 * the batch, gradients) and InferenceLayers (batch norm folded into the kernels, fused).
 * Volumes inside a network are mirrored along all three spatial axes (see Parameters.kernel); `input` and `output`
 * make that turn, so nothing outside notices.
 */
export interface Layers {
  readonly graph: Graph
  readonly parameters: Parameters
  /** [batch, d, d, d, 1] float32 as the caller has it → mirrored, in the compute type. */
  input(x: Tensor): Tensor
  /** Back to the caller's orientation, float32. */
  output(x: Tensor): Tensor
  /** Convolution, batch norm, (+ shortcut), activation. */
  convolutionNorm(x: Tensor, names: ConvNames, options: ConvolutionNormOptions): Tensor
  /** The same over concat(upsampled low, skip), or upsampled low alone, without ever building that tensor. */
  upsampledConvolutionNorm(
    low: Tensor,
    skip: Tensor | null,
    names: ConvNames,
    options: UpsampledConvolutionNormOptions,
  ): Tensor
  /** 1×1×1 convolution with bias and nothing behind it. */
  projection(x: Tensor, name: string, channels: number): Tensor
  maxPool(x: Tensor): Tensor
  upsample(x: Tensor): Tensor
  /** 3³ convolution with bias of the upsampled x to one channel. */
  upsampledOutput(x: Tensor, name: string): Tensor
  /** [batch, d, d, d, channels] → [batch, channels], float32. */
  globalAverage(x: Tensor): Tensor
  /** [batch, inputs] → [batch, units], in the type of x. */
  dense(x: Tensor, name: string, units: number, activation: 'relu' | 'none'): Tensor
  /** Batch norm over the batch of [batch, units] float32, with an activation. */
  featureNorm(x: Tensor, name: string, activation: 'relu' | 'none'): Tensor
  /** Fully connected between volumes: [batch, d, d, d, channels] → [batch, latent], flattened as PyTorch would. */
  flattenDense(x: Tensor, name: string, latent: number): Tensor
  /** The way back: [batch, latent] → [batch, d, d, d, channels]. */
  denseUnflatten(x: Tensor, name: string, d: number, channels: number): Tensor
}

/** The part of the vocabulary that the encoder is written in, and with it the classifier: what a model file has to know. */
export type EncoderLayers = Pick<Layers, 'convolutionNorm' | 'maxPool'>
export type ClassifierLayers = EncoderLayers & Pick<Layers, 'input' | 'globalAverage' | 'dense'>
