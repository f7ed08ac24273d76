import type { MethodSettings } from '../../shared/domain/stage.ts'
import { unet } from '../networks/unet.ts'
import type { Objective } from '../objectives/objective.ts'
import { reconstruction } from '../objectives/reconstruction.ts'

/**
 * The published method: from a sinus, predict the residual that an autoencoder of normal sinuses leaves of it, and so
 * learn where anomalies are. U-Net, binary cross-entropy of logits against the residual in 0…1 (L1 and L2 as ablation).
 * Source: paper sections 2.4 and 2.6, method-spec 5.1; details in docs/methods/residual.md.
 */
export const residual = (width: number, { loss }: MethodSettings['residual']): Objective =>
  reconstruction({ edgeMultiple: 32, loss, network: (layers, x) => unet(layers, x, width) })
