import { dtypes, sizeOf, type Attribute, type Tensor } from '../graph/graph.ts'
import { add, addBias, leakyRelu, matmul, mean, relu } from '../graph/operations.ts'
import type { Activation } from '../layers/layers.ts'
import { PlainLayers, type Values } from './plain-layers.ts'

/**
 * TensorFlow's public operations, [batch, depth, height, width, channels]: a graph that any TensorFlow 2 reads, where the
 * engine's own uses kernels of one version.
 */
export class TensorFlowLayers extends PlainLayers {
  maxPool(x: Tensor): Tensor {
    // Inputs are ReLU outputs: zeros around them never win over a voxel, like PyTorch's −∞.
    return this.windowed('MaxPool3D', this.padded(x, 1), [], { ksize: ['integers', [1, 3, 3, 3, 1]] }, 3, 2)
  }

  globalAverage(x: Tensor): Tensor {
    return mean(this.graph, x, [1, 2, 3])
  }

  protected convolution(x: Tensor, name: string, kernel: Values, bias: Float32Array, stride: 1 | 2): Tensor {
    const [outputs, inputs, k] = kernel.shape as [number, number, number]
    const filter = this.trained(`${name}.weight`, tapsFirst(kernel), [k, k, k, inputs, outputs])
    const y = this.windowed('Conv3D', this.padded(x, (k - 1) / 2), [filter], {}, k, stride, outputs)
    return addBias(this.graph, y, this.trained(`${name}.bias`, bias, [outputs]))
  }

  protected product(x: Tensor, name: string, weight: Values, bias: Values): Tensor {
    const w = this.trained(`${name}.weight`, weight.data, weight.shape)
    const y = matmul(this.graph, x, w, false, true)
    return addBias(this.graph, y, this.trained(`${name}.bias`, bias.data, bias.shape))
  }

  protected sum(a: Tensor, b: Tensor): Tensor {
    return add(this.graph, a, b)
  }

  protected activated(x: Tensor, activation: Activation): Tensor {
    if (activation === 'none') return x
    return activation === 'relu' ? relu(this.graph, x) : leakyRelu(this.graph, x)
  }

  /** `margin` zeros on both sides of each spatial axis. */
  private padded(x: Tensor, margin: number): Tensor {
    if (margin === 0) return x
    const axes = [0, margin, margin, margin, 0]
    const paddings = this.graph.constant(
      axes.flatMap((size) => [size, size]),
      [5, 2],
      dtypes.int32,
    )
    const attributes: Record<string, Attribute> = {
      T: ['type', x.dtype],
      Tpaddings: ['type', dtypes.int32],
    }
    const shape = x.shape.map((size, axis) => size + 2 * axes[axis])
    return this.graph.node('Pad', [x, paddings], attributes, [[shape, x.dtype]])[0]
  }

  /** An operation that slides a window of edge k over what is inside, no padding. */
  private windowed(
    operation: string,
    x: Tensor,
    more: readonly Tensor[],
    own: Record<string, Attribute>,
    k: number,
    stride: number,
    channels = x.shape[4],
  ): Tensor {
    const attributes: Record<string, Attribute> = {
      T: ['type', x.dtype],
      strides: ['integers', [1, stride, stride, stride, 1]],
      padding: ['string', 'VALID'],
      data_format: ['string', 'NDHWC'],
      ...own,
    }
    const edge = Math.floor((x.shape[1] - k) / stride) + 1
    const shape = [x.shape[0], edge, edge, edge, channels]
    return this.graph.node(operation, [x, ...more], attributes, [[shape, x.dtype]])[0]
  }
}

/** (out, in, k, k, k) → [k, k, k, in, out] */
function tapsFirst({ shape, data }: Values): Float32Array {
  const [outputs, inputs] = shape as [number, number]
  const taps = sizeOf(shape) / (outputs * inputs)
  const values = new Float32Array(data.length)
  for (let o = 0; o < outputs; o++)
    for (let i = 0; i < inputs; i++)
      for (let tap = 0; tap < taps; tap++)
        values[(tap * inputs + i) * outputs + o] = data[(o * inputs + i) * taps + tap]
  return values
}
