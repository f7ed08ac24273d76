import { mostMarkedSubjects, summariseCentroids, type Millimetres } from '../../shared/domain/centroids.ts'
import { readSides } from '../../shared/domain/label-words.ts'
import { sides, type Side } from '../../shared/domain/sinus.ts'
import type { Table } from '../../shared/formats/table.ts'
import { applyAffine, invert } from '../../shared/imaging/affine.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import type { Db } from '../db/connection.ts'
import { logAction } from '../db/stores/audit-log.ts'
import {
  changeCentroids,
  countCentroidChanges,
  listCentroids,
  undoCentroidChange,
  type Centroid,
  type CentroidAction,
} from '../db/stores/centroids.ts'
import { listUsedScans, type Scan } from '../db/stores/scans.ts'
import type { Project } from '../project.ts'
import { listPlacements } from './placements.ts'
import { readSheetFile } from './sheet-file.ts'

export interface CentroidProblem {
  line: number
  code: 'unknown-subject' | 'bad-value' | 'contradiction' | 'outside-field-of-view'
  reason: string
}

/** The marked centres of one side, and their mean in the fixed scan's world. */
export interface SideCentroids {
  side: Side
  centroids: {
    subject: string
    /** In the scan's own RAS world. */
    mm: Millimetres
    /** In the fixed scan's RAS world; null while the scan is not registered. */
    inFixedMm: Millimetres | null
    /** From the median point, in the fixed scan's frame. */
    distanceMm: number | null
    outlier: boolean
  }[]
  /** Over those that are registered; null when none is. */
  meanMm: Millimetres | null
  sdMm: Millimetres | null
}

const columns = ['subject', 'side', 'x_mm', 'y_mm', 'z_mm']

/**
 * Makes the points of a sheet the project's centroids, in place of all there were. Lines that cannot be used are listed.
 *
 * @throws AntrumError 'not-found', 'unreadable-file', 'invalid-labels' when nothing of the sheet can be used or its points
 *   are of more than `mostMarkedSubjects`: the project then keeps the centroids it had.
 */
export async function setCentroids(
  project: Project,
  file: string,
): Promise<{ centroids: number; problems: CentroidProblem[] }> {
  const scans = await listUsedScans(project.db)
  const { centroids, problems } = readCentroids((await readSheetFile(file)).table, scans)
  if (centroids.length === 0) {
    const first = problems[0]
      ? ` Line ${problems[0].line}: ${problems[0].reason}`
      : ' It has no lines but the first.'
    throw new AntrumError('invalid-labels', `No centroid of the sheet can be used.${first}`, { problems })
  }
  const subjects = new Set(centroids.map(({ scan }) => scan)).size
  if (subjects > mostMarkedSubjects) {
    throw new AntrumError(
      'invalid-labels',
      `Centres are marked on at most ${mostMarkedSubjects} subjects, whose mean stands for all; this sheet has ${subjects}. Leave ${subjects - mostMarkedSubjects} of them out.`,
    )
  }
  await changeCentroids(project.db, 'set', centroids)
  await logAction(project.db, 'centroids', { centroids: centroids.length, problems: problems.length })
  return { centroids: centroids.length, problems }
}

/**
 * Marks the centre of one sinus, in place of an earlier point of it.
 *
 * @param mm  In RAS millimetres of the subject's scan in use.
 * @throws AntrumError 'not-found' for a subject without a scan, 'outside-field-of-view', 'invalid-state' when
 *   `mostMarkedSubjects` others have centres.
 */
export async function markCentroid(
  { db }: Project,
  { subject, side, mm }: { subject: string; side: Side; mm: Millimetres },
): Promise<void> {
  const scan = await usedScan(db, subject)
  if (!mm.every(Number.isFinite) || !isInside(scan, mm)) {
    throw new AntrumError(
      'outside-field-of-view',
      `The point ${mm.join(', ')} is outside the scan of ${scan.subject}. It must be in RAS millimetres of this very scan.`,
    )
  }
  const all = await listCentroids(db)
  const marked = new Set(all.map((point) => point.scan))
  if (!marked.has(scan.id) && marked.size >= mostMarkedSubjects) {
    throw new AntrumError(
      'invalid-state',
      `Centres are marked on at most ${mostMarkedSubjects} subjects, whose mean stands for all, and ${marked.size} are. Remove those of another subject before marking ${scan.subject}.`,
    )
  }
  const others = all.filter((point) => point.scan !== scan.id || point.side !== side)
  await changeCentroids(db, 'mark', [...others, { scan: scan.id, side, mm: [...mm] }])
  await logAction(db, 'centroid-mark', { scan: scan.id, side })
}

/** Takes the point of one sinus away. @throws AntrumError 'not-found' when it has none. */
export async function removeCentroid(
  { db }: Project,
  { subject, side }: { subject: string; side: Side },
): Promise<void> {
  const scan = await usedScan(db, subject)
  const all = await listCentroids(db)
  const others = all.filter((point) => point.scan !== scan.id || point.side !== side)
  if (others.length === all.length)
    throw new AntrumError('not-found', `The ${side} sinus of ${scan.subject} has no centre to remove.`)
  await changeCentroids(db, 'remove', others)
  await logAction(db, 'centroid-remove', { scan: scan.id, side })
}

/**
 * Takes the last change to the centroids back, and the one before it when called again.
 *
 * @returns What was undone.
 * @throws AntrumError 'invalid-state' when nothing is left to undo.
 */
export async function undoCentroids({ db }: Project): Promise<{ undone: CentroidAction; left: number }> {
  const undone = await undoCentroidChange(db)
  if (!undone) throw new AntrumError('invalid-state', 'No change to the centroids is left to undo.')
  await logAction(db, 'centroid-undo', { undone })
  return { undone, left: await countCentroidChanges(db) }
}

/** The scan in use of a subject, 'sub-' written or not. @throws AntrumError 'not-found'. */
export async function usedScan(db: Db, subject: string): Promise<Scan> {
  const scan = (await listUsedScans(db)).find(
    (each) => each.subject === subject || each.subject === `sub-${subject}`,
  )
  if (scan) return scan
  throw new AntrumError('not-found', `No scan of subject ${subject} is in the project. Check the id.`)
}

/** The usable points of a sheet `subject, side, x_mm, y_mm, z_mm`, in RAS millimetres of each subject's used scan. */
export function readCentroids(
  table: Table,
  scans: readonly Scan[],
): { centroids: Omit<Centroid, 'subject'>[]; problems: CentroidProblem[] } {
  const missing = columns.filter((name) => !table.columns.includes(name))
  if (missing.length > 0) {
    throw new AntrumError(
      'invalid-labels',
      `A centroid sheet needs the columns ${columns.join(', ')}; ${missing.join(', ')} not found. Rename or add them.`,
    )
  }
  const bySubject = new Map(scans.map((scan) => [scan.subject, scan]))
  const centroids = new Map<string, Omit<Centroid, 'subject'>>()
  const problems: CentroidProblem[] = []
  for (const { line, values } of table.records) {
    const problem = (code: CentroidProblem['code'], reason: string) =>
      void problems.push({ line, code, reason })
    const scan = bySubject.get(values.subject) ?? bySubject.get(`sub-${values.subject}`)
    const [side, another] = readSides(values.side) ?? []
    const mm = [values.x_mm, values.y_mm, values.z_mm].map((text) => (text === '' ? NaN : Number(text)))
    if (!scan)
      problem('unknown-subject', `No scan of subject ${values.subject || '(none named)'} is in the project.`)
    else if (!side || another)
      problem('bad-value', `The side must be L, R, left or right; found "${values.side}".`)
    else if (!mm.every(Number.isFinite)) {
      problem('bad-value', 'x_mm, y_mm and z_mm must be numbers with a decimal point, such as -24.5.')
    } else if (!isInside(scan, mm)) {
      problem(
        'outside-field-of-view',
        'The point is outside the scan. It must be in RAS millimetres of this very scan.',
      )
    } else if (centroids.has(`${scan.id} ${side}`)) {
      problem('contradiction', `The ${side} sinus of ${scan.subject} has a point already; the first is kept.`)
    } else centroids.set(`${scan.id} ${side}`, { scan: scan.id, side, mm: mm as [number, number, number] })
  }
  return { centroids: [...centroids.values()], problems }
}

function isInside({ affine, shape }: Scan, mm: readonly number[]): boolean {
  const voxel = applyAffine(invert(affine), mm as [number, number, number])
  return voxel.every((x, axis) => x >= -0.5 && x <= shape[axis] - 0.5)
}

/** The project's centroids by side, brought to the fixed scan's world where the scans are registered. */
export async function showCentroids({ db }: Project): Promise<SideCentroids[]> {
  const placements = await listPlacements(db)
  const all = await listCentroids(db)
  return sides.map((side): SideCentroids => {
    const given = all.filter((centroid) => centroid.side === side)
    const placed = given.flatMap(({ scan, mm }) => {
      const placement = placements.get(scan)
      return placement ? [{ scan, inFixedMm: applyAffine(invert(placement.scanWorldFromFixed), mm) }] : []
    })
    const summary = placed.length > 0 ? summariseCentroids(placed.map(({ inFixedMm }) => inFixedMm)) : null
    return {
      side,
      meanMm: summary?.meanMm ?? null,
      sdMm: summary?.sdMm ?? null,
      centroids: given.map(({ scan, subject, mm }) => {
        const at = placed.findIndex((other) => other.scan === scan)
        return {
          subject,
          mm,
          inFixedMm: placed[at]?.inFixedMm ?? null,
          distanceMm: summary?.distanceMm[at] ?? null,
          outlier: summary?.outlier[at] ?? false,
        }
      }),
    }
  })
}
