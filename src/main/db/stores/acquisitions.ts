import type { RemovalReport, StoredAcquisition } from '../../deidentify/deidentify.ts'
import type { Db } from '../connection.ts'

export interface ScanAcquisition {
  kept: StoredAcquisition
  removal: RemovalReport
}

/** Stores how a scan was taken, in place of what was known of it before. */
export async function saveAcquisition(
  db: Db,
  scan: string,
  { kept, removal }: ScanAcquisition,
): Promise<void> {
  const row = { kept: JSON.stringify(kept), removal: JSON.stringify(removal) }
  await db
    .insertInto('acquisitions')
    .values({ scanId: scan, ...row })
    .onConflict((conflict) => conflict.column('scanId').doUpdateSet(row))
    .execute()
}

/** By scan id; scans that did not come from DICOM have none. */
export async function listAcquisitions(db: Db): Promise<Map<string, ScanAcquisition>> {
  const rows = await db.selectFrom('acquisitions').selectAll().orderBy('scanId').execute()
  return new Map(
    rows.map(({ scanId, kept, removal }) => [
      scanId,
      { kept: JSON.parse(kept) as StoredAcquisition, removal: JSON.parse(removal) as RemovalReport },
    ]),
  )
}
