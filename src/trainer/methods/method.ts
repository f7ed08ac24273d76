import type { PretrainParams, PretrainingMethod } from '../../shared/domain/stage.ts'
import type { ReconstructionLoss } from '../losses/reconstruction.ts'

/** A method that trains encoder and decoder to paint a volume, and keeps the encoder. */
export interface ReconstructionMethod {
  id: PretrainingMethod
  network: 'unet' | 'autoencoder'
  loss: (params: PretrainParams) => ReconstructionLoss
  /** What is painted: the input itself, or its residual. Spatial augmentation is shared, intensity is the input's. */
  target: 'input' | 'residual'
}
