import { crossEntropy } from '../losses/classification.ts'
import { classifier } from '../networks/classifier.ts'
import type { Objective } from './objective.ts'

/**
 * Normal or anomalous: softmax cross-entropy over two logits, samples weighted by their class.
 * Source: paper section 2.7, method-spec section 6 and D9.
 */
export const classification = (width: number): Objective => ({
  edgeMultiple: 32,
  views: 1,
  target: 'classes',
  losses: ({ graph, layers, views, target }) => ({
    perSample: crossEntropy(graph, classifier(layers, views[0], width), target!),
  }),
  output: (layers, input) => classifier(layers, input, width),
})
