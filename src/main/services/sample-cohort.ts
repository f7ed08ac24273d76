import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { canonicalJson } from '../../shared/domain/stage.ts'
import { sideLetter } from '../../shared/domain/sinus.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { writeFileAtomic } from './atomic-file.ts'
import type { SampleTask, SubjectTruth } from './sample-worker.ts'
import type { ServiceContext } from './service-context.ts'
import { runInWorkers } from './worker-pool.ts'

export interface SampleOptions {
  labelled: number
  unlabelled: number
  seed: number
  spacingMm: number
}

/** `truth.json`: what the cohort was made with. */
export interface SampleTruth {
  synthetic: true
  options: SampleOptions
  subjects: (SubjectTruth & { labelled: boolean })[]
}

export interface SampleReport {
  folder: string
  subjects: number
  labelled: number
  sinuses: { normal: number; anomalous: number }
}

const workerScript = new URL('./sample-worker.ts', import.meta.url)

/**
 * Writes a synthetic cohort: scans/, labels.csv of the labelled subjects, truth.json and lesion masks in truth/.
 * Subject k is the same whatever the size of the cohort; the first `labelled` subjects are labelled. An interrupted
 * cohort continues, a finished one is left as it is.
 *
 * @throws AntrumError 'already-exists' when the folder holds anything else; 'cancelled'.
 */
export async function makeSampleCohort(
  folder: string,
  options: SampleOptions,
  { signal, progress }: ServiceContext,
): Promise<SampleReport> {
  await claim(folder, options)
  const total = options.labelled + options.unlabelled
  const truthFile = path.join(folder, 'truth.json')
  const partsFolder = path.join(folder, 'truth', 'parts')
  const partFile = (index: number) => path.join(partsFolder, `${index}.json`)
  await mkdir(partsFolder, { recursive: true })

  const missing = Array.from({ length: total }, (_, k) => k + 1).filter((index) => !existsSync(partFile(index)))
  const tasks = missing.map((index): SampleTask => ({ folder, seed: options.seed, index, spacingMm: options.spacingMm }))
  const phase = 'making heads'
  progress({ phase, done: total - missing.length, total })
  await runInWorkers<SampleTask, SubjectTruth>(workerScript, tasks, {
    threads: os.availableParallelism(),
    signal,
    done: async (outcome, k) => {
      if ('error' in outcome) throw outcome.error
      await writeFileAtomic(partFile(missing[k]), JSON.stringify(outcome.result))
      progress({ phase, done: total - missing.length + k + 1, total })
    },
  })

  const subjects: SampleTruth['subjects'] = []
  for (let index = 1; index <= total; index++) {
    const part = JSON.parse(await readFile(partFile(index), 'utf8')) as SubjectTruth
    subjects.push({ ...part, labelled: index <= options.labelled })
  }
  const labelled = subjects.filter((subject) => subject.labelled)
  await writeFileAtomic(path.join(folder, 'labels.csv'), labelSheet(labelled))
  await writeFileAtomic(truthFile, JSON.stringify({ synthetic: true, options, subjects } satisfies SampleTruth, null, 1))
  const anomalous = subjects.flatMap(({ sinuses }) => sinuses).filter(({ finding }) => finding).length
  return { folder, subjects: total, labelled: labelled.length, sinuses: { normal: 2 * total - anomalous, anomalous } }
}

/** Takes an empty folder, or one in which the same cohort was begun. */
async function claim(folder: string, options: SampleOptions): Promise<void> {
  const claimFile = path.join(folder, 'sample.json')
  const wanted = canonicalJson(options)
  if (existsSync(claimFile)) {
    const found = await readFile(claimFile, 'utf8')
    if (found === wanted) return
    throw new AntrumError('already-exists', `${path.basename(folder)} holds a sample cohort made with other options (${found}). Choose another folder, or the same options.`)
  }
  if (existsSync(folder) && (await readdir(folder)).length > 0) {
    throw new AntrumError('already-exists', `${path.basename(folder)} is not empty and not a sample cohort. Choose a new folder.`)
  }
  await writeFileAtomic(claimFile, wanted)
}

function labelSheet(subjects: readonly SubjectTruth[]): string {
  const rows = subjects.flatMap(({ subject, sinuses }) =>
    sinuses.map(({ side, label, finding }) => `${subject},${sideLetter(side)},${label},${finding ?? ''}`),
  )
  return `${['patient_id,side,label,finding', ...rows].join('\n')}\n`
}
