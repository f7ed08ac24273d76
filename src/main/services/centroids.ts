import { summariseCentroids, type Millimetres } from '../../shared/domain/centroids.ts'
import { sides, type Side } from '../../shared/domain/sinus.ts'
import type { Table } from '../../shared/formats/table.ts'
import { applyAffine, invert } from '../../shared/imaging/affine.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { logAction } from '../db/stores/audit-log.ts'
import { listCentroids, replaceCentroids, type Centroid } from '../db/stores/centroids.ts'
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
 * @throws AntrumError 'not-found', 'unreadable-file', 'invalid-labels' when nothing of the sheet can be used: the project
 *   then keeps the centroids it had.
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
  await replaceCentroids(project.db, centroids)
  await logAction(project.db, 'centroids', { centroids: centroids.length, problems: problems.length })
  return { centroids: centroids.length, problems }
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
    const letter = values.side.toLowerCase()
    const side = sides.find((name) => letter === name || letter === name[0])
    const mm = [values.x_mm, values.y_mm, values.z_mm].map((text) => (text === '' ? NaN : Number(text)))
    if (!scan)
      problem('unknown-subject', `No scan of subject ${values.subject || '(none named)'} is in the project.`)
    else if (!side) problem('bad-value', `The side must be L, R, left or right; found "${values.side}".`)
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
