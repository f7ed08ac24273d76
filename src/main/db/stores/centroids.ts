import type { Side } from '../../../shared/domain/sinus.ts'
import type { Db } from '../connection.ts'
import type { CentroidChangesTable } from '../schema/centroid-changes.ts'

/** Centre of a sinus as a person marked it, in RAS world millimetres of that very scan. */
export interface Centroid {
  scan: string
  subject: string
  side: Side
  mm: [number, number, number]
}

type MarkedPoint = Omit<Centroid, 'subject'>
export type CentroidAction = CentroidChangesTable['action']

/** Makes these the project's centroids, in place of all there were, and remembers those. */
export async function changeCentroids(
  db: Db,
  action: CentroidAction,
  centroids: readonly MarkedPoint[],
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const before = (await listCentroids(tx)).map(({ scan, side, mm }): MarkedPoint => ({ scan, side, mm }))
    const change = { at: new Date().toISOString(), action, before: JSON.stringify(before) }
    await tx.insertInto('centroidChanges').values(change).execute()
    await replaceAll(tx, centroids)
  })
}

/** Takes the last change back. @returns What it was; null when there is none. */
export async function undoCentroidChange(db: Db): Promise<CentroidAction | null> {
  return db.transaction().execute(async (tx) => {
    const last = await tx.selectFrom('centroidChanges').selectAll().orderBy('id', 'desc').executeTakeFirst()
    if (!last) return null
    await replaceAll(tx, JSON.parse(last.before) as MarkedPoint[])
    await tx.deleteFrom('centroidChanges').where('id', '=', last.id).execute()
    return last.action
  })
}

export async function countCentroidChanges(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('centroidChanges')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** Replaces every centroid of the project by these; nothing is remembered. */
export const replaceCentroids = (db: Db, centroids: readonly MarkedPoint[]): Promise<void> =>
  db.transaction().execute((tx) => replaceAll(tx, centroids))

async function replaceAll(tx: Db, centroids: readonly MarkedPoint[]): Promise<void> {
  const setAt = new Date().toISOString()
  await tx.deleteFrom('centroids').execute()
  for (const { scan, side, mm } of centroids) {
    await tx
      .insertInto('centroids')
      .values({ scanId: scan, side, xMm: mm[0], yMm: mm[1], zMm: mm[2], setAt })
      .execute()
  }
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
