import { nameScans, type ScanName } from '../../shared/domain/scan-name.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { logAction } from '../db/stores/audit-log.ts'
import { addScan, listScans, type Scan, type ScanNote } from '../db/stores/scans.ts'
import { readSetting, saveSetting } from '../db/stores/settings.ts'
import type { Project } from '../project.ts'
import { removeLeftovers } from './atomic-file.ts'
import { findScans, type FoundScan } from './find-scans.ts'
import { importDicom, type DicomOptions, type DicomReport } from './import-dicom.ts'
import type { ImportTask } from './import-worker.ts'
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

export interface ImportReport {
  /** In the project, after this import. */
  subjects: number
  scans: number
  lanes: {
    ok: ImportedFile[]
    /** Worth a look, the first reason in front; in the project unless the code is 'duplicate'. */
    look: (ImportedFile & ScanNote & { notes: ScanNote[] })[]
    rejected: (ScanNote & { file: string })[]
  }
  /** What DICOM was found and what became of it; left out when there was none. */
  dicom?: DicomReport
}

export interface ImportOptions {
  dicom?: DicomOptions
  /** Give subjects of NIfTI files pseudonyms instead of their files' names; said once, it holds for the project. */
  pseudonyms?: boolean
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
  const { signal, progress } = context
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
  const lanes: ImportReport['lanes'] = { ok: [], look: [], rejected: [] }
  for (const scan of found) {
    if (scan.kind === 'missing' || scan.kind === 'other-format')
      lanes.rejected.push({ file: scan.file, ...refusal(scan.kind) })
  }

  const cohort = await openCohort(project)
  const tasks = nifti.map((scan): ImportTask => ({ path: scan.path, scansFolder: project.paths.scans }))
  await runInWorkers<ImportTask, StoredScan>(worker, tasks, {
    threads: 2,
    signal,
    done: async (outcome, at) => {
      await settle(lanes, cohort, nifti[at].file, names[at], outcome)
      // Not the file: its folders may be named after people, and progress lines may end in a log.
      progress({ phase: 'Importing scans', done: at + 1, total: tasks.length, note: names[at].subject ?? '' })
    },
  })
  const dicom = await importDicom(
    project,
    found.filter(({ kind }) => kind === 'dicom'),
    options.dicom ?? {},
    context,
    (file, name, outcome) => settle(lanes, cohort, file, name, outcome),
  )
  lanes.rejected.push(...(dicom?.rejected ?? []))
  lanes.rejected.sort((a, b) => (a.file < b.file ? -1 : 1))

  const scans = await listScans(project.db)
  const subjects = new Set(scans.map(({ subject }) => subject)).size
  const counts = { ok: lanes.ok.length, look: lanes.look.length, rejected: lanes.rejected.length }
  await logAction(project.db, 'import', { ...counts, subjects, scans: scans.length })
  return { subjects, scans: scans.length, lanes, ...(dicom && { dicom: dicom.report }) }
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

type Cohort = Awaited<ReturnType<typeof openCohort>>

/** What the project has, kept up to date while importing. */
async function openCohort({ db }: Project) {
  const scans = new Map((await listScans(db)).map((scan) => [scan.id, scan]))
  return {
    scans,
    /** Files of this import by scan id. */
    files: new Map<string, string>(),
    ofSubject: (subject: string) => [...scans.values()].filter((scan) => scan.subject === subject),
    /** Another id that differs in upper and lower case only: one file name on some systems. */
    lookalike: (subject: string) =>
      [...scans.values()].find(
        (s) => s.subject !== subject && s.subject.toLowerCase() === subject.toLowerCase(),
      ),
    add: async (scan: Scan) => {
      await addScan(db, scan)
      for (const other of scans.values()) if (scan.used && other.subject === scan.subject) other.used = false
      scans.set(scan.id, scan)
    },
  }
}

async function settle(
  lanes: ImportReport['lanes'],
  cohort: Cohort,
  file: string,
  { subject, contrast }: ScanName,
  outcome: Outcome<StoredScan>,
): Promise<Scan | null> {
  if ('error' in outcome) {
    if (outcome.error.code === 'disk-full') throw outcome.error
    lanes.rejected.push({ file, code: outcome.error.code, reason: outcome.error.message })
    return null
  }
  if (subject === null || cohort.lookalike(subject)) {
    const reason = subject === null ? noSubject : sameLetters(subject)
    lanes.rejected.push({ file, code: subject === null ? 'usage' : 'already-exists', reason })
    return null
  }
  const { result } = outcome
  const before = cohort.scans.get(result.id)
  const twin = cohort.files.get(result.id)
  cohort.files.set(result.id, twin ?? file)
  if (before && (twin !== undefined || before.subject !== subject)) {
    const reason = `The same scan is in the project already, as ${twin ?? 'an earlier import'} of subject ${before.subject}. It was not imported twice.`
    const note = { code: 'duplicate', reason }
    lanes.look.push({ file, subject, scan: result.id, ...note, notes: [note, ...result.notes] })
    return null
  }
  const scan = before ?? (await addNew(cohort, subject, contrast, result))
  const imported = { file, subject, scan: scan.id }
  if (scan.notes.length === 0) lanes.ok.push(imported)
  else lanes.look.push({ ...imported, ...scan.notes[0], notes: scan.notes })
  return scan
}

/** The first scan of a subject is used, until a FLAIR comes beside a scan that is none. */
async function addNew(cohort: Cohort, subject: string, contrast: string | null, result: StoredScan) {
  const others = cohort.ofSubject(subject)
  const isFlair = (scan: Pick<Scan, 'contrast'>) => scan.contrast?.toUpperCase() === 'FLAIR'
  const inUse = others.find(({ used }) => used)
  const used = !inUse || (isFlair({ contrast }) && !isFlair(inUse))
  const notes = [...result.notes]
  if (inUse) {
    const which = used ? 'this one, a FLAIR, is used from now on' : 'the first stays in use'
    notes.push({ code: 'several-scans', reason: `Subject ${subject} has another scan; ${which}.` })
  }
  const scan = { ...result, subject, contrast, notes, used }
  await cohort.add(scan)
  return scan
}

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
