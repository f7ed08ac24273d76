import { dtypes, type Graph, type Tensor } from '../graph/graph.ts'
import { multiply, sum } from '../graph/operations.ts'

/**
 * Softmax cross-entropy over two logits, weighted per sample as PyTorch does: Σ w·ce / Σ w (method-spec D9, section 6).
 *
 * @param logits   [batch, 2] float32.
 * @param oneHot   [batch, 2]; a row of zeros leaves a sample out.
 * @param weights  [batch]: the weight of each sample's class, n / (2·n of its class); zeros leave samples out.
 */
export function weightedCrossEntropy(graph: Graph, logits: Tensor, oneHot: Tensor, weights: Tensor): Tensor {
  const n = logits.shape[0]!
  const attributes = { T: ['type', dtypes.float32] as const }
  const [losses, gradient] = graph.node('SoftmaxCrossEntropyWithLogits', [logits, oneHot], { T: [...attributes.T] }, [
    [[n], dtypes.float32],
    [logits.shape, dtypes.float32],
  ]) as [Tensor, Tensor]
  const weighted = graph.node('Mul', [losses, weights], { T: [...attributes.T] }, [[[n], dtypes.float32]])[0]!
  graph.record([logits], [weighted], ([dy]) => [
    () => {
      const perSample = multiply(graph, dy!, weights)
      const column = graph.node('ExpandDims', [perSample, graph.scalar(1, dtypes.int32)], { T: [...attributes.T], Tdim: ['type', dtypes.int32] }, [[[n, 1], dtypes.float32]])[0]!
      return graph.node('Mul', [gradient, column], { T: [...attributes.T] }, [[logits.shape, dtypes.float32]])[0]!
    },
  ])
  const total = sum(graph, weighted, [0])
  const weightSum = sum(graph, weights, [0])
  const loss = graph.node('RealDiv', [total, weightSum], { T: [...attributes.T] }, [[[], dtypes.float32]])[0]!
  graph.record([total], [loss], ([dy]) => [() => graph.node('RealDiv', [dy!, weightSum], { T: [...attributes.T] }, [[[], dtypes.float32]])[0]!])
  return loss
}
