import { nameScans, type ScanName } from '../../shared/domain/scan-name.ts'
import { questionsOf } from '../../shared/domain/open-questions.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { withQuickCommits } from '../db/connection.ts'
import { logAction } from '../db/stores/audit-log.ts'
import { listDecisions, type Decision } from '../db/stores/decisions.ts'
import { listScans, type Scan, type ScanNote } from '../db/stores/scans.ts'
import { readSetting, saveSetting } from '../db/stores/settings.ts'
import type { Project } from '../project.ts'
import { removeLeftovers } from './atomic-file.ts'
import { currentNotes } from './decisions.ts'
import { findScans, type FoundScan } from './find-scans.ts'
import { importDicom, type DicomOptions, type DicomReport } from './import-dicom.ts'
import type { ImportTask } from './import-worker.ts'
import { openKnownScans, type KnownScans, type LookAlike } from './known-scans.ts'
import { projectPseudonyms } from './project-pseudonyms.ts'
import type { ServiceContext } from './service-context.ts'
import type { StoredScan } from './store-scan.ts'
import { runInWorkers, type Outcome } from './worker-pool.ts'

export interface ImportedFile {
  file: string
  subject: string
  /** Id of the scan in the project. */
  scan: string
}

export interface LaneNote extends ScanNote {
  /** What to do: the last sentence of `reason` by itself. */
  fix: string
}

export interface ImportReport {
  /** In the project, after this import. */
  subjects: number
  scans: number
  /** Scans that were not in the project before. */
  added: number
  lanes: {
    ok: ImportedFile[]
    /** Worth a look, the first reason in front; in the project unless the code is 'duplicate'. */
    look: (ImportedFile & LaneNote & { notes: LaneNote[] })[]
    rejected: (LaneNote & { file: string })[]
  }
  /** Scan files and DICOM series read in this import, good or bad, and how long that took. */
  throughput: { scans: number; seconds: number; scansPerSecond: number }
  /** What DICOM was found and what became of it; left out when there was none. */
  dicom?: DicomReport
}

type Lanes = ImportReport['lanes']
/** A file with the lane it has found. */
export type SettledFile = { [L in keyof Lanes]: { lane: L } & Lanes[L][number] }[keyof Lanes]

export interface ImportOptions {
  dicom?: DicomOptions
  /** Give subjects of NIfTI files pseudonyms instead of their files' names; said once, it holds for the project. */
  pseudonyms?: boolean
  /** Told of each file as soon as it has found its lane. */
  settled?: (file: SettledFile) => void
}

const worker = new URL('./import-worker.ts', import.meta.url)

/**
 * Brings scans into a project: each is read, stripped of everything but voxels and geometry, and stored under the hash
 * of its content. Importing the same files again changes nothing. A bad file is reported and the others go on; when
 * the project cannot be written (disk full) the import stops, and goes on where it was when repeated.
 *
 * @param paths  Files, or folders that are searched.
 * @throws AntrumError 'not-found' when there is no scan at all, 'disk-full', 'cancelled'.
 */
export async function importCohort(
  project: Project,
  paths: readonly string[],
  context: ServiceContext,
  options: ImportOptions = {},
): Promise<ImportReport> {
  return withQuickCommits(project.db, () => importScans(project, paths, context, options))
}

async function importScans(
  project: Project,
  paths: readonly string[],
  context: ServiceContext,
  options: ImportOptions,
): Promise<ImportReport> {
  const { signal, progress } = context
  const started = performance.now()
  progress({ phase: 'Looking for scans', done: 0 })
  await removeLeftovers(project.paths.scans)
  const found = await findScans(paths)
  if (found.length === 0) {
    throw new AntrumError(
      'not-found',
      'No scan was found there. NIfTI files end in .nii, .nii.gz, or .hdr with .img; DICOM files end in .dcm or .ima, or carry the DICM mark.',
    )
  }
  const nifti = found.filter(({ kind }) => kind === 'nifti')
  const names = await nameSubjects(project, nifti, options)
  const { lanes, put } = openLanes(options.settled)
  for (const scan of found) {
    if (scan.kind === 'missing' || scan.kind === 'other-format')
      put('rejected', { file: scan.file, ...withFix(refusal(scan.kind)) })
  }

  const known = await openKnownScans(project.db)
  const importing = { known, files: new Map<string, string>(), decided: await listDecisions(project.db) }
  const before = known.count()
  // First, because a series that was asked for and is not there ends the import: then nothing has changed.
  const dicom = await importDicom(
    project,
    found.filter(({ kind }) => kind === 'dicom'),
    options.dicom ?? {},
    context,
    {
      converted: (file, name, outcome) => settle(put, importing, file, name, outcome),
      recognised: (file, subject, id) => settleKnown(put, importing, file, subject, known.find(id)!),
    },
  )
  for (const rejected of dicom?.rejected ?? []) put('rejected', withFix(rejected))
  const tasks = nifti.map((scan): ImportTask => ({ path: scan.path, scansFolder: project.paths.scans }))
  await runInWorkers<ImportTask, StoredScan>(worker, tasks, {
    threads: 2,
    signal,
    done: async (outcome, at) => {
      await settle(put, importing, nifti[at].file, names[at], outcome)
      // Not the file: its folders may be named after people, and progress lines may end in a log.
      progress({ phase: 'Importing scans', done: at + 1, total: tasks.length, note: names[at].subject ?? '' })
    },
  })
  lanes.rejected.sort((a, b) => (a.file < b.file ? -1 : 1))

  const scans = await listScans(project.db)
  const subjects = new Set(scans.map(({ subject }) => subject)).size
  const counts = { ok: lanes.ok.length, look: lanes.look.length, rejected: lanes.rejected.length }
  await logAction(project.db, 'import', { ...counts, subjects, scans: scans.length })
  const seconds = (performance.now() - started) / 1000
  const read = tasks.length + (dicom?.report.series.filter(({ taken }) => taken).length ?? 0)
  const throughput = { scans: read, seconds, scansPerSecond: read / seconds }
  const added = known.count() - before
  return { subjects, scans: scans.length, added, lanes, throughput, ...(dicom && { dicom: dicom.report }) }
}

/** Subjects by their files' names: as they are, since label sheets use them, or as pseudonyms of those names. */
async function nameSubjects(
  { db }: Project,
  nifti: readonly FoundScan[],
  options: ImportOptions,
): Promise<ScanName[]> {
  const names = nameScans(nifti.map(({ file }) => file))
  if (options.pseudonyms) await saveSetting(db, 'pseudonymsForFiles', true)
  if (!(await readSetting(db, 'pseudonymsForFiles'))) return names
  const { subject: pseudonym } = await projectPseudonyms(db)
  return names.map(({ subject, contrast }) => ({ subject: subject && pseudonym(subject), contrast }))
}

type Put = <L extends keyof Lanes>(lane: L, file: Lanes[L][number]) => void

function openLanes(settled: ImportOptions['settled'] = () => {}): { lanes: Lanes; put: Put } {
  const lanes: Lanes = { ok: [], look: [], rejected: [] }
  const put: Put = (lane, file) => {
    const files: (typeof file)[] = lanes[lane]
    files.push(file)
    settled({ lane, ...file } as SettledFile)
  }
  return { lanes, put }
}

interface Importing {
  known: KnownScans
  /** Files of this import by scan id. */
  files: Map<string, string>
  decided: readonly Decision[]
}

/** @returns The scan as the project has it; null when it was not taken. */
async function settle(
  put: Put,
  importing: Importing,
  file: string,
  { subject, contrast }: ScanName,
  outcome: Outcome<StoredScan>,
): Promise<Scan | null> {
  const { known, files } = importing
  const reject = (code: string, reason: string) => {
    put('rejected', { file, ...withFix({ code, reason }) })
    return null
  }
  if ('error' in outcome) {
    if (outcome.error.code === 'disk-full') throw outcome.error
    return reject(outcome.error.code, outcome.error.message)
  }
  if (subject === null) return reject('usage', noSubject)
  if (known.otherSpelling(subject) !== undefined) return reject('already-exists', sameLetters(subject))
  const { result } = outcome
  const before = known.find(result.id)
  if (before) {
    await known.addFingerprint(before.id, result.fingerprint)
    return settleKnown(put, importing, file, subject, before, result.notes)
  }
  files.set(result.id, file)
  return putScan(put, importing, file, await addNew(known, subject, contrast, result))
}

/** Settles a scan that the project has, from this import or an earlier one. */
function settleKnown(
  put: Put,
  importing: Importing,
  file: string,
  subject: string,
  scan: Scan,
  notes: readonly ScanNote[] = [],
): Scan | null {
  const twin = importing.files.get(scan.id)
  importing.files.set(scan.id, twin ?? file)
  if (twin !== undefined || scan.subject !== subject) {
    const reason = `The same scan is in the project already, as ${twin ?? 'an earlier import'} of subject ${scan.subject}. It was not imported twice; if two people are meant, find the file that was copied by mistake.`
    putLook(put, file, subject, scan.id, [{ code: 'duplicate', reason }, ...notes])
    return null
  }
  return putScan(put, importing, file, scan)
}

function putScan(put: Put, { decided }: Importing, file: string, scan: Scan): Scan {
  const notes = currentNotes(scan, decided)
  if (notes.length === 0) put('ok', { file, subject: scan.subject, scan: scan.id })
  else putLook(put, file, scan.subject, scan.id, notes)
  return scan
}

function putLook(put: Put, file: string, subject: string, scan: string, notes: readonly ScanNote[]): void {
  const fixed = notes.map(withFix)
  put('look', { file, subject, scan, ...fixed[0], notes: fixed })
}

/**
 * The first scan of a subject is used, until one comes that nobody has to decide about beside one that somebody has to, or
 * a FLAIR beside a scan that is none.
 */
async function addNew(
  known: KnownScans,
  subject: string,
  contrast: string | null,
  { fingerprint, ...result }: StoredScan,
): Promise<Scan> {
  const alike = known.lookAlike(fingerprint)
  const isCopy = alike?.scan.subject === subject
  const asks = questionsOf(result.notes).length > 0 || (alike !== null && !isCopy)
  const inUse = known.ofSubject(subject).find(({ used }) => used)
  const used =
    !inUse || rank({ asks, contrast }) > rank({ ...inUse, asks: questionsOf(inUse.notes).length > 0 })
  const which = used ? 'this one is used from now on' : 'the first stays in use'
  const notes = [...result.notes, ...(alike ? [alikeNote(alike, isCopy ? which : null)] : [])]
  if (inUse && !isCopy) {
    notes.push({
      code: 'several-scans',
      reason: `Subject ${subject} has another scan; ${which}. Nothing need be done if that is the one you mean.`,
    })
  }
  const scan = { ...result, subject, contrast, notes, used }
  await known.add(scan, fingerprint)
  return scan
}

/** Of a subject's scans the one with the higher rank is used, the first of equals. */
const rank = ({ asks, contrast }: { asks: boolean; contrast: string | null }) =>
  (asks ? 0 : 2) + (contrast?.toUpperCase() === 'FLAIR' ? 1 : 0)

/** @param which  Of two scans of one subject: which is used. null when they are of two subjects. */
function alikeNote({ scan, likeness }: LookAlike, which: string | null): ScanNote {
  const alike = `It looks like another scan of the project saved again (likeness ${likeness.toFixed(4)})`
  return which !== null
    ? {
        code: 'near-duplicate',
        reason: `${alike}, of the same subject; ${which}. Nothing need be done.`,
        alike: scan.id,
      }
    : {
        code: 'suspected-duplicate',
        reason: `${alike}, of subject ${scan.subject}: one person under two ids would be trained and tested on. Decide, for it is left out until then: antrum decide <project> <subject> --same-scan same, or different.`,
        alike: scan.id,
      }
}

/** Every reason says at its end what to do. */
export const withFix = <Note extends ScanNote>(note: Note): Note & LaneNote => ({
  ...note,
  fix: note.reason.split(/(?<=[.!?])\s+(?=[A-Z])/).at(-1)!,
})

const noSubject = 'No subject id can be made of this file name. Give it a name with letters or digits.'
const sameLetters = (subject: string) =>
  `Another subject has the id ${subject} in other upper and lower case, and their files would overwrite each other. Rename one of them.`

function refusal(kind: Exclude<FoundScan['kind'], 'nifti' | 'dicom'>): ScanNote {
  switch (kind) {
    case 'missing':
      return { code: 'not-found', reason: 'This file or folder is not there. Check the path.' }
    case 'other-format':
      return { code: 'unsupported-file', reason: 'This format is not read. Convert the scan to NIfTI first.' }
  }
}
