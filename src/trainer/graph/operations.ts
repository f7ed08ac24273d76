import { dtypes, type Attribute, type DType, type Graph, type Shape, type Tensor } from './graph.ts'

/**
 * The TensorFlow operations the networks are made of, each with its gradient on the tape.
 * Shapes are stated by the caller's inputs and computed here; sizes of 1 stretch only where a docstring says so.
 */

const T = (tensor: Tensor): Attribute => ['type', tensor.dtype]
const indices: Attribute = ['type', dtypes.int32]

function one(
  graph: Graph,
  operation: string,
  inputs: readonly Tensor[],
  attributes: Record<string, Attribute>,
  shape: Shape,
  dtype: DType,
): Tensor {
  return graph.node(operation, inputs, attributes, [[shape, dtype]])[0]
}

export function reshape(graph: Graph, x: Tensor, shape: Shape): Tensor {
  if (x.shape.length === shape.length && x.shape.every((size, axis) => size === shape[axis])) return x
  const y = one(graph, 'Reshape', [x, graph.integers(shape)], { T: T(x), Tshape: indices }, shape, x.dtype)
  graph.record([x], [y], ([dy]) => [() => reshape(graph, dy!, x.shape)])
  return y
}

export function transpose(graph: Graph, x: Tensor, permutation: readonly number[]): Tensor {
  const shape = permutation.map((axis) => x.shape[axis])
  const y = one(
    graph,
    'Transpose',
    [x, graph.integers(permutation)],
    { T: T(x), Tperm: indices },
    shape,
    x.dtype,
  )
  const inverse = permutation.map((_, axis) => permutation.indexOf(axis))
  graph.record([x], [y], ([dy]) => [() => transpose(graph, dy!, inverse)])
  return y
}

export function cast(graph: Graph, x: Tensor, dtype: DType): Tensor {
  if (x.dtype === dtype) return x
  const attributes: Record<string, Attribute> = {
    SrcT: T(x),
    DstT: ['type', dtype],
    Truncate: ['boolean', false],
  }
  const y = one(graph, 'Cast', [x], attributes, x.shape, dtype)
  graph.record([x], [y], ([dy]) => [() => cast(graph, dy!, x.dtype)])
  return y
}

/** Flips the given axes. */
export function reverse(graph: Graph, x: Tensor, axes: readonly number[]): Tensor {
  const y = one(graph, 'ReverseV2', [x, graph.integers(axes)], { T: T(x), Tidx: indices }, x.shape, x.dtype)
  graph.record([x], [y], ([dy]) => [() => reverse(graph, dy!, axes)])
  return y
}

/** Shape of an elementwise result: sizes of 1 stretch, missing leading axes count as 1. */
function broadcastShape(a: Shape, b: Shape): number[] {
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, axis) => {
    const [m, n] = [a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1]
    if (m !== n && m !== 1 && n !== 1)
      throw new Error(`Shapes ${a.join('×')} and ${b.join('×')} do not go together`)
    return m === 1 ? n : m
  })
}

/** Sums a gradient over the axes along which `shape` had been stretched. */
function collapseTo(graph: Graph, gradient: Tensor, shape: Shape): Tensor {
  const missing = gradient.shape.length - shape.length
  const axes = gradient.shape.flatMap((size, axis) =>
    axis < missing || (shape[axis - missing] === 1 && size !== 1) ? [axis] : [],
  )
  return axes.length ? reshape(graph, sum(graph, gradient, axes, true), shape) : gradient
}

/** Elementwise; sizes of 1 stretch. */
export function add(graph: Graph, a: Tensor, b: Tensor): Tensor {
  const y = one(graph, 'AddV2', [a, b], { T: T(a) }, broadcastShape(a.shape, b.shape), a.dtype)
  graph.record([a, b], [y], ([dy]) => [
    () => collapseTo(graph, dy!, a.shape),
    () => collapseTo(graph, dy!, b.shape),
  ])
  return y
}

/** Elementwise; sizes of 1 stretch. */
export function subtract(graph: Graph, a: Tensor, b: Tensor): Tensor {
  const y = one(graph, 'Sub', [a, b], { T: T(a) }, broadcastShape(a.shape, b.shape), a.dtype)
  graph.record([a, b], [y], ([dy]) => [
    () => collapseTo(graph, dy!, a.shape),
    () => elementwise(graph, 'Neg', collapseTo(graph, dy!, b.shape)),
  ])
  return y
}

/** Elementwise; sizes of 1 stretch. */
export function multiply(graph: Graph, a: Tensor, b: Tensor): Tensor {
  const y = one(graph, 'Mul', [a, b], { T: T(a) }, broadcastShape(a.shape, b.shape), a.dtype)
  graph.record([a, b], [y], ([dy]) => [
    () => collapseTo(graph, multiply(graph, dy!, b), a.shape),
    () => collapseTo(graph, multiply(graph, dy!, a), b.shape),
  ])
  return y
}

/** Elementwise quotient by something that needs no gradient; sizes of 1 stretch. */
export function divide(graph: Graph, a: Tensor, b: Tensor): Tensor {
  const y = one(graph, 'RealDiv', [a, b], { T: T(a) }, broadcastShape(a.shape, b.shape), a.dtype)
  graph.record([a, b], [y], ([dy]) => [() => collapseTo(graph, divide(graph, dy!, b), a.shape), null])
  return y
}

export function zeros(graph: Graph, shape: Shape): Tensor {
  return one(
    graph,
    'Fill',
    [graph.integers(shape), graph.scalar(0)],
    { T: ['type', dtypes.float32], index_type: indices },
    shape,
    dtypes.float32,
  )
}

/** The same values, through which no gradient flows. */
export const stopGradient = (graph: Graph, x: Tensor): Tensor => elementwise(graph, 'Identity', x)

export const scale = (graph: Graph, x: Tensor, factor: number): Tensor =>
  multiply(graph, x, graph.scalar(factor, x.dtype))

/** An elementwise function without gradient; sizes of 1 stretch. */
export const elementwise = (graph: Graph, operation: string, ...inputs: Tensor[]): Tensor =>
  one(
    graph,
    operation,
    inputs,
    { T: T(inputs[0]) },
    inputs.map(({ shape }) => shape).reduce(broadcastShape),
    inputs[0].dtype,
  )

/** Matrix product of [m, k] and [k, n]; transposed operands as stored. */
export function matmul(graph: Graph, a: Tensor, b: Tensor, transposeA = false, transposeB = false): Tensor {
  const m = a.shape[transposeA ? 1 : 0]
  const n = b.shape[transposeB ? 0 : 1]
  const attributes: Record<string, Attribute> = {
    T: T(a),
    transpose_a: ['boolean', transposeA],
    transpose_b: ['boolean', transposeB],
  }
  const y = one(graph, 'MatMul', [a, b], attributes, [m, n], a.dtype)
  graph.record([a, b], [y], ([dy]) => [
    () => (transposeA ? matmul(graph, b, dy!, transposeB, true) : matmul(graph, dy!, b, false, !transposeB)),
    () => (transposeB ? matmul(graph, dy!, a, true, transposeA) : matmul(graph, a, dy!, !transposeA, false)),
  ])
  return y
}

/**
 * Batched matrix product […, m, k] × […, k, n], both of the same rank. Leading sizes of 1 stretch; the gradient is summed
 * over what they were stretched to.
 */
export function batchMatmul(
  graph: Graph,
  a: Tensor,
  b: Tensor,
  transposeA = false,
  transposeB = false,
): Tensor {
  const batch = broadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2))
  const shape = [...batch, a.shape.at(transposeA ? -1 : -2)!, b.shape.at(transposeB ? -2 : -1)!]
  const attributes: Record<string, Attribute> = {
    T: T(a),
    adj_x: ['boolean', transposeA],
    adj_y: ['boolean', transposeB],
  }
  const y = one(graph, 'BatchMatMulV2', [a, b], attributes, shape, a.dtype)
  graph.record([a, b], [y], ([dy]) => [
    () =>
      collapseTo(
        graph,
        transposeA
          ? batchMatmul(graph, b, dy!, transposeB, true)
          : batchMatmul(graph, dy!, b, false, !transposeB),
        a.shape,
      ),
    () =>
      collapseTo(
        graph,
        transposeB
          ? batchMatmul(graph, dy!, a, true, transposeA)
          : batchMatmul(graph, a, dy!, !transposeA, false),
        b.shape,
      ),
  ])
  return y
}

const reducedShape = (shape: Shape, axes: readonly number[], keep: boolean): number[] =>
  shape.flatMap((size, axis) => (axes.includes(axis) ? (keep ? [1] : []) : [size]))

function reduce(
  graph: Graph,
  operation: 'Sum' | 'Mean',
  x: Tensor,
  axes: readonly number[],
  keep: boolean,
): Tensor {
  const attributes: Record<string, Attribute> = { T: T(x), Tidx: indices, keep_dims: ['boolean', keep] }
  const y = one(
    graph,
    operation,
    [x, graph.integers(axes)],
    attributes,
    reducedShape(x.shape, axes, keep),
    x.dtype,
  )
  const factor = operation === 'Mean' ? 1 / axes.reduce((product, axis) => product * x.shape[axis], 1) : 1
  graph.record([x], [y], ([dy]) => [
    () => {
      const scaled = factor === 1 ? dy! : scale(graph, dy!, factor)
      const kept = reshape(graph, scaled, reducedShape(x.shape, axes, true))
      return one(
        graph,
        'BroadcastTo',
        [kept, graph.integers(x.shape)],
        { T: T(x), Tidx: indices },
        x.shape,
        x.dtype,
      )
    },
  ])
  return y
}

export const sum = (graph: Graph, x: Tensor, axes: readonly number[], keep = false): Tensor =>
  reduce(graph, 'Sum', x, axes, keep)
export const mean = (graph: Graph, x: Tensor, axes: readonly number[], keep = false): Tensor =>
  reduce(graph, 'Mean', x, axes, keep)
export const meanOfAll = (graph: Graph, x: Tensor): Tensor =>
  mean(
    graph,
    x,
    x.shape.map((_, axis) => axis),
  )

export function relu(graph: Graph, x: Tensor): Tensor {
  const y = elementwise(graph, 'Relu', x)
  graph.record([x], [y], ([dy]) => [() => elementwise(graph, 'ReluGrad', dy!, y)])
  return y
}

/** max(x, slope·x); PyTorch's default slope is 0.01. */
export function leakyRelu(graph: Graph, x: Tensor, slope = 0.01): Tensor {
  const attributes: Record<string, Attribute> = { T: T(x), alpha: ['float', slope] }
  const y = one(graph, 'LeakyRelu', [x], attributes, x.shape, x.dtype)
  graph.record([x], [y], ([dy]) => [
    () => one(graph, 'LeakyReluGrad', [dy!, x], attributes, x.shape, x.dtype),
  ])
  return y
}

/** Adds one value per channel (last axis). */
export function addBias(graph: Graph, x: Tensor, bias: Tensor): Tensor {
  const attributes: Record<string, Attribute> = { T: T(x), data_format: ['string', 'NHWC'] }
  const y = one(graph, 'BiasAdd', [x, bias], attributes, x.shape, x.dtype)
  graph.record([x, bias], [y], ([dy]) => [
    () => dy!,
    () => one(graph, 'BiasAddGrad', [dy!], attributes, bias.shape, x.dtype),
  ])
  return y
}

export function concat(graph: Graph, parts: readonly Tensor[], axis: number): Tensor {
  const first = parts[0]
  const shape = first.shape.map((size, a) =>
    a === axis ? parts.reduce((total, part) => total + part.shape[a], 0) : size,
  )
  const attributes: Record<string, Attribute> = { N: ['integer', parts.length], T: T(first), Tidx: indices }
  const y = one(
    graph,
    'ConcatV2',
    [...parts, graph.scalar(axis, dtypes.int32)],
    attributes,
    shape,
    first.dtype,
  )
  let offset = 0
  const begins = parts.map((part) => (offset += part.shape[axis]) - part.shape[axis])
  graph.record(parts, [y], ([dy]) =>
    parts.map(
      (part, k) => () =>
        slice(
          graph,
          dy!,
          part.shape.map((_, a) => (a === axis ? begins[k] : 0)),
          part.shape,
        ),
    ),
  )
  return y
}

/** A box of x. */
export function slice(graph: Graph, x: Tensor, begin: readonly number[], size: Shape): Tensor {
  const y = one(
    graph,
    'Slice',
    [x, graph.integers(begin), graph.integers(size)],
    { T: T(x), Index: indices },
    size,
    x.dtype,
  )
  graph.record([x], [y], ([dy]) => [
    () => {
      const margins = x.shape.flatMap((whole, axis) => [begin[axis], whole - begin[axis] - size[axis]])
      const paddings = graph.constant(margins, [x.shape.length, 2], dtypes.int32)
      return one(graph, 'Pad', [dy!, paddings], { T: T(x), Tpaddings: indices }, x.shape, x.dtype)
    },
  ])
  return y
}

/** `count` equal parts along the first axis. They are views: TensorFlow copies nothing. */
export function split(graph: Graph, x: Tensor, count: number): Tensor[] {
  const size = [x.shape[0] / count, ...x.shape.slice(1)]
  const parts = Array.from({ length: count }, (_, index) => {
    const begin = graph.integers(size.map((length, axis) => (axis === 0 ? index * length : 0)))
    return one(graph, 'Slice', [x, begin, graph.integers(size)], { T: T(x), Index: indices }, size, x.dtype)
  })
  graph.record([x], parts, (gradients) => [() => concat(graph, gradients as Tensor[], 0)])
  return parts
}

/**
 * Rows scaled to length 1.
 *
 * @param x  [rows, dimensions] float32; a row shorter than 1e-6 is divided by 1e-6.
 */
export function unitRows(graph: Graph, x: Tensor): Tensor {
  const squares = sum(graph, elementwise(graph, 'Square', x), [1], true)
  const inverse = elementwise(graph, 'Rsqrt', elementwise(graph, 'Maximum', squares, graph.scalar(1e-12)))
  const y = elementwise(graph, 'Mul', x, inverse)
  graph.record([x], [y], ([dy]) => [
    () => {
      const along = sum(graph, elementwise(graph, 'Mul', dy!, y), [1], true)
      return elementwise(
        graph,
        'Mul',
        elementwise(graph, 'Sub', dy!, elementwise(graph, 'Mul', y, along)),
        inverse,
      )
    },
  ])
  return y
}
