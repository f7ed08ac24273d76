import type { Tensor } from '../graph/graph.ts'
import { mean } from '../graph/operations.ts'
import type { Layers } from '../layers/layers.ts'
import { lossPerVoxel, type ReconstructionLoss } from '../losses/reconstruction.ts'
import type { Objective, Pass } from './objective.ts'

interface Reconstruction {
  edgeMultiple: number
  loss: ReconstructionLoss
  /** [batch, d, d, d, 1] → the same shape, float32. */
  network: (layers: Layers, x: Tensor) => Tensor
  /** Damage done to the input, never to the target. */
  corrupt?: (pass: Pass, x: Tensor) => Tensor
}

/** Painting a volume: the input itself or something derived from it. The loss is the mean over voxels. */
export function reconstruction({ edgeMultiple, loss, network, corrupt }: Reconstruction): Objective {
  return {
    edgeMultiple,
    views: 1,
    target: 'volume',
    losses: (pass) => {
      const [view] = pass.views as [Tensor]
      const painted = network(pass.layers, corrupt ? corrupt(pass, view) : view)
      return {
        perSample: mean(pass.graph, lossPerVoxel(pass.graph, loss, painted, pass.target!), [1, 2, 3, 4]),
      }
    },
    output: network,
  }
}
