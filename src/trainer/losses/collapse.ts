import type { Graph, Tensor } from '../graph/graph.ts'
import { elementwise, mean, scale, unitRows } from '../graph/operations.ts'

/**
 * How far embeddings fill their space: mean standard deviation, over the rows, of each coordinate of the unit vectors,
 * times √dimensions. About 1 for directions spread evenly, 0 when all rows point the same way (collapse).
 * Source: Chen and He 2021, section 4.1. A number to watch, without gradient.
 *
 * @param z  [rows, dimensions], rows ≥ 2.
 * @returns  Scalar.
 */
export function spread(graph: Graph, z: Tensor): Tensor {
  const unit = unitRows(graph, z)
  const centred = elementwise(graph, 'Sub', unit, mean(graph, unit, [0], true))
  const variance = mean(graph, elementwise(graph, 'Square', centred), [0])
  return scale(graph, mean(graph, elementwise(graph, 'Sqrt', variance), [0]), Math.sqrt(z.shape[1]))
}
