import { dtypes, sizeOf, type DType, type Graph, type GraphNode, type Tensor } from '../graph/graph.ts'
import { add, addBias, cast, leakyRelu, matmul, mean, relu, reshape, reverse } from '../graph/operations.ts'
import { batchNorm } from './batch-norm.ts'
import { convolution, maxPool } from './convolution.ts'
import type {
  Activation,
  ConvNames,
  ConvolutionNormOptions,
  Layers,
  UpsampledConvolutionNormOptions,
} from './layers.ts'
import { flattenOrder, type Initialiser, type Parameters } from './parameters.ts'
import { upsample, upsampledConvolution, upsampledOutput } from './upsampling.ts'

const spatial = [1, 2, 3]

/** PyTorch's default for layers with a bias: kernel and bias from U(±1/√fan in). */
const uniform = (fanIn: number): Initialiser => ({ kind: 'uniform-fan-in', fanIn })
/** The encoder's and decoder's kernels, as in the original ResNet (method-spec section 4). */
const kaiming: Initialiser = { kind: 'kaiming-normal-fan-out' }

/**
 * Layers of a training step. Weights are float32; compute is `dtype` with casts at use, while batch-norm statistics,
 * pooled features, heads and losses stay float32.
 */
export class TrainingLayers implements Layers {
  readonly parameters: Parameters
  readonly dtype: DType
  /** Updates of running statistics: part of the step's effects. */
  readonly updates: GraphNode[] = []
  readonly graph: Graph

  constructor(parameters: Parameters, dtype: DType) {
    this.parameters = parameters
    this.graph = parameters.graph
    this.dtype = dtype
  }

  input(x: Tensor): Tensor {
    return reverse(this.graph, cast(this.graph, x, this.dtype), spatial)
  }

  output(x: Tensor): Tensor {
    return reverse(this.graph, cast(this.graph, x, dtypes.float32), spatial)
  }

  convolutionNorm(x: Tensor, names: ConvNames, options: ConvolutionNormOptions): Tensor {
    const { kernel, stride = 1, activation, shortcut, bias = false } = options
    const inputs = x.shape[4]
    let y = convolution(
      this.graph,
      x,
      cast(this.graph, this.kernelOf(names.convolution, inputs, options), x.dtype),
      stride,
    )
    if (bias) y = this.biased(y, names.convolution, kernel ** 3 * inputs)
    return this.normalised(y, names.norm, activation, shortcut)
  }

  upsampledConvolutionNorm(
    low: Tensor,
    skip: Tensor | null,
    names: ConvNames,
    { channels, kernel, activation }: UpsampledConvolutionNormOptions,
  ): Tensor {
    const upsampled = low.shape[4]
    const weight = this.upKernelOf(names.convolution, low, skip, channels, kernel)
    const upWeight = cast(this.graph, weight.upsampled, low.dtype)
    const fromLow =
      kernel === 3
        ? upsampledConvolution(this.graph, low, upWeight)
        : upsample(
            this.graph,
            convolution(this.graph, low, reshape(this.graph, upWeight, [1, 1, 1, upsampled, channels])),
          )
    const y = skip
      ? add(this.graph, fromLow, convolution(this.graph, skip, cast(this.graph, weight.skip!, skip.dtype)))
      : fromLow
    return this.normalised(y, names.norm, activation)
  }

  projection(x: Tensor, name: string, channels: number): Tensor {
    const inputs = x.shape[4]
    const weight = this.projectionKernelOf(name, inputs, channels)
    return this.biased(convolution(this.graph, x, cast(this.graph, weight, x.dtype)), name, inputs)
  }

  maxPool(x: Tensor): Tensor {
    return maxPool(this.graph, x)
  }

  upsample(x: Tensor): Tensor {
    return upsample(this.graph, x)
  }

  upsampledOutput(x: Tensor, name: string): Tensor {
    const inputs = x.shape[4]
    const weight = this.parameters.kernel(`${name}.weight`, 3, inputs, 1, uniform(27 * inputs))
    const y = cast(
      this.graph,
      upsampledOutput(this.graph, x, cast(this.graph, weight, x.dtype)),
      dtypes.float32,
    )
    return this.biased(y, name, 27 * inputs)
  }

  globalAverage(x: Tensor): Tensor {
    return mean(this.graph, cast(this.graph, x, dtypes.float32), spatial)
  }

  dense(x: Tensor, name: string, units: number, activation: 'relu' | 'none'): Tensor {
    const inputs = x.shape[1]
    const weight = this.parameters.linear(`${name}.weight`, inputs, units, uniform(inputs))
    const y = this.biased(matmul(this.graph, x, cast(this.graph, weight, x.dtype)), name, inputs)
    return activation === 'relu' ? relu(this.graph, y) : y
  }

  featureNorm(x: Tensor, name: string, activation: 'relu' | 'none'): Tensor {
    const [n, units] = x.shape as [number, number]
    const y = batchNorm(
      this.parameters,
      reshape(this.graph, x, [n, 1, 1, 1, units]),
      name,
      activation,
      this.updates,
    )
    return reshape(this.graph, y, [n, units])
  }

  flattenDense(x: Tensor, name: string, latent: number): Tensor {
    const [n, d, , , channels] = x.shape as [number, number, number, number, number]
    const inputs = sizeOf(x.shape.slice(1))
    const weight = this.parameters.linear(
      `${name}.weight`,
      inputs,
      latent,
      uniform(inputs),
      flattenOrder(d, channels),
    )
    return this.biased(
      matmul(this.graph, reshape(this.graph, x, [n, inputs]), cast(this.graph, weight, x.dtype)),
      name,
      inputs,
    )
  }

  denseUnflatten(x: Tensor, name: string, d: number, channels: number): Tensor {
    const [n, latent] = x.shape as [number, number]
    const order = flattenOrder(d, channels)
    const weight = this.parameters.linear(
      `${name}.weight`,
      latent,
      order.length,
      uniform(latent),
      undefined,
      order,
    )
    const bias = this.parameters.orderedVector(`${name}.bias`, order, uniform(latent))
    const y = addBias(
      this.graph,
      matmul(this.graph, x, cast(this.graph, weight, x.dtype)),
      cast(this.graph, bias, x.dtype),
    )
    return reshape(this.graph, y, [n, d, d, d, channels])
  }

  kernelOf(name: string, inputs: number, { channels, kernel, bias = false }: ConvolutionNormOptions): Tensor {
    return this.parameters.kernel(
      `${name}.weight`,
      kernel,
      inputs,
      channels,
      bias ? uniform(kernel ** 3 * inputs) : kaiming,
    )
  }

  upKernelOf(
    name: string,
    low: Tensor,
    skip: Tensor | null,
    channels: number,
    kernel: 1 | 3,
  ): { upsampled: Tensor; skip?: Tensor } {
    return this.parameters.upKernel(
      `${name}.weight`,
      kernel,
      low.shape[4],
      skip?.shape[4] ?? 0,
      channels,
      kaiming,
    )
  }

  projectionKernelOf(name: string, inputs: number, channels: number): Tensor {
    return this.parameters.kernel(`${name}.weight`, 1, inputs, channels, uniform(inputs))
  }

  biasOf(name: string, length: number, fanIn: number): Tensor {
    return this.parameters.vector(`${name}.bias`, length, uniform(fanIn))
  }

  private biased(x: Tensor, name: string, fanIn: number): Tensor {
    return addBias(this.graph, x, cast(this.graph, this.biasOf(name, x.shape.at(-1)!, fanIn), x.dtype))
  }

  protected normalised(x: Tensor, norm: string, activation: Activation, shortcut?: Tensor): Tensor {
    const fuseRelu = activation === 'relu' && !shortcut
    let y = batchNorm(this.parameters, x, norm, fuseRelu ? 'relu' : 'none', this.updates)
    if (shortcut) y = add(this.graph, y, shortcut)
    if (activation === 'leaky-relu') return leakyRelu(this.graph, y)
    return activation === 'relu' && !fuseRelu ? relu(this.graph, y) : y
  }
}
