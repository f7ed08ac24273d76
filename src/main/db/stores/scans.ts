import type { Selectable } from 'kysely'
import type { Affine } from '../../../shared/imaging/volume.ts'
import type { Db } from '../connection.ts'
import type { ScansTable } from '../schema/scans.ts'

/** A thing about a file that is worth a look, or the reason it was rejected. */
export interface ScanNote {
  code: string
  /** Its last sentence says what to do. */
  reason: string
  /** Id of the scan it looks like. */
  alike?: string
}

export interface Scan {
  /** SHA-256 of the stored NIfTI bytes before compression. */
  id: string
  subject: string
  /** Relative to the project folder. */
  file: string
  contrast: string | null
  shape: [number, number, number]
  spacingMm: [number, number, number]
  affine: Affine
  notes: ScanNote[]
  /** Whether its subject's sinuses are cut from this scan. */
  used: boolean
}

/**
 * Adds a scan and, when it is new, its subject, in one go: a subject is never left without the scan it was added for.
 *
 * @param scan       With `used`, it takes the place of the scan its subject used before.
 * @param fingerprint  See `fingerprintOf`.
 */
export async function addScan(db: Db, scan: Scan, fingerprint?: Float32Array): Promise<void> {
  await db.transaction().execute((tx) => insertScan(tx, scan, fingerprint))
}

/** `addScan` as a part of a larger transaction. */
export async function insertScan(tx: Db, scan: Scan, fingerprint?: Float32Array): Promise<void> {
  const now = new Date().toISOString()
  await tx
    .insertInto('subjects')
    .values({ id: scan.subject, addedAt: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  if (scan.used)
    await tx.updateTable('scans').set({ used: 0 }).where('subjectId', '=', scan.subject).execute()
  await tx
    .insertInto('scans')
    .values({
      id: scan.id,
      subjectId: scan.subject,
      file: scan.file,
      contrast: scan.contrast,
      shape: JSON.stringify(scan.shape),
      spacingMm: JSON.stringify(scan.spacingMm),
      affine: JSON.stringify(scan.affine),
      notes: JSON.stringify(scan.notes),
      used: scan.used ? 1 : 0,
      importedAt: now,
    })
    .execute()
  if (fingerprint) await saveFingerprint(tx, scan.id, fingerprint)
}

/** Makes another scan of a subject the one in use. */
export async function useScan(db: Db, { id, subject }: Pick<Scan, 'id' | 'subject'>): Promise<void> {
  await db.updateTable('scans').set({ used: 0 }).where('subjectId', '=', subject).execute()
  await db.updateTable('scans').set({ used: 1 }).where('id', '=', id).execute()
}

/** Keeps what a scan looks like from afar, if that is not known yet. */
export async function saveFingerprint(db: Db, scanId: string, values: Float32Array): Promise<void> {
  const fingerprint = Buffer.from(values.buffer, values.byteOffset, values.byteLength)
  await db
    .insertInto('scanFingerprints')
    .values({ scanId, fingerprint })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Fingerprints by scan id, of the scans that have one. */
export async function listFingerprints(db: Db): Promise<Map<string, Float32Array>> {
  const rows = await db.selectFrom('scanFingerprints').selectAll().execute()
  return new Map(
    rows.map(({ scanId, fingerprint }) => [scanId, new Float32Array(new Uint8Array(fingerprint).buffer)]),
  )
}

/** All scans, by subject, then by id. */
export async function listScans(db: Db): Promise<Scan[]> {
  const rows = await db.selectFrom('scans').selectAll().orderBy('subjectId').orderBy('id').execute()
  return rows.map(fromRow)
}

/** The one scan in use of every subject, by subject. */
export async function listUsedScans(db: Db): Promise<Scan[]> {
  return (await listScans(db)).filter((scan) => scan.used)
}

export async function findScan(db: Db, id: string): Promise<Scan | null> {
  const row = await db.selectFrom('scans').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? fromRow(row) : null
}

const fromRow = (row: Selectable<ScansTable>): Scan => ({
  id: row.id,
  subject: row.subjectId,
  file: row.file,
  contrast: row.contrast,
  shape: JSON.parse(row.shape) as Scan['shape'],
  spacingMm: JSON.parse(row.spacingMm) as Scan['spacingMm'],
  affine: JSON.parse(row.affine) as number[],
  notes: JSON.parse(row.notes) as ScanNote[],
  used: row.used === 1,
})
