import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { DatasetManifest } from '../../shared/domain/dataset.ts'
import { ancestorsOf, namesBehind, sinusesListed } from '../../shared/domain/lineage.ts'
import { sideLetter } from '../../shared/domain/sinus.ts'
import type { Stage } from '../../shared/domain/stage.ts'
import type { Project } from '../project.ts'
import { convertSeries } from './convert-series.ts'
import { flagReasons } from './extract.ts'
import { findScans, type FoundScan } from './find-scans.ts'
import { openKnownScans, type KnownScans } from './known-scans.ts'
import { noDicom } from './list-series.ts'
import type { NewHead, NewHeadTask } from './predict-worker.ts'
import { threadCount, whyFlagged } from './register.ts'
import { fixedScanFault } from './register-task.ts'
import type { ServiceContext } from './service-context.ts'
import type { VersionGeometry } from './version-geometry.ts'
import { runInWorkers } from './worker-pool.ts'
import type { NewHeads } from '../../shared/ipc/outputs.ts'

export interface NewHeadOptions {
  /** Of scans that store no orientation, as `orientationCode`; without it they cannot be used. */
  sides?: string
  /** DICOM series to take, as of `chooseSeries`; those an import would propose when left out. */
  series?: readonly string[]
}

const worker = new URL('./predict-worker.ts', import.meta.url)

/**
 * Registers heads that are in no cohort and cuts both sinuses out of each, as those of a dataset version were. A scan that
 * cannot be used is listed and the others go on. Nothing is added to the project.
 *
 * @param paths   Files, or folders that are searched: NIfTI and DICOM.
 * @param folder  Where the cubes go.
 * @param models  Whose training is looked through for these very scans.
 * @throws AntrumError 'not-found' when a series is asked for that is not there; 'cancelled'.
 */
export async function prepareHeads(
  project: Project,
  paths: readonly string[],
  geometry: VersionGeometry,
  folder: string,
  {
    models,
    stages,
    manifest,
  }: { models: readonly Stage[]; stages: ReadonlyMap<string, Stage>; manifest: DatasetManifest },
  { sides, series }: NewHeadOptions,
  context: ServiceContext,
): Promise<NewHeads> {
  const { signal, progress } = context
  const converted = path.join(folder, 'converted')
  const given = await givenHeads(await findScans(paths), series, converted, context)
  const digits = Math.max(3, String(given.length).length)
  const named = given.map((head, k) => ({ ...head, subject: `head-${String(k + 1).padStart(digits, '0')}` }))
  const result: NewHeads = { heads: [], sinuses: [], failed: [] }
  for (const { subject, file, scan } of named)
    if ('code' in scan) result.failed.push({ subject, file, code: scan.code, reason: scan.reason })

  const known = await openKnownScans(project.db)
  const usable = named.flatMap((head) => ('nifti' in head.scan ? [{ ...head, ...head.scan }] : []))
  const { fixed, transform, edgeMm, voxels, centres } = geometry
  const tasks = usable.map(({ nifti: file, subject: name }): NewHeadTask => ({
    file,
    name,
    fixedFile: path.join(project.paths.root, fixed.file),
    transform,
    edgeMm,
    voxels,
    centres,
    folder,
    ...(sides === undefined ? {} : { orientation: sides }),
  }))
  const phase = 'Registering heads'
  progress({ phase, done: 0, total: tasks.length })
  await runInWorkers<NewHeadTask, NewHead>(worker, tasks, {
    threads: threadCount(),
    signal,
    done: (outcome, at) => {
      const { subject, file, notes } = usable[at]
      if ('error' in outcome) {
        const { code, message, details } = outcome.error
        if (details === fixedScanFault || code === 'disk-full') throw outcome.error
        result.failed.push({ subject, file, code, reason: message })
      } else {
        const { registration, sinuses, ...scan } = outcome.result
        const doubts = whyFlagged(registration)
        result.heads.push({
          subject,
          file,
          registration: { score: registration.score, flagged: registration.flagged },
          notes: [...notes, ...seenBefore(scan, known, models, stages, manifest)],
        })
        for (const { side, file: volumeFile, coverage, centreMm } of sinuses)
          result.sinuses.push({
            subject,
            side: sideLetter(side),
            volumeFile,
            coverage,
            centreMm,
            reasons: [...doubts, ...flagReasons(coverage, { placement: { flagged: false } })],
          })
      }
      progress({ phase, done: at + 1, total: tasks.length, note: subject })
    },
  })
  await rm(converted, { recursive: true, force: true })
  result.failed.sort((a, b) => (a.subject < b.subject ? -1 : 1))
  return result
}

/** What was given for one head: a NIfTI file that can be read now, or why there is none. */
interface GivenHead {
  /** As it is said to who asked. */
  file: string
  scan: { nifti: string; notes: string[] } | { code: string; reason: string }
}

/**
 * One entry for each scan found, DICOM series converted, in the order of their names.
 *
 * @param converted  Folder for the converted series, de-identified as by an import.
 */
async function givenHeads(
  found: readonly FoundScan[],
  series: readonly string[] | undefined,
  converted: string,
  context: ServiceContext,
): Promise<GivenHead[]> {
  const heads = found.flatMap(({ path: file, kind }): GivenHead[] => {
    if (kind === 'dicom') return []
    return [{ file, scan: kind === 'nifti' ? { nifti: file, notes: [] } : refusal(kind) }]
  })
  const dicom = found.filter(({ kind }) => kind === 'dicom')
  if (dicom.length === 0 && series) throw noDicom()
  if (dicom.length > 0) {
    const { converted: outcomes, rejected } = await convertSeries(dicom, series, converted, context)
    heads.push(
      ...outcomes.map(({ name, outcome }): GivenHead => ({
        file: name,
        scan:
          'error' in outcome
            ? { code: outcome.error.code, reason: outcome.error.message }
            : {
                nifti: path.join(converted, path.basename(outcome.result.file)),
                notes: outcome.result.notes.map(({ reason }) => reason),
              },
      })),
      ...rejected.map(({ file, code, reason }): GivenHead => ({ file, scan: { code, reason } })),
    )
  }
  return heads.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0))
}

/** A scan of the project is no new head: its score says little where a model has learnt from it. */
function seenBefore(
  { id, fingerprint }: Pick<NewHead, 'id' | 'fingerprint'>,
  known: KnownScans,
  models: readonly Stage[],
  stages: ReadonlyMap<string, Stage>,
  manifest: DatasetManifest,
): string[] {
  const scan = known.find(id) ?? known.lookAlike(fingerprint)?.scan
  if (!scan) return []
  const behind = models.flatMap((model) => [model, ...ancestorsOf(model, stages).values()])
  const sees = (which: 'trained' | 'chosen') =>
    behind.some(
      (stage) =>
        stage &&
        sinusesListed(namesBehind(stage, manifest)[which], manifest).some(
          ({ subject }) => subject === scan.subject,
        ),
    )
  if (sees('trained')) return ['a model or one it descends from was trained on this scan: its score flatters']
  if (sees('chosen')) return ['this scan took part in choosing the epoch of a model: its score flatters']
  return ['this scan is in the project already, though no model has seen it']
}

function refusal(kind: 'missing' | 'other-format'): { code: string; reason: string } {
  switch (kind) {
    case 'missing':
      return { code: 'not-found', reason: 'This file or folder is not there. Check the path.' }
    case 'other-format':
      return { code: 'unsupported-file', reason: 'This format is not read. Convert the scan to NIfTI first.' }
  }
}
