import type { Db } from '../connection.ts'

/** Notes an action for whoever audits the project later. No patient identifiers in `details`. */
export async function logAction(db: Db, action: string, details: Record<string, unknown>): Promise<void> {
  await db
    .insertInto('auditLog')
    .values({ at: new Date().toISOString(), action, details: JSON.stringify(details) })
    .execute()
}
