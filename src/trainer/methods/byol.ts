import type { MethodSettings } from '../../shared/domain/stage.ts'
import type { Tensor } from '../graph/graph.ts'
import { add } from '../graph/operations.ts'
import type { Layers } from '../layers/layers.ts'
import { spread } from '../losses/collapse.ts'
import { squaredDistanceOfUnits } from '../losses/contrastive.ts'
import type { Objective } from '../objectives/objective.ts'
import { embedding, head } from './heads.ts'

/**
 * Predict, from one view, how a slowly following teacher projects the other: (2 − 2cos) for both ways round. The
 * teacher is an exponential moving average of encoder and projector, batch-norm statistics included; in training it
 * normalises by its batch, as the original does.
 * Source: Grill et al. 2020; momentum 0.99, optionally rising to 1 by a cosine: method-spec 5.2; docs/methods/byol.md.
 */
export const byol = (
  width: number,
  { predictor, momentum, momentumRises }: MethodSettings['byol'],
): Objective => ({
  edgeMultiple: 32,
  views: 2,
  target: 'none',
  losses: ({ graph, layers, teacher, views }) => {
    const project = (by: Layers, view: Tensor) =>
      head(by, embedding(by, view, width), 'projector', { hidden: 8 * width, out: 8 * width, norm: true })
    const z = views.map((view) => project(layers, view))
    const [p1, p2] = (
      predictor
        ? z.map((one) => head(layers, one, 'predictor', { hidden: 8 * width, out: 8 * width, norm: true }))
        : z
    ) as [Tensor, Tensor]
    const [t1, t2] = views.map((view) => project(teacher, view)) as [Tensor, Tensor]
    const perSample = add(graph, squaredDistanceOfUnits(graph, p1, t2), squaredDistanceOfUnits(graph, p2, t1))
    return { perSample, monitors: { spread: spread(graph, z[0]) } }
  },
  teacherMomentum: (progress) =>
    momentumRises ? 1 - ((1 - momentum) * (1 + Math.cos(Math.PI * progress))) / 2 : momentum,
})
