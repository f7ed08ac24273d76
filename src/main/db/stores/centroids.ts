import type { Side } from '../../../shared/domain/sinus.ts'
import type { Db } from '../connection.ts'

/** Centre of a sinus as a person marked it, in RAS world millimetres of that very scan. */
export interface Centroid {
  scan: string
  subject: string
  side: Side
  mm: [number, number, number]
}

/** Replaces every centroid of the project by these. */
export async function replaceCentroids(
  db: Db,
  centroids: readonly Omit<Centroid, 'subject'>[],
): Promise<void> {
  const setAt = new Date().toISOString()
  await db.transaction().execute(async (tx) => {
    await tx.deleteFrom('centroids').execute()
    for (const { scan, side, mm } of centroids) {
      await tx
        .insertInto('centroids')
        .values({ scanId: scan, side, xMm: mm[0], yMm: mm[1], zMm: mm[2], setAt })
        .execute()
    }
  })
}

/** All centroids, by subject and side. */
export async function listCentroids(db: Db): Promise<Centroid[]> {
  const rows = await db
    .selectFrom('centroids')
    .innerJoin('scans', 'scans.id', 'centroids.scanId')
    .select(['scanId', 'subjectId', 'side', 'xMm', 'yMm', 'zMm'])
    .orderBy('subjectId')
    .orderBy('side')
    .execute()
  return rows.map((row) => ({
    scan: row.scanId,
    subject: row.subjectId,
    side: row.side,
    mm: [row.xMm, row.yMm, row.zMm],
  }))
}
