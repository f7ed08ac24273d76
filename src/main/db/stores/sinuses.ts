import type { Side } from '../../../shared/domain/sinus.ts'
import type { Db } from '../connection.ts'

/** The current (draft) cut-out of a sinus. */
export interface ExtractedSinus {
  subject: string
  side: Side
  scan: string
  /** Relative to the project folder. */
  file: string
  /** Centre of the cube in the scan's own RAS world. */
  centreMm: [number, number, number]
  edgeMm: number
  voxels: number
  /** Share of the cube inside the scan's field of view, 0…1. */
  coverage: number
  flagged: boolean
  /** SHA-256 of the voxel bytes (float32 little endian, NIfTI order). */
  sha256: string
  /** Hash of all that decided the bytes. */
  recipeHash: string
}

/** Stores a cut-out in place of an earlier one of the same sinus. */
export async function saveSinus(db: Db, sinus: ExtractedSinus): Promise<void> {
  const row = {
    subjectId: sinus.subject,
    side: sinus.side,
    scanId: sinus.scan,
    file: sinus.file,
    centreXMm: sinus.centreMm[0],
    centreYMm: sinus.centreMm[1],
    centreZMm: sinus.centreMm[2],
    edgeMm: sinus.edgeMm,
    voxels: sinus.voxels,
    coverage: sinus.coverage,
    flagged: sinus.flagged ? (1 as const) : (0 as const),
    sha256: sinus.sha256,
    recipeHash: sinus.recipeHash,
    extractedAt: new Date().toISOString(),
  }
  await db
    .insertInto('sinuses')
    .values(row)
    .onConflict((conflict) => conflict.columns(['subjectId', 'side']).doUpdateSet(row))
    .execute()
}

export async function deleteSinus(
  db: Db,
  { subject, side }: Pick<ExtractedSinus, 'subject' | 'side'>,
): Promise<void> {
  await db.deleteFrom('sinuses').where('subjectId', '=', subject).where('side', '=', side).execute()
}

/** All cut-outs, by subject and side. */
export async function listSinuses(db: Db): Promise<ExtractedSinus[]> {
  const rows = await db.selectFrom('sinuses').selectAll().orderBy('subjectId').orderBy('side').execute()
  return rows.map((row) => ({
    subject: row.subjectId,
    side: row.side,
    scan: row.scanId,
    file: row.file,
    centreMm: [row.centreXMm, row.centreYMm, row.centreZMm],
    edgeMm: row.edgeMm,
    voxels: row.voxels,
    coverage: row.coverage,
    flagged: row.flagged === 1,
    sha256: row.sha256,
    recipeHash: row.recipeHash,
  }))
}
