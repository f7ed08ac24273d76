import { methodNames } from '../../../../shared/domain/method-names.ts'

/** How a starting point is called; in English as in the report. */
export const en = methodNames

export const de: typeof en = {
  ...en,
  scratch: 'Ohne Vortraining',
  denoising: 'Entrauschender Autoencoder',
  residual: 'Residuenvorhersage',
}
