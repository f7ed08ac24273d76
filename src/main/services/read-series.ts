import path from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { chunks } from '../../shared/chunks.ts'
import { groupSeries, type Series, type SeriesFile } from '../dicom/series.ts'
import type { ScanNote } from '../db/stores/scans.ts'
import type { HeaderResult, HeaderTask } from './dicom-header-worker.ts'
import type { FoundScan } from './find-scans.ts'
import type { ServiceContext } from './service-context.ts'
import { runInWorkers } from './worker-pool.ts'

export interface ReadSeries {
  series: Series[]
  /** Files that are damaged, or are no DICOM although their name says so. */
  rejected: (ScanNote & { file: string })[]
  /** DICOM files without an image (reports, directories): nothing is wrong with them. */
  withoutImages: number
}

type DicomPath = Pick<FoundScan, 'path' | 'file'>

const worker = new URL('./dicom-header-worker.ts', import.meta.url)
/** Reading attributes takes milliseconds; a batch that takes so long never ends. */
const limitMs = 120_000

/**
 * Reads the attributes of DICOM files and sorts them into series. A bad file is named and the others go on.
 *
 * @throws AntrumError 'cancelled'.
 */
export async function readSeries(
  found: readonly DicomPath[],
  { signal, progress }: ServiceContext,
): Promise<ReadSeries> {
  const files: SeriesFile[] = []
  const rejected: ReadSeries['rejected'] = []
  const read = async (some: readonly DicomPath[], filesPerTask: number) => {
    const batches = chunks(some, filesPerTask)
    const lost: DicomPath[] = []
    await runInWorkers<HeaderTask, HeaderResult>(
      worker,
      batches.map((batch) => batch.map((file) => file.path)),
      {
        threads: 2,
        limitMs,
        signal,
        done: (outcome, at) => {
          // A thread that died blames no file of a batch in particular.
          if ('error' in outcome && batches[at].length > 1) return void lost.push(...batches[at])
          batches[at].forEach(({ path: file, file: shown }, i) => {
            const one = 'result' in outcome ? outcome.result[i] : outcome
            if ('error' in one)
              rejected.push({ file: shown, code: one.error.code, reason: one.error.message })
            else files.push({ path: file, shown, ...one })
          })
          progress({
            phase: 'Reading DICOM attributes',
            done: files.length + rejected.length,
            total: found.length,
          })
        },
      },
    )
    return lost
  }
  await read(await read(found, 32), 1)
  for (const { shown, damage } of files) {
    if (damage === null) continue
    const reason = `This DICOM file is damaged: ${damage}. Copy it again from where it came from.`
    rejected.push({ file: shown, code: 'unreadable-file', reason })
  }
  const withoutImages = files.filter(
    ({ header, damage }) => header.frames.length === 0 && damage === null,
  ).length
  // Sorting thousands of files takes long enough to be felt elsewhere: a turn of its own.
  await nextTurn()
  const series = groupSeries(files)
  await nextTurn()
  return { series, rejected, withoutImages }
}

/** What a series is called in front of the user: its file, or the folder of its files. */
export function placeOf({ files }: Pick<Series, 'files'>): string {
  const [{ path: file, shown }] = files
  if (files.length === 1) return shown
  const folders = files.map((one) => one.shown.split('/').slice(0, -1))
  const differ = folders[0].findIndex((name, level) => folders.some((other) => other[level] !== name))
  const common = (differ < 0 ? folders[0] : folders[0].slice(0, differ)).join('/')
  return common || path.basename(path.dirname(file))
}
