import {
  dtypes,
  type Attribute,
  type Graph,
  type GraphNode,
  type Shape,
  type Tensor,
} from '../graph/graph.ts'
import { elementwise } from '../graph/operations.ts'
import type { Parameters } from './parameters.ts'

/** PyTorch's: variance + 1e-5; running statistics move by a tenth of the way, towards the unbiased variance. */
export const batchNormEpsilon = 1e-5
export const batchNormMomentum = 0.1

export interface BatchNormParameters {
  scale: Tensor
  shift: Tensor
  runningMean: Tensor
  runningVariance: Tensor
  /** Effects that replace the running statistics. */
  setRunning: (mean: Tensor, variance: Tensor) => GraphNode[]
}

export function batchNormParameters(
  parameters: Parameters,
  name: string,
  channels: number,
): BatchNormParameters {
  const { graph } = parameters
  const running = (suffix: string, value: number) =>
    parameters.vectorParameter(`${name}.${suffix}`, channels, { kind: 'constant', value }, false).pieces[0]
  const scale = parameters.vector(`${name}.weight`, channels, { kind: 'constant', value: 1 })
  const shift = parameters.vector(`${name}.bias`, channels, { kind: 'constant', value: 0 })
  const [mean, variance] = [running('running_mean', 0), running('running_var', 1)]
  return {
    scale,
    shift,
    runningMean: mean.value,
    runningVariance: variance.value,
    setRunning: (newMean, newVariance) => [graph.assign(mean, newMean), graph.assign(variance, newVariance)],
  }
}

/**
 * Batch normalisation with the statistics of this batch, optionally with ReLU, on [batch, d, d, d, channels].
 * Appends the update of the running statistics to `updates`.
 *
 * Why the detour over four dimensions: TensorFlow has fused (oneDNN) kernels for NHWC only; five-dimensional batch
 * norm falls back to slow ones, and the statistics are the same however the voxels are folded.
 */
export function batchNorm(
  parameters: Parameters,
  x: Tensor,
  name: string,
  activation: 'relu' | 'none',
  updates: GraphNode[],
): Tensor {
  const { graph } = parameters
  const [n, d, h, w, channels] = x.shape as [number, number, number, number, number]
  const { scale, shift, runningMean, runningVariance, setRunning } = batchNormParameters(
    parameters,
    name,
    channels,
  )
  const folded = [n, d * h, w, channels]
  const perChannel: [Shape, 1] = [[channels], dtypes.float32]
  const fused = activation === 'relu'
  const attributes: Record<string, Attribute> = {
    T: ['type', x.dtype],
    U: ['type', dtypes.float32],
    epsilon: ['float', batchNormEpsilon],
    data_format: ['string', 'NHWC'],
    is_training: ['boolean', true],
  }
  const forward: Record<string, Attribute> = {
    ...attributes,
    exponential_avg_factor: ['float', batchNormMomentum],
    ...(fused
      ? { num_side_inputs: ['integer', 0] as const, activation_mode: ['string', 'Relu'] as const }
      : {}),
  }
  const x4 = reshapeOnly(graph, x, folded)
  const outputs = graph.node(
    fused ? '_FusedBatchNormEx' : 'FusedBatchNormV3',
    [x4, scale, shift, runningMean, runningVariance],
    forward,
    [
      [folded, x.dtype],
      perChannel, // new running mean
      perChannel, // new running variance
      perChannel, // what the gradient needs: mean
      perChannel, // inverse deviation
      perChannel, // scratch of the kernel
    ],
  )
  const [y4, newMean, newVariance, ...reserved] = outputs as [Tensor, Tensor, Tensor, ...Tensor[]]
  updates.push(...setRunning(newMean, newVariance))

  const y = reshapeOnly(graph, y4, x.shape)
  graph.record([x, scale, shift], [y], ([dy]) => {
    let dy4 = reshapeOnly(graph, dy!, folded)
    if (fused) dy4 = elementwise(graph, 'ReluGrad', dy4, y4)
    const gradients = graph.node('FusedBatchNormGradV3', [dy4, x4, scale, ...reserved], attributes, [
      [folded, x.dtype],
      perChannel,
      perChannel,
      [[0], dtypes.float32],
      [[0], dtypes.float32],
    ])
    return [() => reshapeOnly(graph, gradients[0], x.shape), () => gradients[1], () => gradients[2]]
  })
  return y
}

/** Scale and shift that batch norm with running statistics amounts to: y = x·scale + shift, per channel. */
export function foldedBatchNorm(
  graph: Graph,
  { scale, shift, runningMean, runningVariance }: BatchNormParameters,
): { scale: Tensor; shift: Tensor } {
  const variance = elementwise(graph, 'AddV2', runningVariance, graph.scalar(batchNormEpsilon))
  const factor = elementwise(graph, 'Mul', scale, elementwise(graph, 'Rsqrt', variance))
  return {
    scale: factor,
    shift: elementwise(graph, 'Sub', shift, elementwise(graph, 'Mul', runningMean, factor)),
  }
}

/** A reshape without a tape entry: batch norm records its gradient from x to y itself. */
function reshapeOnly(graph: Graph, x: Tensor, shape: Shape): Tensor {
  const attributes: Record<string, Attribute> = { T: ['type', x.dtype], Tshape: ['type', dtypes.int32] }
  return graph.node('Reshape', [x, graph.integers(shape)], attributes, [[shape, x.dtype]])[0]
}
