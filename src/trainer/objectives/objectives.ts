import type { PretrainingTask } from '../../shared/domain/stage.ts'
import { embedding, embeddings } from '../methods/heads.ts'
import { methodOf } from '../methods/methods.ts'
import { cae } from '../networks/cae.ts'
import { classification } from './classification.ts'
import type { Objective } from './objective.ts'
import { reconstruction } from './reconstruction.ts'
import { saliency } from './saliency.ts'

/** Everything the engine can be asked to train or run, as plain data: equal data, equal graph. */
export type ObjectiveSpec =
  | { kind: 'classification'; width: number }
  | { kind: 'cae'; latent: number }
  | { kind: 'pretraining'; width: number; task: PretrainingTask }
  /** The encoder alone, nothing to train: [batch, 8·width] features of its last stage, or [batch, 15·width] of all four. */
  | { kind: 'features'; width: number; allStages?: true }
  /** Where a classifier looks, nothing to train: Grad-CAM maps of three stages, one after the other. */
  | { kind: 'saliency'; width: number }

export function objectiveOf(spec: ObjectiveSpec): Objective {
  switch (spec.kind) {
    case 'classification':
      return classification(spec.width)
    case 'cae':
      return reconstruction({
        edgeMultiple: 8,
        loss: 'l1',
        network: (layers, x) => cae(layers, x, spec.latent),
      })
    case 'pretraining':
      return methodOf(spec.task, spec.width)
    case 'features':
      return {
        edgeMultiple: 32,
        views: 1,
        target: 'none',
        output: (layers, input) => (spec.allStages ? embeddings : embedding)(layers, input, spec.width),
      }
    case 'saliency':
      return saliency(spec.width)
  }
}
