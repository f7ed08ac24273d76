import type { ReconstructionMethod } from './method.ts'

/**
 * Reconstruct the input through the encoder's bottleneck, mean L1; no skip connections, which would make it trivial.
 * Source: paper section 2.6, method-spec 5.1 and D13; details in docs/methods/autoencoder.md.
 */
export const autoencoder: ReconstructionMethod = { id: 'autoencoder', network: 'autoencoder', loss: () => 'l1', target: 'input' }
