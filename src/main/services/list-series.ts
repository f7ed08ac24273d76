import { proposeSeries } from '../dicom/propose.ts'
import type { Series } from '../dicom/series.ts'
import type { SeriesProblem, Stack } from '../dicom/stack.ts'
import type { Side } from '../../shared/domain/sinus.ts'
import type { ScanNote } from '../db/stores/scans.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { nameSeries, personOf } from './choose-series.ts'
import { findScans } from './find-scans.ts'
import { readSeries } from './read-series.ts'
import type { ServiceContext } from './service-context.ts'
import type { ThumbnailTask } from './thumbnail-worker.ts'
import { runInWorkers } from './worker-pool.ts'

/** A DICOM series as a person picks it. Its texts may name the patient: for the screen, not for the project. */
export interface ListedSeries {
  /** What `--series` takes: the SeriesInstanceUID, with ':2', … for further parts of a series. */
  series: string
  /** The series' file or folder. */
  file: string
  /** Patients and studies are counted from 1. */
  patient: number
  study: number
  number: number | null
  description: string
  modality: string
  /** 'FLAIR', 'T2w', 'T1w', 'PDw', 'CT', or null when nothing tells. */
  contrast: string | null
  /** Columns and rows. */
  matrix: [number, number]
  /** Null where the slices make no volume. */
  slices: number | null
  /** Between columns, rows and slices. */
  spacingMm: [number, number, number] | null
  plane: 'axial' | 'coronal' | 'sagittal' | null
  /** The subject's side at the left edge of the slices; null in sagittal ones. */
  leftEdge: Side | null
  files: number
  transferSyntax: string
  lossy: boolean
  problems: SeriesProblem[]
  proposed: boolean
  why: string
  /** PNG of the middle slice, base64; null when it cannot be drawn. Only where asked for. */
  thumbnail?: string | null
}

export interface SeriesReport {
  /** By patient, study and series number. */
  series: ListedSeries[]
  /** Damaged files, and files that are no DICOM although so named. */
  rejected: (ScanNote & { file: string })[]
  /** DICOM files that hold no image. */
  withoutImages: number
}

/**
 * The DICOM series in files and folders, with what an import would take. Changes nothing.
 *
 * @throws AntrumError 'not-found' when there is no DICOM, 'cancelled'.
 */
export async function listSeries(
  paths: readonly string[],
  context: ServiceContext,
  { thumbnails = false } = {},
): Promise<SeriesReport> {
  context.progress({ phase: 'Looking for DICOM files', done: 0 })
  const found = (await findScans(paths)).filter(({ kind }) => kind === 'dicom')
  if (found.length === 0) throw noDicom()
  const { series, rejected, withoutImages } = await readSeries(found, context)
  const listed = describeSeries(series)
  if (thumbnails) await addThumbnails(listed, series, context)
  return { series: listed, rejected, withoutImages }
}

export const noDicom = () =>
  new AntrumError(
    'not-found',
    'No DICOM file was found there: none is named .dcm or .ima, or carries the DICM mark. Check the folder.',
  )

/** In the same order. */
export function describeSeries(series: readonly Series[]): ListedSeries[] {
  const proposals = proposeSeries(series)
  const names = nameSeries(series)
  const patients = [...new Set(series.map(personOf))]
  const studies = [...new Set(series.map((one) => one.study || one.id))]
  return series.map((one, i): ListedSeries => {
    const { id, number, description, weighting, matrix, stack, files, problems, acquisition } = one
    return {
      series: id,
      file: names.get(one)!,
      patient: 1 + patients.indexOf(personOf(one)),
      study: 1 + studies.indexOf(one.study || id),
      number,
      description,
      modality: acquisition.modality,
      contrast: weighting,
      matrix,
      slices: stack?.shape[2] ?? null,
      spacingMm: stack?.spacingMm ?? null,
      plane: stack?.plane ?? null,
      leftEdge: stack ? leftEdgeOf(stack) : null,
      files: files.length,
      transferSyntax: one.transferSyntax,
      lossy: acquisition.lossy,
      problems,
      ...proposals[i],
    }
  })
}

/** Columns that grow to the subject's right begin at the left. */
function leftEdgeOf({ affine: [x, , , , y, , , , z] }: Stack): Side | null {
  if (Math.abs(x) < Math.max(Math.abs(y), Math.abs(z))) return null
  return x > 0 ? 'left' : 'right'
}

const thumbnailWorker = new URL('./thumbnail-worker.ts', import.meta.url)

async function addThumbnails(
  listed: readonly ListedSeries[],
  series: readonly Series[],
  { signal, progress }: ServiceContext,
): Promise<void> {
  const tasks = series.map((one): ThumbnailTask => ({ paths: middleFiles(one) }))
  await runInWorkers<ThumbnailTask, string>(thumbnailWorker, tasks, {
    threads: 2,
    limitMs: 120_000,
    signal,
    done: (outcome, at) => {
      listed[at].thumbnail = 'result' in outcome ? outcome.result : null
      progress({ phase: 'Drawing thumbnails', done: at + 1, total: tasks.length })
    },
  })
}

/** The files of the two slices in the middle (a volume takes two), which may be one. */
function middleFiles({ files, stack }: Series): string[] {
  const fileOfFrame = files.flatMap(({ path, header }) => header.frames.map(() => path))
  const order = stack?.order ?? []
  const middle = Math.max(1, Math.floor(order.length / 2))
  return [...new Set(order.slice(middle - 1, middle + 1).map((frame) => fileOfFrame[frame]))]
}
