import { stat } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { databaseFile } from '../project.ts'

interface WatchOptions {
  /** How soon a change is noticed. */
  everyMs: number
  signal: AbortSignal | undefined
  /** Something beside the database to look at: reads anew when this changes. */
  beside?: () => string
}

/**
 * What `read` finds in a project, at once and whenever the project may have changed since, until aborted: another process
 * does the work, and only the database knows.
 */
export async function* readChanges<T>(
  folder: string,
  read: () => Promise<T>,
  { everyMs, signal, beside = () => '' }: WatchOptions,
): AsyncGenerator<T> {
  let seen: string | null = null
  while (!signal?.aborted) {
    const current = `${await databaseStamp(folder)} ${beside()}`
    if (current !== seen) yield await read()
    seen = current
    await sleep(everyMs, undefined, { ...(signal && { signal }) }).catch((error: unknown) => {
      if (!signal?.aborted) throw error
    })
  }
}

/** Differs after every commit: listing thousands of runs once a second is too much for a window left open. */
async function databaseStamp(folder: string): Promise<string> {
  const database = path.join(path.resolve(folder), databaseFile)
  const stats = await Promise.all([database, `${database}-wal`].map((file) => stat(file).catch(() => null)))
  return stats.map((file) => (file ? `${file.mtimeMs} ${file.size}` : 'none')).join(' ')
}
