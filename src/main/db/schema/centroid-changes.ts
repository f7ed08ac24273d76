import type { Generated } from 'kysely'

/** A change to the centroids, so that it can be undone. */
export interface CentroidChangesTable {
  id: Generated<number>
  at: string
  action: 'mark' | 'remove' | 'set'
  /** JSON: every centroid before the change, {scan, side, mm}[]. */
  before: string
}
