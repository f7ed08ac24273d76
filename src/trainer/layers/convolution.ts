import { dtypes, sizeOf, type Attribute, type DType, type Graph, type Tensor } from '../graph/graph.ts'
import { perGraph } from '../graph/per-graph.ts'
import { batchMatmul, cast, matmul, reshape, slice } from '../graph/operations.ts'
import { prefersWinograd, winogradConvolution } from './winograd.ts'

/**
 * Cubic convolutions on [batch, d, d, d, channels], padding TensorFlow's SAME. On mirrored volumes that is PyTorch's
 * symmetric padding (see Parameters.kernel).
 */
export function convolution(graph: Graph, x: Tensor, kernel: Tensor, stride: 1 | 2 = 1): Tensor {
  const k = kernel.shape[0]
  if (k === 1) return pointwise(graph, stride === 2 ? everySecond(graph, x) : x, kernel)
  if (seesOnlyItself(k, x.shape[1])) return pointwise(graph, x, centreTap(graph, kernel))
  if (prefersMatrixProducts(k, x.shape[1], kernel.shape[4])) return asMatrixProducts(graph, x, kernel, stride)
  if (k === 3 && stride === 1 && prefersWinograd(x, kernel.shape[4]))
    return winogradConvolution(graph, x, kernel)
  return direct(graph, x, kernel, stride)
}

/**
 * Measured: on maps of at most 4³ oneDNN's direct convolution loses against two matrix products, as long as the first,
 * which gathers neighbourhoods (d³ multiplications a value), does not outweigh the second (one per output channel).
 */
export const prefersMatrixProducts = (k: number, d: number, outputs: number): boolean =>
  k === 3 && d <= 4 && d ** 3 <= outputs

/** On a single voxel all taps of a 3³ kernel but the middle one fall into the padding. */
export const seesOnlyItself = (k: number, d: number): boolean => k === 3 && d === 1

/** [3, 3, 3, in, out] → [1, 1, 1, in, out] */
export function centreTap(graph: Graph, kernel: Tensor): Tensor {
  const [inputs, outputs] = kernel.shape.slice(3) as [number, number]
  return slice(graph, kernel, [1, 1, 1, 0, 0], [1, 1, 1, inputs, outputs])
}

function direct(graph: Graph, x: Tensor, kernel: Tensor, stride: number): Tensor {
  const [n, d] = x.shape as [number, number]
  const out = Math.ceil(d / stride)
  const shape = [n, out, out, out, kernel.shape[4]]
  const attributes: Record<string, Attribute> = {
    T: ['type', x.dtype],
    strides: ['integers', [1, stride, stride, stride, 1]],
    padding: ['string', 'SAME'],
    data_format: ['string', 'NDHWC'],
    dilations: ['integers', [1, 1, 1, 1, 1]],
  }
  const y = graph.node('Conv3D', [x, kernel], attributes, [[shape, x.dtype]])[0]
  // oneDNN leaves rubbish in the bfloat16 gradient of kernel taps that lie beyond a map smaller than the kernel (5³ on
  // 4³, 3³ on 2³; TensorFlow 2.21): there it is computed in float32.
  const gradientType = kernel.shape[0] > d ? dtypes.float32 : x.dtype
  graph.record([x, kernel], [y], ([dy]) => [
    () =>
      graph.node(
        'Conv3DBackpropInputV2',
        [graph.integers(x.shape), kernel, dy!],
        { ...attributes, Tshape: ['type', dtypes.int32] },
        [[x.shape, x.dtype]],
      )[0],
    () => {
      const [gradient] = graph.node(
        'Conv3DBackpropFilterV2',
        [cast(graph, x, gradientType), graph.integers(kernel.shape), cast(graph, dy!, gradientType)],
        { ...attributes, T: ['type', gradientType] },
        [[kernel.shape, gradientType]],
      )
      return cast(graph, gradient, x.dtype)
    },
  ])
  return y
}

/** A 1×1×1 convolution is a matrix product over voxels. */
function pointwise(graph: Graph, x: Tensor, kernel: Tensor): Tensor {
  const [inputs, outputs] = kernel.shape.slice(3) as [number, number]
  const rows = sizeOf(x.shape.slice(0, 4))
  const y = matmul(graph, reshape(graph, x, [rows, inputs]), reshape(graph, kernel, [inputs, outputs]))
  return reshape(graph, y, [...x.shape.slice(0, 4), outputs])
}

/** Voxels 1, 3, 5, … of each axis: 0, 2, 4, … of the unmirrored volume, where PyTorch's stride-2 1×1×1 kernel looks. */
export function everySecond(graph: Graph, x: Tensor): Tensor {
  const [n, d, , , channels] = x.shape as [number, number, number, number, number]
  const shape = [n, d / 2, d / 2, d / 2, channels]
  const attributes: Record<string, Attribute> = {
    T: ['type', x.dtype],
    Index: ['type', dtypes.int32],
    begin_mask: ['integer', 0b10001],
    end_mask: ['integer', 0b11111],
    ellipsis_mask: ['integer', 0],
    new_axis_mask: ['integer', 0],
    shrink_axis_mask: ['integer', 0],
  }
  const range = [graph.integers([0, 1, 1, 1, 0]), graph.integers(x.shape), graph.integers([1, 2, 2, 2, 1])]
  const y = graph.node('StridedSlice', [x, ...range], attributes, [[shape, x.dtype]])[0]
  graph.record([x], [y], ([dy]) => [
    () =>
      graph.node('StridedSliceGrad', [graph.integers(x.shape), ...range, dy!], attributes, [
        [x.shape, x.dtype],
      ])[0],
  ])
  return y
}

/** A 3³ convolution as gather-by-matrix (constant 0/1 im2col) and one matrix product. */
function asMatrixProducts(graph: Graph, x: Tensor, kernel: Tensor, stride: 1 | 2): Tensor {
  const [n, d, , , inputs] = x.shape as [number, number, number, number, number]
  const outputs = kernel.shape[4]
  const out = d / stride
  const y = matmul(graph, columnsOf(graph, x, stride), reshape(graph, kernel, [27 * inputs, outputs]))
  return reshape(graph, y, [n, out, out, out, outputs])
}

/** [batch·out³, 27·in]: the neighbourhood of every output voxel as a row. */
export function columnsOf(graph: Graph, x: Tensor, stride: 1 | 2): Tensor {
  const [n, d, , , inputs] = x.shape as [number, number, number, number, number]
  const patches = columnMatrix(graph, d, stride, x.dtype)
  const columns = batchMatmul(graph, patches, reshape(graph, x, [n, d ** 3, inputs]))
  return reshape(graph, columns, [n * (d / stride) ** 3, 27 * inputs])
}

const columnMatrices = perGraph<Tensor>()

/** [1, out³·27, d³]: row (output voxel, tap) picks the input voxel under that tap, or nothing outside the map. */
const columnMatrix = (graph: Graph, d: number, stride: 1 | 2, dtype: DType): Tensor =>
  columnMatrices(graph, `${d},${stride},${dtype}`, () =>
    graph.constant(columnValues(d, stride), [1, (d / stride) ** 3 * 27, d ** 3], dtype),
  )

function columnValues(d: number, stride: 1 | 2): Float32Array {
  const out = d / stride
  const before = stride === 1 ? 1 : 0 // SAME: one voxel on both sides, or only one behind
  const matrix = new Float32Array(out ** 3 * 27 * d ** 3)
  const inside = (position: number) => position >= 0 && position < d
  let row = 0
  for (let voxel = 0; voxel < out ** 3; voxel++) {
    const origin = [Math.floor(voxel / out ** 2), Math.floor(voxel / out) % out, voxel % out].map(
      (index) => index * stride - before,
    )
    for (let tap = 0; tap < 27; tap++, row++) {
      const [a, b, c] = [
        origin[0] + Math.floor(tap / 9),
        origin[1] + (Math.floor(tap / 3) % 3),
        origin[2] + (tap % 3),
      ]
      if (inside(a) && inside(b) && inside(c)) matrix[row * d ** 3 + (a * d + b) * d + c] = 1
    }
  }
  return matrix
}

/** The largest or the mean of every block of `factor`³ voxels; no gradient. */
export function poolBlocks(
  graph: Graph,
  operation: 'MaxPool3D' | 'AvgPool3D',
  x: Tensor,
  factor: number,
): Tensor {
  const [n, d, , , channels] = x.shape as [number, number, number, number, number]
  const window = [1, factor, factor, factor, 1]
  const attributes: Record<string, Attribute> = {
    T: ['type', x.dtype],
    ksize: ['integers', window],
    strides: ['integers', window],
    padding: ['string', 'VALID'],
    data_format: ['string', 'NDHWC'],
  }
  const edge = d / factor
  return graph.node(operation, [x], attributes, [[[n, edge, edge, edge, channels], x.dtype]])[0]
}

/** Largest of each 3³ neighbourhood, stride 2. Inputs are ReLU outputs, so TensorFlow's padding equals PyTorch's −∞. */
export function maxPool(graph: Graph, x: Tensor): Tensor {
  const [n, d, , , channels] = x.shape as [number, number, number, number, number]
  const out = Math.ceil(d / 2)
  const attributes: Record<string, Attribute> = {
    T: ['type', x.dtype],
    ksize: ['integers', [1, 3, 3, 3, 1]],
    strides: ['integers', [1, 2, 2, 2, 1]],
    padding: ['string', 'SAME'],
    data_format: ['string', 'NDHWC'],
  }
  const y = graph.node('MaxPool3D', [x], attributes, [[[n, out, out, out, channels], x.dtype]])[0]
  graph.record([x], [y], ([dy]) => [
    () =>
      graph.node('MaxPool3DGrad', [x, y, dy!], { ...attributes, TInput: ['type', x.dtype] }, [
        [x.shape, x.dtype],
      ])[0],
  ])
  return y
}
