import { autoencoder as network } from '../networks/autoencoder.ts'
import type { Objective } from '../objectives/objective.ts'
import { reconstruction } from '../objectives/reconstruction.ts'

/**
 * Reconstruct the input through the encoder's bottleneck, mean L1; no skip connections, which would make it trivial.
 * Source: paper section 2.6, method-spec 5.1 and D13; details in docs/methods/autoencoder.md.
 */
export const autoencoder = (width: number): Objective =>
  reconstruction({ edgeMultiple: 32, loss: 'l1', network: (layers, x) => network(layers, x, width) })
