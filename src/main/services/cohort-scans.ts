import { listDecisions } from '../db/stores/decisions.ts'
import { listScans, type Scan } from '../db/stores/scans.ts'
import type { Project } from '../project.ts'
import { currentNotes, leftOutScans } from './decisions.ts'
import { withFix, type LaneNote } from './import-cohort.ts'

/** A scan as the project has it. Files that were rejected are no part of a project, not even by name. */
export interface CohortScan extends Pick<
  Scan,
  'subject' | 'contrast' | 'shape' | 'spacingMm' | 'affine' | 'used'
> {
  scan: string
  lane: 'ok' | 'look'
  notes: LaneNote[]
  /** Why it is not cut although it is in use; null when it is. */
  leftOut: string | null
}

/** The scans of a project by subject, in the lanes they would come into if they were imported now. */
export async function listCohort({ db }: Project): Promise<CohortScan[]> {
  const decided = await listDecisions(db)
  const leftOut = await leftOutScans(db)
  return (await listScans(db)).map((scan): CohortScan => {
    const { id, subject, contrast, shape, spacingMm, affine, used } = scan
    const notes = currentNotes(scan, decided).map(withFix)
    const lane = notes.length > 0 ? 'look' : 'ok'
    return {
      ...{ subject, scan: id, contrast, shape, spacingMm, affine, used },
      ...{ lane, notes, leftOut: leftOut.get(id) ?? null },
    }
  })
}
