import type { Attribute, Tensor } from '../graph/graph.ts'
import type { Activation } from '../layers/layers.ts'
import { PlainLayers, type Values } from './plain-layers.ts'

/**
 * ONNX operators. Volumes are (batch, channels, depth, height, width) as ONNX wants them; the shapes that tensors carry
 * here stay those the networks speak of, [batch, d, d, d, channels], and are not written.
 */
export class OnnxLayers extends PlainLayers {
  maxPool(x: Tensor): Tensor {
    return this.one('MaxPool', [x], { ...window(3, 2) }, halved(x, 2))
  }

  globalAverage(x: Tensor): Tensor {
    const average = this.one('GlobalAveragePool', [x], {}, [x.shape[0], 1, 1, 1, x.shape[4]])
    return this.one('Flatten', [average], { axis: ['integer', 1] }, [x.shape[0], x.shape[4]])
  }

  protected convolution(x: Tensor, name: string, kernel: Values, bias: Float32Array, stride: 1 | 2): Tensor {
    const [outputs, , k] = kernel.shape as [number, number, number]
    const w = this.trained(`${name}.weight`, kernel.data, kernel.shape)
    const b = this.trained(`${name}.bias`, bias, [outputs])
    const shape = [...halved(x, stride).slice(0, 4), outputs]
    return this.one('Conv', [x, w, b], window(k, stride), shape, name)
  }

  protected product(x: Tensor, name: string, weight: Values, bias: Values): Tensor {
    const w = this.trained(`${name}.weight`, weight.data, weight.shape)
    const b = this.trained(`${name}.bias`, bias.data, bias.shape)
    return this.one('Gemm', [x, w, b], { transB: ['integer', 1] }, [x.shape[0], weight.shape[0]], name)
  }

  protected sum(a: Tensor, b: Tensor): Tensor {
    return this.one('Add', [a, b], {}, a.shape)
  }

  protected activated(x: Tensor, activation: Activation): Tensor {
    if (activation === 'none') return x
    return activation === 'relu'
      ? this.one('Relu', [x], {}, x.shape)
      : this.one('LeakyRelu', [x], { alpha: ['float', 0.01] }, x.shape)
  }

  private one(
    operator: string,
    inputs: readonly Tensor[],
    attributes: Record<string, Attribute>,
    shape: readonly number[],
    name?: string,
  ): Tensor {
    const outputs = [[shape, inputs[0].dtype]] as const
    return this.graph.node(operator, inputs, attributes, outputs, name === undefined ? {} : { name })[0]
  }
}

/** A cubic window of edge k with half of it around the volume. */
const window = (k: number, stride: number): Record<string, Attribute> => ({
  kernel_shape: ['integers', [k, k, k]],
  strides: ['integers', [stride, stride, stride]],
  pads: ['integers', new Array<number>(6).fill((k - 1) / 2)],
})

const halved = ({ shape: [n, d, , , channels] }: Tensor, stride: number): number[] => {
  const edge = d / stride
  return [n, edge, edge, edge, channels]
}
