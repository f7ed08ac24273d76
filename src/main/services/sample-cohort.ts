import { availableParallelism } from 'node:os'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { subjectName } from '../../shared/phantom/cohort.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { writeFileAtomic } from './atomic-file.ts'
import { labelSheet, readFinished, type SubjectTruth } from './sample-truth.ts'
import type { SampleTask } from './sample-worker.ts'
import type { ServiceContext } from './service-context.ts'
import { runInWorkers } from './worker-pool.ts'

export interface SampleSettings {
  labelled: number
  unlabelled: number
  seed: number
  spacingMm: number
}

/** A demonstration's worth of heads. */
export const defaultSample: SampleSettings = { labelled: 36, unlabelled: 24, seed: 1, spacingMm: 2 }

export interface SampleReport extends SampleSettings {
  folder: string
  scans: string
  labels: string
  truth: string
  subjects: number
  /** Anomalous sinuses among the labelled ones. */
  anomalous: number
  labelledSinuses: number
  /** Subjects an earlier run had finished. */
  kept: number
}

/** Names the settings; its presence makes a folder a sample. */
const settingsFile = 'sample.json'
/** Changes whenever the same settings give other bytes: an older sample cannot be continued. */
const generator = 1

const worker = new URL('./sample-worker.ts', import.meta.url)

/**
 * Writes a synthetic head cohort: `scans/`, `labels.csv`, `truth.json` and lesion masks under `truth/`. The first
 * `labelled` subjects have labels. Subject k has the same bytes whatever the size of the cohort and the number of
 * threads. Run again after an interruption it keeps the finished subjects.
 *
 * @throws AntrumError 'usage' for settings out of range; 'already-exists' when the folder holds something else or a
 *   sample with other settings; 'cancelled'; 'disk-full'.
 */
export async function sampleCohort(
  folder: string,
  settings: SampleSettings,
  { signal, progress }: ServiceContext,
  threads = Math.min(8, Math.max(2, availableParallelism())),
): Promise<SampleReport> {
  checkSettings(settings)
  await claimFolder(folder, settings)
  const { labelled, unlabelled, seed, spacingMm } = settings
  const total = labelled + unlabelled
  const subjects: (SubjectTruth | null)[] = []
  for (let index = 1; index <= total; index++) subjects.push(await readFinished(folder, subjectName(index)))
  const missing = subjects.flatMap((truth, at) => (truth ? [] : [at]))
  const kept = total - missing.length
  progress({ phase: 'Making heads', done: kept, total })
  const tasks = missing.map((at): SampleTask => ({ folder, seed, index: at + 1, spacingMm }))
  await runInWorkers<SampleTask, SubjectTruth>(worker, tasks, {
    threads,
    signal,
    done: (outcome, task) => {
      if ('error' in outcome) throw outcome.error
      subjects[missing[task]] = outcome.result
      progress({ phase: 'Making heads', done: kept + task + 1, total, note: outcome.result.subject })
    },
  })

  const finished = subjects.filter((truth) => truth !== null)
  const withLabels = finished.slice(0, labelled)
  const rows = finished.map((truth, at) => ({ ...truth, labelled: at < labelled }))
  await writeFileAtomic(path.join(folder, 'labels.csv'), labelSheet(withLabels))
  const truth = { schema: 1, generator, ...settings, subjects: rows }
  await writeFileAtomic(path.join(folder, 'truth.json'), `${JSON.stringify(truth, null, 1)}\n`)
  const sinuses = withLabels.flatMap((subject) => subject.sinuses)
  return {
    ...settings,
    folder,
    scans: path.join(folder, 'scans'),
    labels: path.join(folder, 'labels.csv'),
    truth: path.join(folder, 'truth.json'),
    subjects: total,
    anomalous: sinuses.filter(({ label }) => label === 'anomalous').length,
    labelledSinuses: sinuses.length,
    kept,
  }
}

function checkSettings({ labelled, unlabelled, seed, spacingMm }: SampleSettings): void {
  const wrong = (what: string) => {
    throw new AntrumError('usage', what)
  }
  const isCount = (value: number) => Number.isInteger(value) && value >= 0
  if (!isCount(labelled)) wrong(`--labelled wants a whole number from 0, got ${labelled}.`)
  if (!isCount(unlabelled)) wrong(`--unlabelled wants a whole number from 0, got ${unlabelled}.`)
  const total = labelled + unlabelled
  if (total < 1 || total > 9999)
    wrong(`--labelled and --unlabelled want 1 to 9999 subjects together, got ${total}.`)
  if (!Number.isSafeInteger(seed)) wrong(`--seed wants a whole number, got ${seed}.`)
  if (!(spacingMm >= 0.5 && spacingMm <= 4)) wrong(`--spacing wants 0.5 to 4 mm, got ${spacingMm}.`)
}

/** Takes an empty or new folder, or one where the same sample was begun, and clears half-written files away. */
async function claimFolder(folder: string, settings: SampleSettings): Promise<void> {
  const { labelled, unlabelled, seed, spacingMm } = settings
  const wanted = JSON.stringify({ generator, labelled, unlabelled, seed, spacingMm })
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return []
    const isFile = error.code === 'ENOTDIR'
    const reason = isFile ? 'is a file' : `cannot be read (${error.message})`
    throw new AntrumError(
      isFile ? 'already-exists' : 'unreadable-file',
      `${folder} ${reason}. Name a new folder.`,
    )
  })
  const isSample = entries.includes(settingsFile)
  if (!isSample && entries.some((name) => !name.startsWith('.'))) {
    throw new AntrumError(
      'already-exists',
      `${folder} holds files that are no sample cohort (${entries.length} entries). Name a new or empty folder.`,
    )
  }
  if (isSample) {
    const found = (await readFile(path.join(folder, settingsFile), 'utf8')).trim()
    if (found !== wanted) {
      throw new AntrumError(
        'already-exists',
        `${folder} holds a sample made with other settings: ${found}, and ${wanted} is wanted. ` +
          'Name another folder, or delete that one.',
      )
    }
  }
  for (const name of ['scans', 'truth']) {
    const part = path.join(folder, name)
    await mkdir(part, { recursive: true })
    for (const file of await readdir(part)) {
      if (/^\..*\.tmp$/.test(file)) await rm(path.join(part, file), { force: true })
    }
  }
  if (!isSample) await writeFileAtomic(path.join(folder, settingsFile), `${wanted}\n`)
}
