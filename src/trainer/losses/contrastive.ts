import { dtypes, type Graph, type Tensor } from '../graph/graph.ts'
import {
  add,
  elementwise,
  matmul,
  multiply,
  reshape,
  scale,
  slice,
  sum,
  unitRows,
} from '../graph/operations.ts'
import { crossEntropy } from './classification.ts'

/**
 * NT-Xent (Chen et al. 2020): each view shall find its sample's other view among all others. Similarity is the cosine
 * over τ; softmax cross-entropy against the 2N − 1 other views; mean of a sample's two views.
 *
 * @param z        [2·samples, dimensions] float32: all first views, then all second views.
 * @param weights  [samples]; a sample of weight 0 is nobody's negative (it only fills a batch up).
 * @returns        [samples]
 */
export function ntXent(graph: Graph, z: Tensor, weights: Tensor, temperature: number): Tensor {
  const rows = z.shape[0]
  const samples = rows / 2
  const unit = unitRows(graph, z)
  const similarities = scale(graph, matmul(graph, unit, unit, false, true), 1 / temperature)
  const self = new Float32Array(rows * rows)
  const partner = new Float32Array(rows * rows)
  for (let row = 0; row < rows; row++) {
    self[row * rows + row] = -never
    partner[row * rows + ((row + samples) % rows)] = 1
  }
  // −10⁹ for columns that are no samples, and on the diagonal.
  const present = elementwise(
    graph,
    'Minimum',
    elementwise(graph, 'Mul', weights, graph.scalar(never)),
    graph.scalar(1),
  )
  const column = reshape(graph, scale(graph, elementwise(graph, 'Sub', present, graph.scalar(1)), never), [
    1,
    samples,
  ])
  const columns = graph.node(
    'ConcatV2',
    [column, column, graph.scalar(1, dtypes.int32)],
    { N: ['integer', 2], T: ['type', dtypes.float32], Tidx: ['type', dtypes.int32] },
    [[[1, rows], dtypes.float32]],
  )[0]
  const barred = elementwise(graph, 'AddV2', graph.constant(self, [rows, rows], dtypes.float32), columns)
  const losses = crossEntropy(
    graph,
    add(graph, similarities, barred),
    graph.constant(partner, [rows, rows], dtypes.float32),
  )
  return scale(
    graph,
    add(graph, slice(graph, losses, [0], [samples]), slice(graph, losses, [samples], [samples])),
    0.5,
  )
}

const never = 1e9

/** −cos(a, b) of each row. @returns [rows], −1 when they point the same way. */
export function negativeCosine(graph: Graph, a: Tensor, b: Tensor): Tensor {
  return scale(graph, sum(graph, multiply(graph, unitRows(graph, a), unitRows(graph, b)), [1]), -1)
}

/** ‖a/‖a‖ − b/‖b‖‖² = 2 − 2·cos(a, b) of each row. @returns [rows], 0 when they point the same way. */
export function squaredDistanceOfUnits(graph: Graph, a: Tensor, b: Tensor): Tensor {
  return add(graph, scale(graph, negativeCosine(graph, a, b), 2), graph.scalar(2))
}
