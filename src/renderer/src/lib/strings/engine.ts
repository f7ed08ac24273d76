export const en = {
  title: 'Engine',
  measuring: 'Starting the engine and timing a training step…',
  measured: 'What training runs on, measured on this machine.',
  failed: 'The engine did not start',
  tryAgain: 'Try again',
  measureAgain: 'Measure again',
  // What src/trainer/probe.ts times.
  step: (time: string) => `${time} (classifier, width 16, four 32³ cubes)`,
  devices: { cpu: 'CPU', gpu: 'GPU' },
  order: ['Runs on', 'Why', 'Precision', 'Training step', 'TensorFlow', 'Node · SQLite'],
}

export const de: typeof en = {
  title: 'Rechenmaschine',
  measuring: 'Die Rechenmaschine startet und misst einen Trainingsschritt …',
  measured: 'Worauf trainiert wird, gemessen auf diesem Rechner.',
  failed: 'Die Rechenmaschine ist nicht gestartet',
  tryAgain: 'Noch einmal versuchen',
  measureAgain: 'Neu messen',
  step: (time) => `${time} (Klassifikator, Breite 16, vier Würfel zu 32³)`,
  devices: { cpu: 'CPU', gpu: 'GPU' },
  order: ['Läuft auf', 'Warum', 'Genauigkeit', 'Trainingsschritt', 'TensorFlow', 'Node · SQLite'],
}
