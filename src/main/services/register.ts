import { availableParallelism } from 'node:os'
import path from 'node:path'
import { canonicalJson } from '../../shared/domain/stage.ts'
import { identity } from '../../shared/imaging/affine.ts'
import { logAction } from '../db/stores/audit-log.ts'
import {
  deleteRegistration,
  listRegistrations,
  saveRegistration,
  type Registration,
} from '../db/stores/registrations.ts'
import { findScan, listUsedScans, type Scan } from '../db/stores/scans.ts'
import { readSetting, saveSetting } from '../db/stores/settings.ts'
import type { Project } from '../project.ts'
import { flaggedBelow } from '../registration/quality.ts'
import { methodVersion, type HeadRegistration, type TransformKind } from '../registration/register-heads.ts'
import { sha256 } from '../study/hash.ts'
import { findFixedScan } from './fixed-scan.ts'
import { fixedScanFault, type RegisterTask } from './register-task.ts'
import type { ServiceContext } from './service-context.ts'
import { runInWorkers } from './worker-pool.ts'

export interface RegisterOptions {
  /** Subject whose scan the others are registered to; see `findFixedScan` when left out. */
  fixedSubject?: string
  transform?: TransformKind
}

export interface RegisteredScan {
  subject: string
  scan: string
  /** False for a scan that could not be registered, or was not yet. */
  registered: boolean
  /** 0 … 1, higher is better; 1 for the fixed scan, 0 for a scan that could not be registered. */
  score: number
  /** Deserves a look before its sinuses are used. */
  flagged: boolean
  reasons: string[]
}

export interface RegisterReport {
  fixed: { subject: string; scan: string }
  transform: TransformKind
  /** Scores below this are flagged. */
  threshold: number
  /** Every scan in use, by subject. */
  scans: RegisteredScan[]
  /** Scans that had been registered the same way before and were not registered again. */
  unchanged: number
}

const worker = new URL('./register-worker.ts', import.meta.url)
/** What a thread may need at its peak: the voxels of a large head (512³) as float32, once over for reading. */
const bytesPerThread = 1.2e9

/**
 * Registers every scan in use to one fixed scan, in as many threads as the machine has. A scan that cannot be registered
 * is reported and the others go on. What is registered already, the same way, is kept: an interrupted run goes on
 * where it was.
 *
 * @throws AntrumError as `findFixedScan`; 'registration-failed' and others when the fixed scan itself cannot be used;
 *   'cancelled'.
 */
export async function registerProject(
  project: Project,
  { fixedSubject, transform = 'rigid' }: RegisterOptions,
  { signal, progress }: ServiceContext,
): Promise<RegisterReport> {
  const { db, paths } = project
  const fixed = await findFixedScan(project, fixedSubject)
  const moving = (await listUsedScans(db)).filter(({ id }) => id !== fixed.id)
  const methodHash = (scan: Scan) =>
    sha256(canonicalJson({ method: methodVersion, transform, scan: scan.id, fixed: fixed.id }))
  const before = new Map((await listRegistrations(db, fixed.id)).map((r) => [r.scan, r]))
  const todo = moving.filter((scan) => before.get(scan.id)?.methodHash !== methodHash(scan))
  const unchanged = moving.length - todo.length

  await saveSetting(db, 'fixedScan', fixed.id)
  await saveRegistration(db, ofFixed(fixed))
  const failed = new Map<string, string>()
  const fileOf = (scan: Scan) => path.join(paths.root, scan.file)
  const tasks = todo.map((scan): RegisterTask => ({
    scanFile: fileOf(scan),
    fixedFile: fileOf(fixed),
    transform,
  }))
  progress({ phase: 'Registering scans', done: 0, total: tasks.length })
  await runInWorkers<RegisterTask, HeadRegistration>(worker, tasks, {
    threads: threadCount(),
    signal,
    done: async (outcome, at) => {
      const scan = todo[at]
      if ('error' in outcome) {
        if (outcome.error.details === fixedScanFault) throw outcome.error
        // An older transform must not go on being used as if it were this one.
        await deleteRegistration(db, { scan: scan.id, fixedScan: fixed.id })
        failed.set(scan.id, outcome.error.message)
      } else {
        const { scanWorldFromFixed, score, flagged, faults } = outcome.result
        await saveRegistration(db, {
          scan: scan.id,
          fixedScan: fixed.id,
          transform,
          scanWorldFromFixed,
          score,
          flagged,
          faults,
          methodHash: methodHash(scan),
        })
      }
      progress({ phase: 'Registering scans', done: at + 1, total: tasks.length, note: scan.subject })
    },
  })

  const scans = describe([fixed, ...moving], await listRegistrations(db, fixed.id), failed)
  const flagged = scans.filter((scan) => scan.flagged).length
  await logAction(db, 'register', {
    fixed: fixed.id,
    transform,
    registered: todo.length - failed.size,
    unchanged,
    failed: failed.size,
    flagged,
  })
  return {
    fixed: { subject: fixed.subject, scan: fixed.id },
    transform,
    threshold: flaggedBelow,
    scans,
    unchanged,
  }
}

/** What is known of the registration of every scan in use, worst first; null when there has been none. */
export async function showRegistrations({
  db,
}: Project): Promise<Pick<RegisterReport, 'fixed' | 'threshold' | 'scans'> | null> {
  const fixedId = await readSetting(db, 'fixedScan')
  const fixed = fixedId === null ? null : await findScan(db, fixedId)
  if (!fixed) return null
  const moving = (await listUsedScans(db)).filter(({ id }) => id !== fixed.id)
  const scans = describe([fixed, ...moving], await listRegistrations(db, fixed.id), new Map())
  // Another may score 1, too; there is nothing to look at in the fixed one.
  const isFixed = ({ scan }: RegisteredScan) => Number(scan === fixed.id)
  return {
    fixed: { subject: fixed.subject, scan: fixed.id },
    threshold: flaggedBelow,
    scans: scans.sort((a, b) => a.score - b.score || isFixed(a) - isFixed(b)),
  }
}

const ofFixed = (fixed: Scan): Registration => ({
  scan: fixed.id,
  fixedScan: fixed.id,
  transform: 'identity',
  scanWorldFromFixed: identity,
  score: null,
  flagged: false,
  faults: [],
  methodHash: 'fixed',
})

/** Every scan with what became of it. */
function describe(
  scans: readonly Scan[],
  registrations: readonly Registration[],
  failed: ReadonlyMap<string, string>,
): RegisteredScan[] {
  const found = new Map(registrations.map((registration) => [registration.scan, registration]))
  return scans
    .map(({ id, subject, notes }): RegisteredScan => {
      const registration = found.get(id)
      const sidesUnknown = notes.some(({ code }) => code === 'sides-unknown')
      const reasons = [
        ...(registration ? whyFlagged(registration) : [failed.get(id) ?? 'not registered']),
        ...(sidesUnknown ? ['left and right of this scan cannot be known'] : []),
      ]
      const score = registration ? (registration.score ?? 1) : 0
      return {
        subject,
        scan: id,
        registered: registration !== undefined,
        score,
        flagged: reasons.length > 0,
        reasons,
      }
    })
    .sort((a, b) => (a.subject < b.subject ? -1 : 1))
}

/** What the scan does not show, else what the score says; a low score follows from the former. */
export function whyFlagged({
  flagged,
  faults,
  score,
}: Pick<Registration, 'flagged' | 'faults' | 'score'>): string[] {
  if (!flagged) return []
  if (faults.length > 0) return faults.map(({ reason }) => reason)
  return [`score ${score?.toFixed(2)}: badly aligned, or the middle of the face is missing`]
}

/** Registrations at once: as many as there are processors, and memory for. */
export function threadCount(): number {
  const byMemory = Math.floor(process.availableMemory() / bytesPerThread)
  return Math.max(1, Math.min(availableParallelism(), byMemory))
}
