import type { SqliteConnection } from '../connection.ts'
import { cohort } from './0001-cohort.ts'
import { study } from './0002-study.ts'
import { lookAlikes } from './0003-look-alikes.ts'
import { splitUnit } from './0004-split-unit.ts'
import { centroidChanges } from './0005-centroid-changes.ts'
import { acquisitions } from './0006-acquisitions.ts'
import { queue } from './0007-queue.ts'
import { convertedSeries } from './0008-converted-series.ts'
import { review } from './0009-review.ts'

export interface Migration {
  name: string
  /** Runs inside one transaction, foreign keys on; throwing undoes all of it. */
  up: (sqlite: SqliteConnection) => void
}

/** In order, for ever: a project's `user_version` is the number of these it has been through. Only append. */
export const migrations: readonly Migration[] = [
  cohort,
  study,
  lookAlikes,
  splitUnit,
  centroidChanges,
  acquisitions,
  queue,
  convertedSeries,
  review,
]
