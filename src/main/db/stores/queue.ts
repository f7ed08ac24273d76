import type { Db } from '../connection.ts'
import { inBatches } from './batches.ts'

/** Experiments in the queue, first to last. */
export async function listQueue(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('experiments')
    .select('id')
    .where('queuePosition', 'is not', null)
    .orderBy('queuePosition')
    .execute()
  return rows.map(({ id }) => id)
}

/** The queue from now on: these experiments in this order. */
export async function saveQueue(db: Db, experiments: readonly string[]): Promise<void> {
  await db.updateTable('experiments').set({ queuePosition: null }).execute()
  for (const [queuePosition, id] of experiments.entries())
    await db.updateTable('experiments').set({ queuePosition }).where('id', '=', id).execute()
}

export async function dequeue(db: Db, experiments: readonly string[]): Promise<void> {
  await db.updateTable('experiments').set({ queuePosition: null }).where('id', 'in', experiments).execute()
}

/** Lowest and highest priority of any stage. */
export async function priorityRange(db: Db): Promise<{ lowest: number; highest: number }> {
  const { lowest, highest } = await db
    .selectFrom('stages')
    .select((eb) => [eb.fn.min('priority').as('lowest'), eb.fn.max('priority').as('highest')])
    .executeTakeFirstOrThrow()
  return { lowest: lowest ?? 0, highest: highest ?? 0 }
}

export async function setPriority(db: Db, hashes: readonly string[], priority: number): Promise<void> {
  for (const some of inBatches(hashes))
    await db.updateTable('stages').set({ priority }).where('hash', 'in', some).execute()
}
