import { cast, add, leakyRelu, multiply, relu } from '../graph/operations.ts'
import type { Tensor } from '../graph/graph.ts'
import { batchNormParameters, foldedBatchNorm } from './batch-norm.ts'
import type { Activation } from './layers.ts'
import { TrainingLayers } from './training-layers.ts'

/**
 * A forward pass with running statistics that can be differentiated: InferenceLayers fuses what it computes and leaves
 * no gradient, TrainingLayers takes the statistics of the batch, by which samples would depend on one another.
 */
export class FrozenLayers extends TrainingLayers {
  protected override normalised(x: Tensor, norm: string, activation: Activation, shortcut?: Tensor): Tensor {
    const { graph } = this
    const folded = foldedBatchNorm(graph, batchNormParameters(this.parameters, norm, x.shape[4]))
    const [scale, shift] = [folded.scale, folded.shift].map((value) => cast(graph, value, x.dtype))
    let y = add(graph, multiply(graph, x, scale), shift)
    if (shortcut) y = add(graph, y, shortcut)
    if (activation === 'leaky-relu') return leakyRelu(graph, y)
    return activation === 'relu' ? relu(graph, y) : y
  }
}
