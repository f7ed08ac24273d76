import type { Affine } from '../../../shared/imaging/volume.ts'
import type { SinusFault } from '../../registration/shown-sinuses.ts'
import type { Db } from '../connection.ts'

/** Where a scan's world lies in respect of the fixed scan's. */
export interface Registration {
  scan: string
  fixedScan: string
  transform: 'identity' | 'rigid' | 'affine'
  /** Fixed world (RAS mm) to this scan's world (RAS mm). */
  scanWorldFromFixed: Affine
  /** Similarity after registration, higher is better; null for the fixed scan itself. */
  score: number | null
  flagged: boolean
  /** What of the sinuses the scan does not show. */
  faults: SinusFault[]
  /** Hash of method, settings and both scans: an equal hash need not be registered again. */
  methodHash: string
}

/** Stores a registration in place of an earlier one of the same two scans. */
export async function saveRegistration(db: Db, registration: Registration): Promise<void> {
  const row = {
    scanId: registration.scan,
    fixedScanId: registration.fixedScan,
    transform: registration.transform,
    scanWorldFromFixed: JSON.stringify(registration.scanWorldFromFixed),
    score: registration.score,
    flagged: registration.flagged ? (1 as const) : (0 as const),
    faults: JSON.stringify(registration.faults),
    methodHash: registration.methodHash,
    registeredAt: new Date().toISOString(),
  }
  await db
    .insertInto('registrations')
    .values(row)
    .onConflict((conflict) => conflict.columns(['scanId', 'fixedScanId']).doUpdateSet(row))
    .execute()
}

/** Registrations to one fixed scan, by scan id. */
export async function listRegistrations(db: Db, fixedScan: string): Promise<Registration[]> {
  const rows = await db
    .selectFrom('registrations')
    .selectAll()
    .where('fixedScanId', '=', fixedScan)
    .orderBy('scanId')
    .execute()
  return rows.map((row) => ({
    scan: row.scanId,
    fixedScan: row.fixedScanId,
    transform: row.transform,
    scanWorldFromFixed: JSON.parse(row.scanWorldFromFixed) as number[],
    score: row.score,
    flagged: row.flagged === 1,
    faults: JSON.parse(row.faults) as SinusFault[],
    methodHash: row.methodHash,
  }))
}

/** Forgets a registration, if there is one. */
export async function deleteRegistration(
  db: Db,
  { scan, fixedScan }: Pick<Registration, 'scan' | 'fixedScan'>,
): Promise<void> {
  await db
    .deleteFrom('registrations')
    .where('scanId', '=', scan)
    .where('fixedScanId', '=', fixedScan)
    .execute()
}
