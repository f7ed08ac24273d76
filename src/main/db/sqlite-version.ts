import { openDatabase } from './connection.ts'

/** The SQLite inside better-sqlite3, asked of itself. */
export function sqliteVersion(): string {
  const { sqlite } = openDatabase(':memory:')
  try {
    return sqlite.prepare('select sqlite_version()').pluck().get() as string
  } finally {
    sqlite.close()
  }
}
