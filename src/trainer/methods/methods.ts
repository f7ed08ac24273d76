import type { PretrainingMethod } from '../../shared/domain/stage.ts'
import { autoencoder } from './autoencoder.ts'
import type { ReconstructionMethod } from './method.ts'
import { residual } from './residual.ts'

/** Every pretraining method, by its id. */
export const methods: Record<PretrainingMethod, ReconstructionMethod> = { autoencoder, residual }
