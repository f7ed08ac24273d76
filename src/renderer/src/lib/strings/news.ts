import type { Ending } from '../run-news.ts'

type Said = (experiment: string, finished: string, runs: string) => { title: string; body: string }

/** Notes of the operating system when a run has ended; anybody near the screen may read them. */
export const en = {
  endings: {
    finished: (experiment, _, runs) => ({
      title: 'The experiment is finished',
      body: `${experiment}: all ${runs} runs are finished.`,
    }),
    partly: (experiment, finished, runs) => ({
      title: 'The experiment has ended, with failures',
      body: `${experiment}: ${finished} of ${runs} runs are finished, others failed.`,
    }),
    failed: (experiment, _, runs) => ({
      title: 'The experiment has failed',
      body: `${experiment}: none of ${runs} runs is finished.`,
    }),
    stopped: (experiment, finished, runs) => ({
      title: 'The experiment was stopped',
      body: `${experiment}: ${finished} of ${runs} runs are finished, and nobody is working on the others.`,
    }),
  } satisfies Record<Ending['how'], Said> as Record<Ending['how'], Said>,
}

export const de: typeof en = {
  endings: {
    finished: (experiment, _, runs) => ({
      title: 'Das Experiment ist fertig',
      body: `${experiment}: Alle ${runs} Läufe sind fertig.`,
    }),
    partly: (experiment, finished, runs) => ({
      title: 'Das Experiment ist zu Ende, mit Fehlern',
      body: `${experiment}: ${finished} von ${runs} Läufen sind fertig, andere sind fehlgeschlagen.`,
    }),
    failed: (experiment, _, runs) => ({
      title: 'Das Experiment ist fehlgeschlagen',
      body: `${experiment}: Keiner von ${runs} Läufen ist fertig.`,
    }),
    stopped: (experiment, finished, runs) => ({
      title: 'Das Experiment wurde angehalten',
      body: `${experiment}: ${finished} von ${runs} Läufen sind fertig, an den übrigen rechnet niemand.`,
    }),
  },
}
