import type { StartingPoint } from './stage.ts'

/** How a starting point is called in tables and figures. */
export const methodNames: Record<StartingPoint, string> = {
  scratch: 'No pretraining',
  transfer: 'Transfer (MedicalNet)',
  autoencoder: 'Autoencoder',
  denoising: 'Denoising autoencoder',
  byol: 'BYOL',
  simsiam: 'SimSiam',
  simclr: 'SimCLR',
  spark: 'SparK',
  residual: 'Residual prediction',
}
