import { dtypes, type Graph, type Tensor } from '../graph/graph.ts'
import { elementwise, reshape } from '../graph/operations.ts'

/**
 * Softmax cross-entropy of each row.
 *
 * @param logits  [rows, classes] float32.
 * @param target  The same shape, rows adding up to 1; no gradient.
 * @returns       [rows]
 */
export function crossEntropy(graph: Graph, logits: Tensor, target: Tensor): Tensor {
  const [losses, gradient] = graph.node(
    'SoftmaxCrossEntropyWithLogits',
    [logits, target],
    { T: ['type', dtypes.float32] },
    [
      [[logits.shape[0]], dtypes.float32],
      [logits.shape, dtypes.float32],
    ],
  ) as [Tensor, Tensor]
  graph.record([logits], [losses], ([dy]) => [
    () => elementwise(graph, 'Mul', gradient, reshape(graph, dy!, [logits.shape[0], 1])),
  ])
  return losses
}
