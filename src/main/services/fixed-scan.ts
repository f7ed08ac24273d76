import { questionsOf } from '../../shared/domain/open-questions.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { listLabels } from '../db/stores/labels.ts'
import { listUsedScans, type Scan } from '../db/stores/scans.ts'
import { readSetting } from '../db/stores/settings.ts'
import type { Project } from '../project.ts'

/** A field of view at least this wide (right to left, back to front, bottom to top) holds a whole head. */
const wholeHeadMm = [140, 185, 180] as const

/**
 * The scan all others are registered to.
 *
 * @param subject  Whose scan to take. When left out: the one taken before, if it is still in use; else the best one by
 *   `chooseFixedScan`.
 * @throws AntrumError 'not-found' when the subject has no scan, 'invalid-state' when there are no scans or its sides cannot
 *   be known.
 */
export async function findFixedScan(project: Project, subject?: string): Promise<Scan> {
  const scan = await pickFixedScan(project, subject)
  if (!sidesUnknown(scan)) return scan
  throw new AntrumError(
    'invalid-state',
    `Left and right of the scan of ${scan.subject} cannot be known, so no other can be registered to it. Name another with --fixed, or decide its sides: antrum decide <project> ${scan.subject} --sides RAS`,
  )
}

async function pickFixedScan({ db }: Project, subject?: string): Promise<Scan> {
  const scans = await listUsedScans(db)
  if (scans.length === 0)
    throw new AntrumError(
      'invalid-state',
      'There is no scan in the project yet. Run: antrum import <project> <files…>',
    )
  if (subject !== undefined) {
    const wanted = scans.find((scan) => scan.subject === subject || scan.subject === `sub-${subject}`)
    if (wanted) return wanted
    const some = scans.slice(0, 5).map((scan) => scan.subject)
    throw new AntrumError(
      'not-found',
      `Subject ${subject} has no scan in the project. There are, for example: ${some.join(', ')}`,
    )
  }
  const before = await readSetting(db, 'fixedScan')
  const labelled = new Set((await listLabels(db)).map((label) => label.subject))
  return scans.find((scan) => scan.id === before) ?? chooseFixedScan(scans, labelled)
}

/**
 * The scan best suited to be registered to: its sides known, of a labelled subject, a whole head, the finest and most
 * even voxels; the first by subject among equals, so that the choice does not depend on the order of import.
 *
 * @param scans  At least one.
 */
export function chooseFixedScan(scans: readonly Scan[], labelled: ReadonlySet<string>): Scan {
  const rank = (scan: Scan): number[] => [
    sidesUnknown(scan) ? 1 : 0,
    labelled.has(scan.subject) ? 0 : 1,
    fieldOfViewMm(scan).every((mm, axis) => mm >= wholeHeadMm[axis]) ? 0 : 1,
    // The coarsest axis decides what can be seen: 0.5 × 0.5 × 5 mm is worse than 1.5 mm all round.
    Math.round(20 * Math.max(...scan.spacingMm)) / 20,
  ]
  const ranked = scans.map((scan) => ({ scan, rank: rank(scan) }))
  ranked.sort((a, b) => {
    const at = a.rank.findIndex((value, i) => value !== b.rank[i])
    return at >= 0 ? a.rank[at] - b.rank[at] : a.scan.subject < b.scan.subject ? -1 : 1
  })
  return ranked[0].scan
}

const sidesUnknown = ({ notes }: Scan) => questionsOf(notes).includes('sides')

/** Extent of the box of voxels along the world's axes. */
const fieldOfViewMm = ({ affine, shape }: Scan): number[] =>
  [0, 1, 2].map((row) => shape.reduce((sum, n, column) => sum + Math.abs(affine[4 * row + column]) * n, 0))
