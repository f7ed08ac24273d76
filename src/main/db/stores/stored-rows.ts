import type { Compilable } from 'kysely'
import type { Db } from '../connection.ts'

/**
 * Rows with their columns named as in SQL. For lists of thousands: renaming columns, as the connection does elsewhere,
 * takes longer than the query.
 */
export async function storedRows<Row>(db: Db, query: Compilable): Promise<Row[]> {
  return (await db.withoutPlugins().executeQuery(query.compile())).rows as Row[]
}
