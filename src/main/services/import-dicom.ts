import { proposeSeries } from '../dicom/propose.ts'
import type { Series } from '../dicom/series.ts'
import type { RemovalReport } from '../deidentify/deidentify.ts'
import { saveAcquisition } from '../db/stores/acquisitions.ts'
import type { Scan, ScanNote } from '../db/stores/scans.ts'
import type { Project } from '../project.ts'
import type { ScanName } from '../../shared/domain/scan-name.ts'
import { chooseSeries, nameOf, personOf } from './choose-series.ts'
import type { DicomScan, DicomTask } from './dicom-worker.ts'
import type { FoundScan } from './find-scans.ts'
import { describeSeries, noDicom, type ListedSeries } from './list-series.ts'
import { projectPseudonyms } from './project-pseudonyms.ts'
import { readSeries } from './read-series.ts'
import type { ServiceContext } from './service-context.ts'
import { runInWorkers, type Outcome } from './worker-pool.ts'

export interface DicomOptions {
  /** Series to take, as `ListedSeries.series` or a SeriesInstanceUID; the proposed ones when left out. */
  series?: readonly string[]
  /** Whether it is an error when there is no DICOM. */
  required?: boolean
}

export interface DicomReport {
  /** All that were found; `taken` are those that are in the project now. */
  series: (ListedSeries & { taken: boolean; subject: string | null })[]
  withoutImages: number
  /** Attributes of the series taken: what became of them. Names, never values. */
  attributes: RemovalReport
}

/** Takes an outcome into the lanes and the project; the scan as it is in the project, null when it was not taken. */
type Settle = (file: string, name: ScanName, outcome: Outcome<DicomScan>) => Promise<Scan | null>

const worker = new URL('./dicom-worker.ts', import.meta.url)
/** The largest series take seconds. */
const limitMs = 600_000

/**
 * Brings DICOM series into a project, de-identified: subjects get the project's pseudonyms, nothing of a file's name or
 * place is kept, and of the attributes what deidentify/tag-profile.ts lists.
 *
 * @param found  Files found to be DICOM, or named so.
 * @param settle  Called for each series taken, in order.
 * @returns Null when there is no DICOM at all. `rejected`: damaged files, and series that cannot be used.
 * @throws AntrumError 'not-found' when DICOM is required or a series is asked for and there is none; 'cancelled'.
 */
export async function importDicom(
  { db, paths }: Project,
  found: readonly FoundScan[],
  { series: wanted, required = false }: DicomOptions,
  context: ServiceContext,
  settle: Settle,
): Promise<{ report: DicomReport; rejected: (ScanNote & { file: string })[] } | null> {
  if (found.length === 0) {
    if (required || wanted) throw noDicom()
    return null
  }
  const { series, rejected, withoutImages } = await readSeries(found, context)
  const choice = chooseSeries(series, proposeSeries(series), wanted)
  const pseudonyms = await projectPseudonyms(db)
  const { taken } = choice
  const tasks = taken.map((one): DicomTask => ({
    paths: one.files.map(({ path }) => path),
    stack: one.stack!,
    notes: one.problems.map(({ code, reason }) => ({ code, reason })),
    daysEarlier: pseudonyms.daysEarlier(personOf(one)),
    scansFolder: paths.scans,
  }))
  const subjectOf = (one: Series) => pseudonyms.subject(personOf(one))
  const removals: RemovalReport[] = []
  const stored = new Set<Series>()
  await runInWorkers<DicomTask, DicomScan>(worker, tasks, {
    threads: 2,
    limitMs,
    signal: context.signal,
    done: async (outcome, at) => {
      const name = { subject: subjectOf(taken[at]), contrast: taken[at].weighting }
      const scan = await settle(nameOf(taken[at], series), name, outcome)
      if (scan && 'result' in outcome) {
        const { kept, removal } = outcome.result
        await saveAcquisition(db, scan.id, { kept, removal })
        removals.push(removal)
        stored.add(taken[at])
      }
      // Whom a series shows is in no progress line: those may end in a log.
      context.progress({
        phase: 'Converting DICOM series',
        done: at + 1,
        total: tasks.length,
        note: name.subject,
      })
    },
  })
  const listed = describeSeries(series).map((one, i) => {
    const isStored = stored.has(series[i])
    return { ...one, taken: isStored, subject: isStored ? subjectOf(series[i]) : null }
  })
  return {
    report: { series: listed, withoutImages, attributes: together(removals) },
    rejected: [...rejected, ...choice.rejected],
  }
}

/** Every attribute that occurs in any of the reports. */
function together(reports: readonly RemovalReport[]): RemovalReport {
  const all = (pick: (report: RemovalReport) => string[]) => [...new Set(reports.flatMap(pick))].sort()
  return {
    kept: all(({ kept }) => kept),
    replaced: all(({ replaced }) => replaced),
    removed: {
      identifying: all(({ removed }) => removed.identifying),
      other: all(({ removed }) => removed.other),
      private: Math.max(0, ...reports.map(({ removed }) => removed.private)),
    },
  }
}
