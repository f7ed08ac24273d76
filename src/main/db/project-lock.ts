import SqliteDatabase from 'better-sqlite3'
import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import type { ProjectHolder } from '../../shared/ipc/queue.ts'

export interface ProjectLock {
  release: () => void
}

/** How long `projectHolder` can be in the way of who takes the lock. */
const glanceMs = 50
/** And of another `projectHolder`: it waits, and with it the thread, while somebody does hold the project. */
const lookMs = 10

/**
 * Takes the one right to write a project, or tells who has it.
 *
 * The lock is a write transaction kept open on a small SQLite file, so it lives and dies with the process (the
 * operating system drops it after a crash or a power cut): there is no stale lock to find out about and no id to
 * compare. The holder's name in it is only read when the lock is taken.
 */
export function takeProjectLock(file: string): ProjectLock | { heldBy: ProjectHolder | null } {
  const sqlite = new SqliteDatabase(file, { timeout: glanceMs })
  try {
    sqlite.pragma('journal_mode = DELETE')
    sqlite.exec('CREATE TABLE IF NOT EXISTS holder (pid INTEGER, host TEXT, since TEXT)')
    sqlite
      .transaction(() => {
        sqlite.exec('DELETE FROM holder')
        sqlite
          .prepare('INSERT INTO holder VALUES (?, ?, ?)')
          .run(process.pid, hostname(), new Date().toISOString())
      })
      .immediate()
    // Others can read the name but not write: BEGIN IMMEDIATE takes the lock and leaves it at that.
    sqlite.exec('BEGIN IMMEDIATE')
    return { release: () => sqlite.close() }
  } catch (error) {
    const busy = (error as { code?: string }).code?.startsWith('SQLITE_BUSY')
    const heldBy = busy ? readHolder(sqlite) : null
    sqlite.close()
    if (busy) return { heldBy }
    throw error
  }
}

function readHolder(sqlite: SqliteDatabase.Database): ProjectHolder | null {
  try {
    return (sqlite.prepare('SELECT pid, host, since FROM holder').get() as ProjectHolder | undefined) ?? null
  } catch {
    return null // It is just being written.
  }
}

/** Who may write the project at this moment; null when nobody holds it. Somebody who takes it just now waits a glance. */
export function projectHolder(file: string): ProjectHolder | null {
  if (!existsSync(file)) return null
  // Another such look is over sooner: it would be taken for whoever held the project last.
  const sqlite = new SqliteDatabase(file, { timeout: lookMs })
  try {
    sqlite.exec('BEGIN IMMEDIATE')
    return null
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY')) return readHolder(sqlite)
    return null // A folder that can only be read: nobody writes it from here.
  } finally {
    sqlite.close()
  }
}
