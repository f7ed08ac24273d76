import { nameScans, type ScanName } from '../../shared/domain/scan-name.ts'
import { questionsOf } from '../../shared/domain/open-questions.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { logAction } from '../db/stores/audit-log.ts'
import { listDecisions, type Decision } from '../db/stores/decisions.ts'
import { listScans, type Scan, type ScanNote } from '../db/stores/scans.ts'
import type { Project } from '../project.ts'
import { removeLeftovers } from './atomic-file.ts'
import { currentNotes } from './decisions.ts'
import { findScans, type FoundScan } from './find-scans.ts'
import type { ImportResult, ImportTask } from './import-worker.ts'
import { openKnownScans, type KnownScans, type LookAlike } from './known-scans.ts'
import type { ServiceContext } from './service-context.ts'
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
  lanes: {
    ok: ImportedFile[]
    /** Worth a look, the first reason in front; in the project unless the code is 'duplicate'. */
    look: (ImportedFile & LaneNote & { notes: LaneNote[] })[]
    rejected: (LaneNote & { file: string })[]
  }
  /** Scan files read in this import, good or bad, and how long that took. */
  throughput: { scans: number; seconds: number; scansPerSecond: number }
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
  { signal, progress }: ServiceContext,
): Promise<ImportReport> {
  const started = performance.now()
  progress({ phase: 'Looking for scans', done: 0 })
  await removeLeftovers(project.paths.scans)
  const found = await findScans(paths)
  if (found.length === 0) {
    throw new AntrumError(
      'not-found',
      'No scan was found there. NIfTI files end in .nii, .nii.gz, or .hdr with .img.',
    )
  }
  const names = nameScans(found.map(({ file }) => file))
  const readable = found.flatMap(({ kind }, i) => (kind === 'nifti' ? [i] : []))
  const lanes: ImportReport['lanes'] = { ok: [], look: [], rejected: [] }
  for (const scan of found) {
    if (scan.kind !== 'nifti') lanes.rejected.push({ file: scan.file, ...withFix(refusal(scan.kind)) })
  }

  const known = await openKnownScans(project.db)
  const importing = { known, files: new Map<string, string>(), decided: await listDecisions(project.db) }
  const tasks = readable.map((i): ImportTask => ({ path: found[i].path, scansFolder: project.paths.scans }))
  await runInWorkers<ImportTask, ImportResult>(worker, tasks, {
    threads: 2,
    signal,
    done: async (outcome, at) => {
      const { file } = found[readable[at]]
      await settle(lanes, importing, file, names[readable[at]], outcome)
      progress({ phase: 'Importing scans', done: at + 1, total: tasks.length, note: file })
    },
  })
  lanes.rejected.sort((a, b) => (a.file < b.file ? -1 : 1))

  const scans = await listScans(project.db)
  const subjects = new Set(scans.map(({ subject }) => subject)).size
  const counts = { ok: lanes.ok.length, look: lanes.look.length, rejected: lanes.rejected.length }
  await logAction(project.db, 'import', { ...counts, subjects, scans: scans.length })
  const seconds = (performance.now() - started) / 1000
  const throughput = { scans: tasks.length, seconds, scansPerSecond: tasks.length / seconds }
  return { subjects, scans: scans.length, lanes, throughput }
}

interface Importing {
  known: KnownScans
  /** Files of this import by scan id. */
  files: Map<string, string>
  decided: readonly Decision[]
}

async function settle(
  lanes: ImportReport['lanes'],
  { known, files, decided }: Importing,
  file: string,
  { subject, contrast }: ScanName,
  outcome: Outcome<ImportResult>,
): Promise<void> {
  const reject = (code: string, reason: string) =>
    void lanes.rejected.push({ file, ...withFix({ code, reason }) })
  const look = (scan: Pick<Scan, 'id' | 'subject'>, notes: ScanNote[]) => {
    const fixed = notes.map(withFix)
    lanes.look.push({ file, subject: scan.subject, scan: scan.id, ...fixed[0], notes: fixed })
  }
  if ('error' in outcome) {
    if (outcome.error.code === 'disk-full') throw outcome.error
    return reject(outcome.error.code, outcome.error.message)
  }
  if (subject === null) return reject('usage', noSubject)
  if (known.otherSpelling(subject) !== undefined) return reject('already-exists', sameLetters(subject))
  const { result } = outcome
  const before = known.find(result.id)
  const twin = files.get(result.id)
  files.set(result.id, twin ?? file)
  if (before && (twin !== undefined || before.subject !== subject)) {
    const reason = `The same scan is in the project already, as ${twin ?? 'an earlier import'} of subject ${before.subject}. It was not imported twice; if two people are meant, find the file that was copied by mistake.`
    return look({ id: before.id, subject }, [{ code: 'duplicate', reason }, ...result.notes])
  }
  if (before) await known.addFingerprint(before.id, result.fingerprint)
  const scan = before ?? (await addNew(known, subject, contrast, result))
  const notes = currentNotes(scan, decided)
  if (notes.length === 0) lanes.ok.push({ file, subject, scan: scan.id })
  else look(scan, notes)
}

/**
 * The first scan of a subject is used, until one comes that nobody has to decide about beside one that somebody has to, or
 * a FLAIR beside a scan that is none.
 */
async function addNew(
  known: KnownScans,
  subject: string,
  contrast: string | null,
  { fingerprint, ...result }: ImportResult,
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
const withFix = <Note extends ScanNote>(note: Note): Note & LaneNote => ({
  ...note,
  fix: note.reason.split(/(?<=[.!?])\s+(?=[A-Z])/).at(-1)!,
})

const noSubject = 'No subject id can be made of this file name. Give it a name with letters or digits.'
const sameLetters = (subject: string) =>
  `Another subject has the id ${subject} in other upper and lower case, and their files would overwrite each other. Rename one of them.`

function refusal(kind: Exclude<FoundScan['kind'], 'nifti'>): ScanNote {
  switch (kind) {
    case 'missing':
      return { code: 'not-found', reason: 'This file or folder is not there. Check the path.' }
    case 'dicom':
      return {
        code: 'unsupported-file',
        reason: 'DICOM cannot be imported yet. Convert the series to NIfTI first, for example with dcm2niix.',
      }
    case 'other-format':
      return { code: 'unsupported-file', reason: 'This format is not read. Convert the scan to NIfTI first.' }
  }
}
