import type { Graph, Tensor } from '../graph/graph.ts'
import { elementwise, multiply, subtract } from '../graph/operations.ts'

export type ReconstructionLoss = 'bce' | 'l1' | 'l2'

/**
 * Loss of each voxel; objectives average it over a volume, so that cubes of any size compare.
 *
 * - `l1`  |output − target|; gradient 0 where they are equal.
 * - `l2`  (output − target)²
 * - `bce` binary cross-entropy of the logit `output` against a target in 0…1: softplus(z) − z·t.
 *
 * @param output, target  [batch, d, d, d, 1], float32.
 * @returns               The same shape.
 * Source: paper section 2.6 (BCE) and its loss ablation, method-spec 5.1.
 */
export function lossPerVoxel(graph: Graph, kind: ReconstructionLoss, output: Tensor, target: Tensor): Tensor {
  switch (kind) {
    case 'l1':
      return absolute(graph, subtract(graph, output, target))
    case 'l2': {
      const difference = subtract(graph, output, target)
      return multiply(graph, difference, difference)
    }
    case 'bce':
      return binaryCrossEntropy(graph, output, target)
  }
}

function absolute(graph: Graph, x: Tensor): Tensor {
  const y = elementwise(graph, 'Abs', x)
  graph.record([x], [y], ([dy]) => [() => multiply(graph, dy!, elementwise(graph, 'Sign', x))])
  return y
}

/** Per voxel; stable for logits of any size. */
function binaryCrossEntropy(graph: Graph, logits: Tensor, target: Tensor): Tensor {
  const y = elementwise(
    graph,
    'Sub',
    elementwise(graph, 'Softplus', logits),
    elementwise(graph, 'Mul', logits, target),
  )
  graph.record([logits], [y], ([dy]) => [
    () => multiply(graph, dy!, elementwise(graph, 'Sub', elementwise(graph, 'Sigmoid', logits), target)),
  ])
  return y
}
