import type { Series } from '../dicom/series.ts'
import type { RemovalReport } from '../deidentify/deidentify.ts'
import { listAcquisitions, saveAcquisition } from '../db/stores/acquisitions.ts'
import { saveConvertedSeries } from '../db/stores/converted-series.ts'
import type { Scan, ScanNote } from '../db/stores/scans.ts'
import type { Project } from '../project.ts'
import type { ScanName } from '../../shared/domain/scan-name.ts'
import { personOf, readChoice } from './choose-series.ts'
import { conversionTask, convertInWorkers } from './convert-series.ts'
import type { DicomScan } from './dicom-worker.ts'
import type { FoundScan } from './find-scans.ts'
import { describeSeries, noDicom, type ListedSeries } from './list-series.ts'
import { projectPseudonyms } from './project-pseudonyms.ts'
import { recogniseSeries } from './recognise-series.ts'
import type { ServiceContext } from './service-context.ts'
import type { Outcome } from './worker-pool.ts'

export interface DicomOptions {
  /** Series to take, as `ListedSeries.series` or a SeriesInstanceUID; the proposed ones when left out. */
  series?: readonly string[]
  /** Whether it is an error when there is no DICOM. */
  required?: boolean
}

export interface DicomReport {
  /** All that were found; `taken` are those that are in the project now. */
  series: (ListedSeries & { taken: boolean; subject: string | null })[]
  /** How many of the series to take an earlier import had converted: their files' content was known. */
  recognised: number
  withoutImages: number
  /** Attributes of the series taken: what became of them. Names, never values. */
  attributes: RemovalReport
}

/** What takes series into the lanes: each returns the scan as it is in the project, null when it was not taken. */
interface Settle {
  converted: (file: string, name: ScanName, outcome: Outcome<DicomScan>) => Promise<Scan | null>
  recognised: (file: string, subject: string, scan: string) => Scan | null
}

/** To be counted up when the same files come to be converted into another volume: then they are converted once more. */
const conversion = 1

/**
 * Brings DICOM series into a project, de-identified: subjects get the project's pseudonyms, nothing of a file's name or
 * place is kept, and of the attributes what deidentify/tag-profile.ts lists. A series that an earlier import converted is
 * not converted again.
 *
 * @param found  Files found to be DICOM, or named so.
 * @param settle  Called for each series to take: those recognised, then the others, each in order.
 * @returns Null when there is no DICOM at all. `rejected`: damaged files, and series that cannot be used.
 * @throws AntrumError 'not-found' when DICOM is required or a series is asked for and there is none; 'cancelled'.
 */
export async function importDicom(
  project: Project,
  found: readonly FoundScan[],
  { series: wanted, required = false }: DicomOptions,
  context: ServiceContext,
  settle: Settle,
): Promise<{ report: DicomReport; rejected: (ScanNote & { file: string })[] } | null> {
  if (found.length === 0) {
    if (required || wanted) throw noDicom()
    return null
  }
  const { db, paths } = project
  const choice = await readChoice(found, wanted, context)
  const { series, names, rejected, withoutImages } = choice
  const pseudonyms = await projectPseudonyms(db)
  const keyed = (contentHash: string) => pseudonyms.content(`conversion ${conversion}\n${contentHash}`)
  const subjectOf = (one: Series) => pseudonyms.subject(personOf(one))
  const removals: RemovalReport[] = []
  const stored = new Set<Series>()

  const recognised = await recogniseSeries(project, choice.taken, keyed, context)
  const acquisitions = recognised.size > 0 ? await listAcquisitions(db) : new Map<string, never>()
  for (const [one, id] of recognised) {
    if (!settle.recognised(names.get(one)!, subjectOf(one), id)) continue
    stored.add(one)
    removals.push(...[acquisitions.get(id)?.removal].filter((removal) => removal !== undefined))
  }

  const taken = choice.taken.filter((one) => !recognised.has(one))
  const tasks = taken.map((one) => conversionTask(one, pseudonyms.daysEarlier(personOf(one)), paths.scans))
  await convertInWorkers(tasks, context.signal, async (outcome, at) => {
    const name = { subject: subjectOf(taken[at]), contrast: taken[at].weighting }
    const scan = await settle.converted(names.get(taken[at])!, name, outcome)
    if (scan && 'result' in outcome) {
      const { kept, removal } = outcome.result
      await saveAcquisition(db, scan.id, { kept, removal })
      removals.push(removal)
      stored.add(taken[at])
    }
    if ('result' in outcome)
      await saveConvertedSeries(db, keyed(outcome.result.contentHash), outcome.result.id)
    // Whom a series shows is in no progress line: those may end in a log.
    context.progress({
      phase: 'Converting DICOM series',
      done: at + 1,
      total: tasks.length,
      note: name.subject,
    })
  })
  const listed = describeSeries(series).map((one, i) => {
    const isStored = stored.has(series[i])
    return { ...one, taken: isStored, subject: isStored ? subjectOf(series[i]) : null }
  })
  return {
    report: { series: listed, recognised: recognised.size, withoutImages, attributes: together(removals) },
    rejected,
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
