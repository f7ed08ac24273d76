import type { OpenWork } from '../open-work.ts'

const runs = (amount: number) => (amount === 1 ? '1 run' : `${amount} runs`)
const laeufe = (amount: number) => (amount === 1 ? '1 Lauf' : `${amount} Läufe`)

/** Having the queue worked off. */
export const en = {
  start: 'Start',
  resume: 'Resume',
  follow: 'Follow',
  starting: 'Starting…',
  action: 'Work off the queue',
  later: 'Not now',
  failed: 'The runs could not be started',
  dismiss: 'Close',
  where: 'Where runs are computed',
  executors: { local: 'This machine', slurm: 'Slurm' },
  parallel: 'At once (empty: one per GPU)',
  noNumber: 'Trainers at once: a whole number from 1, or nothing.',
  unattended: ({ queued, interrupted, elsewhere }: OpenWork) =>
    [
      interrupted > 0 ? `${runs(interrupted)} ${interrupted === 1 ? 'was' : 'were'} interrupted.` : '',
      elsewhere > 0
        ? `${runs(elsewhere)} may go on with Slurm or on another machine, and nobody follows.`
        : '',
      queued > 0 ? `${runs(queued)} ${queued === 1 ? 'waits' : 'wait'} in the queue.` : '',
      'Nobody is working on the project.',
    ]
      .filter(Boolean)
      .join(' '),
}

export const de: typeof en = {
  start: 'Starten',
  resume: 'Fortsetzen',
  follow: 'Verfolgen',
  starting: 'Wird gestartet …',
  action: 'Warteschlange abarbeiten',
  later: 'Nicht jetzt',
  failed: 'Die Läufe ließen sich nicht starten',
  dismiss: 'Schließen',
  where: 'Wo gerechnet wird',
  executors: { local: 'Dieser Rechner', slurm: 'Slurm' },
  parallel: 'Zugleich (leer: einer je GPU)',
  noNumber: 'Trainer zugleich: eine ganze Zahl ab 1 oder nichts.',
  unattended: ({ queued, interrupted, elsewhere }) =>
    [
      interrupted > 0 ? `${laeufe(interrupted)} ${interrupted === 1 ? 'wurde' : 'wurden'} unterbrochen.` : '',
      elsewhere > 0
        ? `${laeufe(elsewhere)} ${elsewhere === 1 ? 'geht' : 'gehen'} vielleicht in Slurm oder auf einem anderen Rechner weiter, und niemand verfolgt sie.`
        : '',
      queued > 0 ? `${laeufe(queued)} ${queued === 1 ? 'wartet' : 'warten'} in der Warteschlange.` : '',
      'Niemand rechnet am Projekt.',
    ]
      .filter(Boolean)
      .join(' '),
}
