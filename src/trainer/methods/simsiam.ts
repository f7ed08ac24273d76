import type { MethodSettings } from '../../shared/domain/stage.ts'
import type { Tensor } from '../graph/graph.ts'
import { add, scale, stopGradient } from '../graph/operations.ts'
import { negativeCosine } from '../losses/contrastive.ts'
import { spread } from '../losses/collapse.ts'
import type { Objective } from '../objectives/objective.ts'
import { embedding, head } from './heads.ts'

/**
 * Each view's prediction shall point where the other view's projection does; no negatives, no teacher: predictor and
 * stop-gradient keep it from collapsing. ½·D(p₁, sg z₂) + ½·D(p₂, sg z₁), D the negative cosine.
 * Source: Chen and He 2021; without the predictor, as released, it may collapse (method-spec D14); docs/methods/simsiam.md.
 */
export const simsiam = (width: number, { predictor }: MethodSettings['simsiam']): Objective => ({
  edgeMultiple: 32,
  views: 2,
  target: 'none',
  losses: ({ graph, layers, views }) => {
    const z = views.map((view) =>
      head(layers, embedding(layers, view, width), 'projector', {
        hidden: 8 * width,
        out: 8 * width,
        norm: true,
        outNorm: true,
      }),
    )
    const p = predictor
      ? z.map((one) => head(layers, one, 'predictor', { hidden: 2 * width, out: 8 * width, norm: true }))
      : z
    const [z1, z2] = z as [Tensor, Tensor]
    const [p1, p2] = p as [Tensor, Tensor]
    const both = add(
      graph,
      negativeCosine(graph, p1, stopGradient(graph, z2)),
      negativeCosine(graph, p2, stopGradient(graph, z1)),
    )
    return { perSample: scale(graph, both, 0.5), monitors: { spread: spread(graph, z1) } }
  },
})
