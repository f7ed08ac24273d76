import { dtypes, type Graph, type Shape, type Tensor } from '../graph/graph.ts'
import { batchNormEpsilon } from '../layers/batch-norm.ts'
import type { Activation, ClassifierLayers, ConvNames, ConvolutionNormOptions } from '../layers/layers.ts'
import type { Weights } from '../program.ts'

/** Trained values with PyTorch's shape: (out, in, k, k, k), (out, in) or (out). */
export type Values = Parameters<Weights['set']>[1]

/**
 * Layers of a finished network as other programs read it: trained values are constants in the graph, batch norm with
 * running statistics is worked into the convolution before it, and volumes are as the caller has them, not mirrored as
 * inside the engine. One subclass per kind of model file says which operations it has for them.
 */
export abstract class PlainLayers implements ClassifierLayers {
  protected readonly graph: Graph
  private readonly weights: Weights

  constructor(graph: Graph, weights: Weights) {
    this.graph = graph
    this.weights = weights
  }

  input(x: Tensor): Tensor {
    return x
  }

  convolutionNorm(x: Tensor, names: ConvNames, options: ConvolutionNormOptions): Tensor {
    const { stride = 1, activation, shortcut } = options
    const { kernel, bias } = this.folded(names)
    const y = this.convolution(x, names.convolution, kernel, bias, stride)
    return this.activated(shortcut ? this.sum(y, shortcut) : y, activation)
  }

  dense(x: Tensor, name: string, _units: number, activation: 'relu' | 'none'): Tensor {
    const y = this.product(x, name, this.values(`${name}.weight`), this.values(`${name}.bias`))
    return this.activated(y, activation)
  }

  abstract maxPool(x: Tensor): Tensor
  abstract globalAverage(x: Tensor): Tensor
  /** Padding PyTorch's: half the kernel on every side. */
  protected abstract convolution(
    x: Tensor,
    name: string,
    kernel: Values,
    bias: Float32Array,
    stride: 1 | 2,
  ): Tensor
  protected abstract product(x: Tensor, name: string, weight: Values, bias: Values): Tensor
  protected abstract sum(a: Tensor, b: Tensor): Tensor
  protected abstract activated(x: Tensor, activation: Activation): Tensor

  /** A trained value under its PyTorch name. */
  protected trained(name: string, values: Float32Array, shape: Shape): Tensor {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
    return this.graph.node(
      'Const',
      [],
      {
        dtype: ['type', dtypes.float32],
        value: ['tensor', { dtype: dtypes.float32, shape, bytes }],
      },
      [[shape, dtypes.float32]],
      { name },
    )[0]
  }

  private values(name: string): Values {
    const found = this.weights.get(name)
    if (!found) throw new Error(`The weights hold no ${name}`)
    return found
  }

  /** Kernel and bias that do what the convolution and the batch norm behind it do; computed in double precision. */
  private folded({ convolution, norm }: ConvNames): { kernel: Values; bias: Float32Array } {
    const { shape, data } = this.values(`${convolution}.weight`)
    const [scale, shift, mean, variance] = ['weight', 'bias', 'running_mean', 'running_var'].map(
      (suffix) => this.values(`${norm}.${suffix}`).data,
    ) as [Float32Array, Float32Array, Float32Array, Float32Array]
    const factor = Array.from(scale, (value, k) => value / Math.sqrt(variance[k] + batchNormEpsilon))
    const perChannel = data.length / shape[0]
    return {
      kernel: { shape, data: data.map((value, index) => value * factor[Math.floor(index / perChannel)]) },
      bias: shift.map((value, k) => value - mean[k] * factor[k]),
    }
  }
}
