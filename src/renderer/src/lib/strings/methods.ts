import type { StartingPoint } from '../../../../shared/domain/stage.ts'

/** How a starting point is called, as in the report. */
export const en: Record<StartingPoint, string> = {
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

export const de: typeof en = {
  ...en,
  scratch: 'Ohne Vortraining',
  transfer: 'Transfer (MedicalNet)',
  denoising: 'Entrauschender Autoencoder',
  residual: 'Residuenvorhersage',
}
