import type { RunState, Run } from '../../../shared/ipc/api.ts'

/** Every word on the screen. One object per language; features take theirs from here and hold none of their own. */
const states: Record<RunState, string> = {
  queued: 'Queued',
  running: 'Running',
  finished: 'Finished',
  cancelled: 'Cancelled',
  interrupted: 'Interrupted',
  failed: 'Failed',
}
const kinds: Record<Run['kind'], string> = {
  cae: 'Autoencoder',
  residuals: 'Residuals',
  pretrain: 'Pretraining',
  finetune: 'Fine-tuning',
  evaluate: 'Evaluation',
}
const plural = (count: number, one: string, many: string) => (count === 1 ? one : many)

export const strings = {
  app: { name: 'Antrum' },
  scheme: { label: 'Appearance', system: 'As the system', light: 'Light', dark: 'Dark' },
  copy: {
    idle: 'Copy',
    copied: 'Copied',
    failed: 'Not copied',
    command: 'Copy command',
    engine: 'Copy engine facts',
    error: 'Copy error',
    folder: 'Copy folder',
  },
  home: {
    title: 'Projects',
    lead: 'A project is a folder with your scans, labels and every model made from them.',
    open: 'Open project…',
    openShortcut: 'Ctrl+O',
    opening: 'Opening…',
    recent: 'Recent',
    openedAt: (time: string) => `Opened ${time}`,
    forget: (name: string) => `Remove ${name} from this list`,
    cannotChoose: 'The folder dialog did not open',
    cannotListRecent: 'The list of recent projects cannot be read',
    start: {
      title: 'Start your first study',
      another: 'Start another study',
      text: 'Antrum learns to tell a normal maxillary sinus from an anomalous one when few labels exist. Type one of these in a terminal, in the folder Antrum was installed in, then open the project here.',
      sample: 'See a whole study on a sample cohort, in a few minutes:',
      own: 'Or make an empty project for your own scans:',
    },
  },
  engine: {
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
  },
  project: {
    opening: 'Opening the project…',
    failed: 'This project cannot be opened',
    errors: {
      'not-found': 'There is no project here',
      'read-only': 'The project is in use and needs an update first',
      database: 'Its database cannot be read',
      other: 'Something went wrong',
    } as Record<string, string>,
    tryAgain: 'Try again',
    openAnother: 'Open another project…',
    back: 'All projects',
    subjects: 'Subjects',
    scans: 'Scans',
    datasets: 'Dataset versions',
    experiments: 'Experiments',
    next: 'Next step',
    nextSteps: {
      import: 'No scans yet. Import a folder of head MRIs and, with it, the sheet that holds your labels.',
      freeze:
        'Scans are in. Register them, mark the sinus centres, extract the sinuses, then freeze a dataset version with its splits.',
      plan: 'A dataset version is frozen. Plan an experiment on it; the quick recipe takes minutes.',
    },
    placeholders: { scans: '<folder with scans>', labels: '<labels.csv>', centroids: '<centroids.csv>' },
  },
  runs: {
    title: 'Runs',
    states,
    kinds,
    methods: { scratch: 'From scratch', autoencoder: 'Autoencoder', residual: 'Residual' } as Record<
      string,
      string
    >,
    all: 'All',
    filter: 'Show runs by state',
    columns: {
      kind: 'Stage',
      method: 'Method',
      fold: 'Fold',
      fraction: 'Labels',
      state: 'State',
      progress: 'Progress',
      seconds: 'Time',
    },
    none: '–',
    noneInState: 'No run is in this state any more.',
    epochs: (count: number) => `${count} ${plural(count, 'epoch', 'epochs')}`,
    epoch: (epoch: number, of: number | null) => (of === null ? `Epoch ${epoch}` : `Epoch ${epoch} of ${of}`),
    loss: (loss: string) => `loss ${loss}`,
    progressOf: (kind: string) => `Progress of ${kind}`,
    overall: (recipe: string) => `Progress of ${recipe}`,
    finishedOf: (done: string, all: string) => `${done} of ${all} finished`,
    planned: (time: string, dataset: string) => `Planned ${time} on dataset ${dataset}`,
    tableOf: (recipe: string) => `Runs of ${recipe}`,
    loading: 'Reading the runs…',
    failed: 'The runs cannot be read',
    tryAgain: 'Try again',
    queued: (count: number) =>
      `${count} ${plural(count, 'run waits', 'runs wait')}. Work them off with this command; it continues what was interrupted:`,
    rowsPerPage: 'Rows per page',
    range: (from: string, to: string, all: string) => `${from}–${to} of ${all}`,
    pages: { first: 'First page', previous: 'Previous page', next: 'Next page', last: 'Last page' },
  },
}
