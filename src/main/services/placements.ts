import { identity } from '../../shared/imaging/affine.ts'
import type { Affine } from '../../shared/imaging/volume.ts'
import type { Db } from '../db/connection.ts'
import { listRegistrations } from '../db/stores/registrations.ts'
import { readSetting } from '../db/stores/settings.ts'

/** Where a scan lies in respect of the fixed scan. */
export interface Placement {
  /** Fixed world to this scan's world, RAS mm both. */
  scanWorldFromFixed: Affine
  /** The registration is doubtful. */
  flagged: boolean
}

/** Placements by scan id, the fixed scan's own among them; empty when nothing has been registered. */
export async function listPlacements(db: Db): Promise<Map<string, Placement>> {
  const fixedScan = await readSetting(db, 'fixedScan')
  if (fixedScan === null) return new Map()
  const registered = await listRegistrations(db, fixedScan)
  return new Map<string, Placement>([
    ...registered.map(
      ({ scan, scanWorldFromFixed, flagged }) => [scan, { scanWorldFromFixed, flagged }] as const,
    ),
    [fixedScan, { scanWorldFromFixed: identity, flagged: false }],
  ])
}
