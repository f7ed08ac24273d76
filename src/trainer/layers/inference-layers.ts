import {
  sizeOf,
  type Attribute,
  type DType,
  type Graph,
  type GraphNode,
  type Shape,
  type Tensor,
} from '../graph/graph.ts'
import { add, cast, elementwise, leakyRelu, matmul, relu, reshape } from '../graph/operations.ts'
import { batchNormParameters, foldedBatchNorm } from './batch-norm.ts'
import { centreTap, columnsOf, everySecond, prefersMatrixProducts, seesOnlyItself } from './convolution.ts'
import type {
  Activation,
  ConvNames,
  ConvolutionNormOptions,
  Layers,
  UpsampledConvolutionNormOptions,
} from './layers.ts'
import { TrainingLayers } from './training-layers.ts'
import type { Parameters } from './parameters.ts'
import { upsample, upsampledConvolution } from './upsampling.ts'

/**
 * Layers of a forward pass with running statistics: batch norm is folded into kernels and biases, and bias, shortcut
 * and ReLU run inside the convolution. The folded kernels are variables of their own, filled by the effects in `folding`:
 * run those once after weights changed, then any number of forward passes.
 */
export class InferenceLayers implements Layers {
  readonly parameters: Parameters
  readonly graph: Graph
  private readonly dtype: DType
  /** Fill the folded kernels from the current parameters. */
  readonly folding: GraphNode[] = []
  private readonly kept = new Map<string, Tensor>()
  /** Declares the same parameters, so that both kinds of layers share them. */
  private readonly source: TrainingLayers

  constructor(parameters: Parameters, dtype: DType) {
    this.parameters = parameters
    this.graph = parameters.graph
    this.dtype = dtype
    this.source = new TrainingLayers(parameters, dtype)
  }

  input(x: Tensor): Tensor {
    return this.source.input(x)
  }

  output(x: Tensor): Tensor {
    return this.source.output(x)
  }

  convolutionNorm(x: Tensor, names: ConvNames, options: ConvolutionNormOptions): Tensor {
    const { channels, kernel, stride = 1, activation, shortcut } = options
    const weight = this.source.kernelOf(names.convolution, x.shape[4], options)
    const bias = options.bias
      ? this.source.biasOf(names.convolution, channels, kernel ** 3 * x.shape[4])
      : undefined
    const folded = foldedBatchNorm(this.graph, batchNormParameters(this.parameters, names.norm, channels))
    const w = this.keep(names.convolution, elementwise(this.graph, 'Mul', weight, folded.scale), weight.shape)
    const shift = bias
      ? elementwise(this.graph, 'AddV2', folded.shift, elementwise(this.graph, 'Mul', bias, folded.scale))
      : folded.shift
    const b = this.keep(`${names.convolution}/bias`, shift, [channels])
    return this.fused(x, w, b, stride, activation, shortcut)
  }

  upsampledConvolutionNorm(
    low: Tensor,
    skip: Tensor | null,
    names: ConvNames,
    { channels, kernel, activation }: UpsampledConvolutionNormOptions,
  ): Tensor {
    const { graph } = this
    const upsampled = low.shape[4]
    const weight = this.source.upKernelOf(names.convolution, low, skip, channels, kernel)
    const folded = foldedBatchNorm(graph, batchNormParameters(this.parameters, names.norm, channels))
    const perTap = elementwise(
      graph,
      'Mul',
      reshape(graph, weight.upsampled, [upsampled, kernel ** 3, channels]),
      folded.scale,
    )
    const upWeight = this.keep(`${names.convolution}/upsampled`, perTap, [upsampled, kernel ** 3 * channels])
    const bias = this.keep(`${names.convolution}/bias`, folded.shift, [channels])
    const [n, d] = low.shape as [number, number]
    const fromLow =
      kernel === 3
        ? upsampledConvolution(graph, low, upWeight)
        : upsample(
            graph,
            reshape(graph, matmul(graph, reshape(graph, low, [n * d ** 3, upsampled]), upWeight), [
              n,
              d,
              d,
              d,
              channels,
            ]),
          )
    if (!skip) return this.activated(this.addVector(fromLow, bias), activation)
    const skipWeight = this.keep(
      `${names.convolution}/skip`,
      elementwise(graph, 'Mul', weight.skip!, folded.scale),
      weight.skip!.shape,
    )
    return this.fused(skip, skipWeight, bias, 1, activation, fromLow)
  }

  projection(x: Tensor, name: string, channels: number): Tensor {
    const inputs = x.shape[4]
    const weight = this.keep(name, this.source.projectionKernelOf(name, inputs, channels), [
      1,
      1,
      1,
      inputs,
      channels,
    ])
    const bias = this.keep(`${name}/bias`, this.source.biasOf(name, channels, inputs), [channels])
    return this.fused(x, weight, bias, 1, 'none')
  }

  maxPool(x: Tensor): Tensor {
    return this.source.maxPool(x)
  }

  upsample(x: Tensor): Tensor {
    return this.source.upsample(x)
  }

  // These read their float32 parameters directly: small beside the convolutions.
  upsampledOutput(x: Tensor, name: string): Tensor {
    return this.source.upsampledOutput(x, name)
  }

  globalAverage(x: Tensor): Tensor {
    return this.source.globalAverage(x)
  }

  dense(x: Tensor, name: string, units: number, activation: 'relu' | 'none'): Tensor {
    return this.source.dense(x, name, units, activation)
  }

  featureNorm(x: Tensor, name: string, activation: 'relu' | 'none'): Tensor {
    const { scale, shift } = foldedBatchNorm(
      this.graph,
      batchNormParameters(this.parameters, name, x.shape[1]),
    )
    const y = elementwise(this.graph, 'AddV2', elementwise(this.graph, 'Mul', x, scale), shift)
    return activation === 'relu' ? relu(this.graph, y) : y
  }

  flattenDense(x: Tensor, name: string, latent: number): Tensor {
    return this.source.flattenDense(x, name, latent)
  }

  denseUnflatten(x: Tensor, name: string, d: number, channels: number): Tensor {
    return this.source.denseUnflatten(x, name, d, channels)
  }

  /** A value computed from parameters, kept in a variable of the compute type until the next folding. */
  private keep(name: string, value: Tensor, shape: Shape): Tensor {
    const known = this.kept.get(name)
    if (known) return known
    const variable = this.graph.variable(`folded/${this.parameters.prefix}${name}`, shape, {
      dtype: this.dtype,
      derived: true,
    })
    this.folding.push(
      this.graph.assign(variable, cast(this.graph, reshape(this.graph, value, shape), this.dtype)),
    )
    this.kept.set(name, variable.value)
    return variable.value
  }

  private fused(
    x: Tensor,
    weight: Tensor,
    bias: Tensor,
    stride: 1 | 2,
    activation: Activation,
    shortcut?: Tensor,
  ): Tensor {
    const { graph } = this
    if (seesOnlyItself(weight.shape[0], x.shape[1]))
      return this.fused(x, centreTap(graph, weight), bias, 1, activation, shortcut)
    const k = weight.shape[0]
    const [inputs, outputs] = weight.shape.slice(3) as [number, number]
    if (k === 1 || prefersMatrixProducts(k, x.shape[1], outputs)) {
      const sampled = k === 1 && stride === 2 ? everySecond(graph, x) : x
      const rows =
        k === 1
          ? reshape(graph, sampled, [sizeOf(sampled.shape.slice(0, 4)), inputs])
          : columnsOf(graph, x, stride)
      const out = Math.ceil(x.shape[1] / stride)
      const product = this.fusedProduct(
        rows,
        reshape(graph, weight, [k ** 3 * inputs, outputs]),
        bias,
        activation === 'relu' && !shortcut,
      )
      const y = reshape(graph, product, [x.shape[0], out, out, out, outputs])
      return shortcut
        ? this.activated(add(graph, y, shortcut), activation)
        : activation === 'relu'
          ? y
          : this.activated(y, activation)
    }
    const out = Math.ceil(x.shape[1] / stride)
    const parts = ['BiasAdd', ...(shortcut ? ['Add'] : []), ...(activation === 'relu' ? ['Relu'] : [])]
    const attributes: Record<string, Attribute> = {
      T: ['type', x.dtype],
      num_args: ['integer', shortcut ? 2 : 1],
      strides: ['integers', [1, stride, stride, stride, 1]],
      padding: ['string', 'SAME'],
      data_format: ['string', 'NDHWC'],
      dilations: ['integers', [1, 1, 1, 1, 1]],
      fused_ops: ['strings', parts],
      epsilon: ['float', 1e-4],
      leakyrelu_alpha: ['float', 0.01],
    }
    const shape = [x.shape[0], out, out, out, outputs]
    const y = graph.node('_FusedConv3D', [x, weight, bias, ...(shortcut ? [shortcut] : [])], attributes, [
      [shape, x.dtype],
    ])[0]
    return activation === 'relu' ? y : this.activated(y, activation)
  }

  private fusedProduct(rows: Tensor, weight: Tensor, bias: Tensor, withRelu: boolean): Tensor {
    const attributes: Record<string, Attribute> = {
      T: ['type', rows.dtype],
      num_args: ['integer', 1],
      fused_ops: ['strings', withRelu ? ['BiasAdd', 'Relu'] : ['BiasAdd']],
      epsilon: ['float', 1e-4],
      transpose_a: ['boolean', false],
      transpose_b: ['boolean', false],
    }
    return this.graph.node('_FusedMatMul', [rows, weight, bias], attributes, [
      [[rows.shape[0], weight.shape[1]], rows.dtype],
    ])[0]
  }

  private addVector(x: Tensor, bias: Tensor): Tensor {
    const attributes: Record<string, Attribute> = { T: ['type', x.dtype], data_format: ['string', 'NHWC'] }
    return this.graph.node('BiasAdd', [x, bias], attributes, [[x.shape, x.dtype]])[0]
  }

  private activated(x: Tensor, activation: Activation): Tensor {
    if (activation === 'none') return x
    return activation === 'relu' ? relu(this.graph, x) : leakyRelu(this.graph, x)
  }
}
