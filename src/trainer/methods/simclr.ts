import type { MethodSettings } from '../../shared/domain/stage.ts'
import { concat } from '../graph/operations.ts'
import { spread } from '../losses/collapse.ts'
import { ntXent } from '../losses/contrastive.ts'
import type { Objective } from '../objectives/objective.ts'
import { embedding, head } from './heads.ts'

/**
 * Two views of a sinus shall be more alike than views of different ones: NT-Xent over cosine similarities. Both views
 * go through the encoder as one batch, as in the original, so batch norm sees both; the negatives span the effective
 * batch, however it is cut into micro-batches.
 * Source: Chen et al. 2020; projector 512→512→512 without batch norm, τ 0.07: method-spec 5.1; docs/methods/simclr.md.
 */
export const simclr = (width: number, { temperature }: MethodSettings['simclr']): Objective => ({
  edgeMultiple: 32,
  views: 2,
  target: 'none',
  losses: ({ graph, layers, views, weights }) => {
    const h = embedding(layers, concat(graph, views, 0), width)
    const z = head(layers, h, 'projector', { hidden: 8 * width, out: 8 * width })
    return {
      perSample: ntXent(graph, z, weights, temperature),
      embeddings: z,
      monitors: { spread: spread(graph, z) },
    }
  },
  lossesOf: (graph, z, weights) => ntXent(graph, z, weights, temperature),
})
