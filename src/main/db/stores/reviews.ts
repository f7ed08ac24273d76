import type { Selectable } from 'kysely'
import type { Confidence, Worklist } from '../../../shared/domain/review.ts'
import type { Label, Side } from '../../../shared/domain/sinus.ts'
import type { Db } from '../connection.ts'
import type { ReviewCommitmentsTable, ReviewItemsTable } from '../schema/review.ts'
import { inBatches } from './batches.ts'

/** Blinded reading of some sinuses. */
export interface StoredSession {
  id: string
  datasetVersion: string
  worklist: Worklist
  experiment: string | null
  seed: number
  createdAt: string
  endedAt: string | null
  appliedAs: string | null
  appliedAt: string | null
  /** In the order they were named. */
  readers: string[]
}

/** A sinus in its place of a reader's order. */
export interface ReviewItem {
  id: string
  session: string
  reader: string
  position: number
  sinus: string
  subject: string
  side: Side
  /** Id of the item that this one shows again. */
  repeatOf: string | null
}

/** An answer to an item. */
export interface Commitment {
  id: number
  item: string
  label: Label
  confidence: Confidence
  seconds: number
  blind: boolean
  committedAt: string
  revealedAt: string | null
  undoneAt: string | null
}

type NewSession = Pick<
  StoredSession,
  'id' | 'datasetVersion' | 'worklist' | 'experiment' | 'seed' | 'readers'
>

export async function saveSession(
  db: Db,
  { id: sessionId, experiment, readers, ...session }: NewSession,
  items: readonly ReviewItem[],
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const opened = { createdAt: new Date().toISOString(), endedAt: null, appliedAs: null, appliedAt: null }
    await tx
      .insertInto('reviewSessions')
      .values({ id: sessionId, experimentId: experiment, ...session, ...opened })
      .execute()
    await tx
      .insertInto('reviewReaders')
      .values(readers.map((reader, position) => ({ sessionId, reader, position })))
      .execute()
    const rows = items.map(({ session: own, subject: subjectId, ...item }) => ({
      ...item,
      subjectId,
      sessionId: own,
    }))
    // A repeat refers to an item of an earlier place.
    for (const values of inBatches(rows)) await tx.insertInto('reviewItems').values(values).execute()
  })
}

/** Oldest first. */
export async function listSessions(db: Db): Promise<StoredSession[]> {
  const readers = Map.groupBy(
    await db.selectFrom('reviewReaders').selectAll().orderBy('position').execute(),
    ({ sessionId }) => sessionId,
  )
  const rows = await db.selectFrom('reviewSessions').selectAll().orderBy('createdAt').orderBy('id').execute()
  return rows.map(({ experimentId, ...row }) => ({
    ...row,
    experiment: experimentId,
    readers: (readers.get(row.id) ?? []).map(({ reader }) => reader),
  }))
}

/** Everything that every reader of a session is shown, in order. */
export async function listItems(db: Db, session: string): Promise<ReviewItem[]> {
  const rows = await db
    .selectFrom('reviewItems')
    .selectAll()
    .where('sessionId', '=', session)
    .orderBy('reader')
    .orderBy('position')
    .execute()
  return rows.map(asItem)
}

export async function findItem(db: Db, id: string): Promise<ReviewItem | null> {
  const row = await db.selectFrom('reviewItems').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? asItem(row) : null
}

/** The next items of a reader that have no answer. */
export async function listUnanswered(
  db: Db,
  session: string,
  reader: string,
  most: number,
): Promise<ReviewItem[]> {
  const rows = await db
    .selectFrom('reviewItems')
    .leftJoin('reviewCommitments', (join) =>
      join
        .onRef('reviewCommitments.itemId', '=', 'reviewItems.id')
        .on('reviewCommitments.undoneAt', 'is', null),
    )
    .selectAll('reviewItems')
    .where('sessionId', '=', session)
    .where('reader', '=', reader)
    .where('reviewCommitments.id', 'is', null)
    .orderBy('position')
    .limit(most)
    .execute()
  return rows.map(asItem)
}

/** How much every reader of every session has to read, how much of it twice, and the seconds each answer took. */
export async function listReaderProgress(
  db: Db,
): Promise<{ session: string; reader: string; total: number; repeats: number; seconds: number[] }[]> {
  const totals = await db
    .selectFrom('reviewItems')
    .select((eb) => [
      'sessionId',
      'reader',
      eb.fn.countAll<number>().as('total'),
      eb.fn.count<number>('repeatOf').as('repeats'),
    ])
    .groupBy(['sessionId', 'reader'])
    .execute()
  const answers = await db
    .selectFrom('reviewCommitments')
    .innerJoin('reviewItems', 'reviewItems.id', 'reviewCommitments.itemId')
    .select(['sessionId', 'reader', 'seconds'])
    .where('undoneAt', 'is', null)
    .execute()
  const key = ({ sessionId, reader }: { sessionId: string; reader: string }) =>
    JSON.stringify([sessionId, reader])
  const seconds = Map.groupBy(answers, key)
  return totals.map((row) => ({
    session: row.sessionId,
    reader: row.reader,
    total: row.total,
    repeats: row.repeats,
    seconds: (seconds.get(key(row)) ?? []).map((answer) => answer.seconds),
  }))
}

/** Every answer of a session, those taken back among them, in the order they were given. */
export async function listCommitments(db: Db, session: string): Promise<Commitment[]> {
  const rows = await db
    .selectFrom('reviewCommitments')
    .innerJoin('reviewItems', 'reviewItems.id', 'reviewCommitments.itemId')
    .selectAll('reviewCommitments')
    .where('sessionId', '=', session)
    .orderBy('reviewCommitments.id')
    .execute()
  return rows.map(asCommitment)
}

/** Every answer to an item, in the order they were given. */
export async function listCommitmentsOf(db: Db, item: string): Promise<Commitment[]> {
  const rows = await db
    .selectFrom('reviewCommitments')
    .selectAll()
    .where('itemId', '=', item)
    .orderBy('id')
    .execute()
  return rows.map(asCommitment)
}

/** The last answer of a reader that stands; null when there is none. */
export async function lastCommitment(db: Db, session: string, reader: string): Promise<Commitment | null> {
  const row = await db
    .selectFrom('reviewCommitments')
    .innerJoin('reviewItems', 'reviewItems.id', 'reviewCommitments.itemId')
    .selectAll('reviewCommitments')
    .where('sessionId', '=', session)
    .where('reader', '=', reader)
    .where('undoneAt', 'is', null)
    .orderBy('reviewCommitments.id', 'desc')
    .executeTakeFirst()
  return row ? asCommitment(row) : null
}

export async function addCommitment(
  db: Db,
  { item: itemId, blind, ...answer }: Pick<Commitment, 'item' | 'label' | 'confidence' | 'seconds' | 'blind'>,
): Promise<void> {
  await db
    .insertInto('reviewCommitments')
    .values({
      ...answer,
      itemId,
      blind: blind ? 1 : 0,
      committedAt: new Date().toISOString(),
      revealedAt: null,
      undoneAt: null,
    })
    .execute()
}

export const undoCommitment = (db: Db, id: number) => stamp(db, id, 'undoneAt')

/** The first look counts. */
export const noteReveal = (db: Db, id: number) => stamp(db, id, 'revealedAt')

async function stamp(db: Db, id: number, column: 'undoneAt' | 'revealedAt'): Promise<void> {
  await db
    .updateTable('reviewCommitments')
    .set({ [column]: new Date().toISOString() })
    .where('id', '=', id)
    .where(column, 'is', null)
    .execute()
}

export async function endSession(db: Db, id: string): Promise<void> {
  const endedAt = new Date().toISOString()
  await db
    .updateTable('reviewSessions')
    .set({ endedAt })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .execute()
}

export async function noteApplied(db: Db, id: string, appliedAs: string): Promise<void> {
  const appliedAt = new Date().toISOString()
  await db.updateTable('reviewSessions').set({ appliedAs, appliedAt }).where('id', '=', id).execute()
}

export interface ReviewDecision {
  sinus: string
  label: Label
  by: string
  at: string
}

export async function listReviewDecisions(db: Db, session: string): Promise<ReviewDecision[]> {
  const rows = await db
    .selectFrom('reviewDecisions')
    .selectAll()
    .where('sessionId', '=', session)
    .orderBy('sinus')
    .execute()
  return rows.map(({ sinus, label, decidedBy: by, decidedAt: at }) => ({ sinus, label, by, at }))
}

/** Stores a decision in place of an earlier one; a label of null takes that back. */
export async function saveReviewDecision(
  db: Db,
  sessionId: string,
  { sinus, label, by: decidedBy }: { sinus: string; label: Label | null; by: string },
): Promise<void> {
  if (label === null) {
    await db
      .deleteFrom('reviewDecisions')
      .where('sessionId', '=', sessionId)
      .where('sinus', '=', sinus)
      .execute()
    return
  }
  const row = { sessionId, sinus, label, decidedBy, decidedAt: new Date().toISOString() }
  await db
    .insertInto('reviewDecisions')
    .values(row)
    .onConflict((conflict) => conflict.columns(['sessionId', 'sinus']).doUpdateSet(row))
    .execute()
}

const asItem = ({
  sessionId: session,
  subjectId: subject,
  ...item
}: Selectable<ReviewItemsTable>): ReviewItem => ({
  ...{ id: item.id, session, reader: item.reader, position: item.position },
  ...{ sinus: item.sinus, subject, side: item.side, repeatOf: item.repeatOf },
})

const asCommitment = ({
  itemId: item,
  blind,
  confidence,
  ...answer
}: Selectable<ReviewCommitmentsTable>): Commitment => ({
  ...answer,
  item,
  blind: blind === 1,
  confidence: confidence as Confidence,
})
