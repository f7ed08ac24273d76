import { saliencyStages } from '../../shared/domain/saliency.ts'
import { dtypes, sizeOf } from '../graph/graph.ts'
import { concat, mean, multiply, relu, reshape, slice, sum } from '../graph/operations.ts'
import { FrozenLayers } from '../layers/frozen-layers.ts'
import { classificationHead } from '../networks/classifier.ts'
import { encoder } from '../networks/encoder.ts'
import type { Objective } from './objective.ts'

const spatial = [1, 2, 3]

/**
 * Grad-CAM of a classifier: ReLU(Σ_c α_c·A_c), where A are the activations of an encoder stage and α_c is the gradient of
 * the anomalous logit (before softmax) with respect to channel c, averaged over its cells.
 *
 * The method's own choice is the last stage, whose cells are 32 voxels wide; two finer ones come with it. Samples do not
 * depend on one another, so one backward pass serves a batch. Computed in float32 whatever the classifier was trained in.
 * Source: Selvaraju et al., "Grad-CAM", ICCV 2017, equations 1 and 2.
 *
 * Output: [batch, Σ cells³] float32, the maps of `saliencyStages` one after the other, each with its first axis fastest
 * and in units of the logit.
 */
export const saliency = (width: number): Objective => ({
  edgeMultiple: 32,
  views: 1,
  target: 'none',
  output: ({ parameters }, input) => {
    const layers = new FrozenLayers(parameters, dtypes.float32)
    const { graph } = layers
    const features = encoder(layers, layers.input(input), width)
    const logits = classificationHead(layers, features[4], width)
    const batch = logits.shape[0]
    const anomalous = sum(graph, slice(graph, logits, [0, 1], [batch, 1]), [0, 1])
    const activations = saliencyStages.map((stage) => features[stage])
    const gradients = graph.gradients(anomalous, activations)
    const maps = activations.map((activation, index) => {
      const weights = mean(graph, gradients[index]!, spatial, true)
      const map = relu(graph, sum(graph, multiply(graph, activation, weights), [4], true))
      return reshape(graph, layers.output(map), [batch, sizeOf(map.shape.slice(1))])
    })
    return concat(graph, maps, 1)
  },
})
