/** Single words that a message is filled with; they are codes and states elsewhere, so no source line says them. */
export const words: Record<string, string> = {
  left: 'links',
  right: 'rechts',
  normal: 'normal',
  anomalous: 'auffällig',
  labelled: 'mit Label',
  subject: 'Person',
  sinus: 'Kieferhöhle',
  none: 'keine',
  nothing: 'nichts',
  queued: 'wartet',
  running: 'läuft',
  finished: 'fertig',
  cancelled: 'abgebrochen',
  interrupted: 'unterbrochen',
  failed: 'fehlgeschlagen',
  cae: 'Autoencoder',
  residuals: 'Residuen',
  pretrain: 'Vortraining',
  pretraining: 'Vortraining',
  finetune: 'Feinabstimmung',
  'fine-tuning': 'Feinabstimmung',
  evaluate: 'Auswertung',
  undefined: 'nicht bestimmt',
  yes: 'ja',
  no: 'nein',
}

/** How `stageName` of the core puts the name of a stage together. */
export const stageNames: Record<string, string> = {
  'autoencoder of normals, fold {}': 'Autoencoder der Normalen, Fold {}',
  'residuals, fold {}': 'Residuen, Fold {}',
  'pretraining {}, fold {}': 'Vortraining {}, Fold {}',
  'pretraining {}': 'Vortraining {}',
  'fine-tuning {}, fold {}, {}% of labels': 'Feinabstimmung {}, Fold {}, {}\u00a0% der Labels',
  'evaluation of {}, fold {}, {}% of labels': 'Auswertung von {}, Fold {}, {}\u00a0% der Labels',
}

/** What a sinus or subject was in one dataset version and is in another. */
export const changes: Record<string, string> = {
  unlabelled: 'ohne Label',
  'anomalous (mucosal_thickening)': 'auffällig (Schleimhautschwellung)',
  'anomalous (polyp)': 'auffällig (Polyp)',
  'anomalous (cyst)': 'auffällig (Zyste)',
  'anomalous (opacified)': 'auffällig (verschattet)',
  'unlabelled, training': 'ohne Label, Training',
  'unlabelled, validation': 'ohne Label, Validierung',
  'fold {}, {}': 'Fold {}, {}',
}
