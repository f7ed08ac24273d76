import { mkdir } from 'node:fs/promises'
import type { Series } from '../dicom/series.ts'
import type { ScanNote } from '../db/stores/scans.ts'
import { readChoice } from './choose-series.ts'
import type { DicomScan, DicomTask } from './dicom-worker.ts'
import type { FoundScan } from './find-scans.ts'
import type { ServiceContext } from './service-context.ts'
import { runInWorkers, type Outcome } from './worker-pool.ts'

const worker = new URL('./dicom-worker.ts', import.meta.url)
/** The largest series take seconds. */
const limitMs = 600_000

/** Converts series in threads of their own; `done` hears of each in order. */
export const convertInWorkers = (
  tasks: readonly DicomTask[],
  signal: AbortSignal,
  done: (outcome: Outcome<DicomScan>, at: number) => Promise<void> | void,
): Promise<void> => runInWorkers<DicomTask, DicomScan>(worker, tasks, { threads: 2, limitMs, signal, done })

/** @param scansFolder  Takes the converted scan. */
export const conversionTask = (series: Series, daysEarlier: number, scansFolder: string): DicomTask => ({
  paths: series.files.map(({ path }) => path),
  stack: series.stack!,
  notes: series.problems.map(({ code, reason }) => ({ code, reason })),
  daysEarlier,
  scansFolder,
})

/**
 * Converts what an import would propose of some DICOM files, without a project: for a look at new heads.
 *
 * @param wanted  As of `chooseSeries`.
 * @param folder  Made if needed; takes the converted scans, de-identified: nothing of the attributes is kept.
 * @throws AntrumError 'cancelled', 'not-found' for a series that is not there.
 */
export async function convertSeries(
  found: readonly FoundScan[],
  wanted: readonly string[] | undefined,
  folder: string,
  context: ServiceContext,
): Promise<{
  converted: { name: string; outcome: Outcome<DicomScan> }[]
  rejected: (ScanNote & { file: string })[]
}> {
  const { taken, rejected, names } = await readChoice(found, wanted, context)
  await mkdir(folder, { recursive: true })
  const tasks = taken.map((one) => conversionTask(one, 0, folder)) // dates are not kept
  const converted: { name: string; outcome: Outcome<DicomScan> }[] = []
  await convertInWorkers(tasks, context.signal, (outcome, at) => {
    converted.push({ name: names.get(taken[at])!, outcome })
    context.progress({ phase: 'Converting DICOM series', done: at + 1, total: tasks.length })
  })
  return { converted, rejected }
}
