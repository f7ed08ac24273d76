import SqliteDatabase from 'better-sqlite3'
import { existsSync } from 'node:fs'
import { CamelCasePlugin, Kysely, sql, SqliteDialect } from 'kysely'
import { AntrumError } from '../../shared/ipc/error.ts'
import { migrations } from './migrations/index.ts'
import type { Database } from './schema/index.ts'

export type SqliteConnection = SqliteDatabase.Database

/** What stores take: the project's database or a transaction on it. Columns are snake_case in SQL, camelCase here. */
export type Db = Kysely<Database>

/** 'Antr', in the SQLite header: tells a project from any other SQLite file. */
const applicationId = 0x416e7472

/**
 * Opens a project's database, in WAL mode with foreign keys on, and brings it up to date when it may write.
 *
 * @param file  Path, or ':memory:'. Created when it is not there and `readOnly` is false.
 * @throws AntrumError 'database' when it is damaged, of another program, of a newer Antrum, or (read-only) of an older.
 */
export function openDatabase(file: string, { readOnly = false } = {}): { db: Db; sqlite: SqliteConnection } {
  if (Number(process.versions.napi) < 10) {
    // better-sqlite3 would end the process without a word.
    throw new AntrumError(
      'database',
      `The database needs Node 22.14 or newer; this is ${process.versions.node}.`,
    )
  }
  let sqlite: SqliteConnection | undefined
  try {
    sqlite = new SqliteDatabase(file, { readonly: readOnly, fileMustExist: readOnly })
    refuseForeign(sqlite, file, readOnly)
    sqlite.pragma('foreign_keys = ON')
    if (!readOnly) {
      sqlite.pragma('journal_mode = WAL')
      sqlite.pragma('synchronous = FULL')
      sqlite.pragma(`application_id = ${applicationId}`)
      migrate(sqlite)
    }
  } catch (error) {
    sqlite?.close()
    throw asDatabaseError(error, file)
  }
  return {
    sqlite,
    db: new Kysely({
      dialect: new SqliteDialect({ database: sqlite }),
      plugins: [new CamelCasePlugin({ underscoreBetweenUppercaseLetters: true })],
    }),
  }
}

/**
 * Does work of thousands of small commits without waiting for the disk at each, which would hold up every other call:
 * in WAL mode a kill loses none of them, and a power cut at most the last ones, never the database. For work that goes on
 * where it was when repeated. When this returns, the disk has them all.
 */
export async function withQuickCommits<T>(db: Db, work: () => Promise<T>): Promise<T> {
  await sql`PRAGMA synchronous = NORMAL`.execute(db)
  try {
    return await work()
  } finally {
    await sql`PRAGMA synchronous = FULL`.execute(db)
    await sql`PRAGMA wal_checkpoint(PASSIVE)`.execute(db)
  }
}

/**
 * Runs the migrations a database lacks, each in a transaction of its own together with its version number: killed at
 * any moment, the database is at one version or the next.
 */
export function migrate(sqlite: SqliteConnection, upTo = migrations.length): void {
  for (let version = schemaVersion(sqlite); version < upTo; version++) {
    sqlite.transaction(() => {
      migrations[version].up(sqlite)
      sqlite.pragma(`user_version = ${version + 1}`)
    })()
  }
}

export const schemaVersion = (sqlite: SqliteConnection) =>
  sqlite.pragma('user_version', { simple: true }) as number

/** Looks before anything is written. */
function refuseForeign(sqlite: SqliteConnection, file: string, readOnly: boolean): void {
  const owner = sqlite.pragma('application_id', { simple: true })
  const tables = sqlite.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() as number
  const version = schemaVersion(sqlite)
  if (owner !== applicationId && tables > 0) {
    throw new AntrumError(
      'database',
      `${file} is a database of another program. Choose a project folder of Antrum.`,
    )
  }
  if (version > migrations.length) {
    throw new AntrumError(
      'database',
      `${file} was written by a newer Antrum (schema ${version}; this one knows up to ${migrations.length}). ` +
        'Nothing was changed. Update Antrum to open this project.',
      { found: version, supported: migrations.length },
    )
  }
  if (readOnly && version < migrations.length) {
    throw new AntrumError(
      'database',
      `${file} was written by an older Antrum (schema ${version}, now ${migrations.length}) and is open for reading ` +
        'only. Open the project once where it can be written: it is then brought up to date.',
      { found: version, supported: migrations.length },
    )
  }
}

function asDatabaseError(error: unknown, file: string): Error {
  if (error instanceof AntrumError) return error
  const { code, message } = error as { code?: string; message: string }
  if (code === 'SQLITE_FULL')
    return new AntrumError('disk-full', `No space left for ${file}. Free some and try again.`)
  const reason =
    code === 'SQLITE_NOTADB' || code?.startsWith('SQLITE_CORRUPT')
      ? `is damaged (${message}). Restore antrum.sqlite from a backup of the project folder`
      : existsSync(file)
        ? `cannot be opened (${message}). Check that you may read and write the folder`
        : `cannot be created (${message}). Check that the folder exists and may be written`
  return new AntrumError('database', `${file} ${reason}.`, { code }, { cause: error })
}
