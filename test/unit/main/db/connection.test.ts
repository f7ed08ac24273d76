import SqliteDatabase from 'better-sqlite3'
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { migrate, openDatabase, schemaVersion, withQuickCommits } from '../../../../src/main/db/connection.ts'
import { migrations } from '../../../../src/main/db/migrations/index.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'antrum-db-'))
  file = path.join(folder, 'antrum.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('openDatabase', () => {
  it('writes ahead, guards foreign keys and is at the newest schema', () => {
    const { sqlite } = openDatabase(file)
    expect(sqlite.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(sqlite.pragma('foreign_keys', { simple: true })).toBe(1)
    expect(schemaVersion(sqlite)).toBe(migrations.length)
    sqlite.close()
  })

  it('refuses a row that points nowhere', () => {
    const { sqlite } = openDatabase(file)
    const insert = sqlite.prepare("INSERT INTO labels VALUES (1, 'nobody', 'left', '', 'normal', '2026')")
    expect(() => insert.run()).toThrow(/FOREIGN KEY/)
    sqlite.close()
  })

  it('refuses the database of a newer Antrum and leaves it as it is', () => {
    const { sqlite } = openDatabase(file)
    sqlite.pragma(`user_version = ${migrations.length + 1}`)
    sqlite.close()
    expect(() => openDatabase(file)).toThrow(/newer Antrum.*Update/)
    const raw = new SqliteDatabase(file, { readonly: true })
    expect(schemaVersion(raw)).toBe(migrations.length + 1)
    raw.close()
  })

  it("refuses another program's database without touching it", () => {
    const other = new SqliteDatabase(file)
    other.exec('CREATE TABLE notes (text)')
    other.close()
    expect(() => openDatabase(file)).toThrow(/another program/)
    const raw = new SqliteDatabase(file, { readonly: true })
    expect(raw.pragma('journal_mode', { simple: true })).toBe('delete')
    raw.close()
  })

  it('names a damaged file and what to do', () => {
    writeFileSync(file, 'this is no database, it only has its name '.repeat(100))
    expect(() => openDatabase(file)).toThrow(/antrum\.sqlite is damaged.*backup/)
  })

  it('asks for one opening with write access when the schema is old', () => {
    const raw = new SqliteDatabase(file)
    raw.pragma(`application_id = ${0x416e7472}`)
    raw.close()
    expect(() => openDatabase(file, { readOnly: true })).toThrow(/older Antrum/)
  })

  it('undoes a migration that fails half way, and runs it at the next opening', () => {
    const raw = new SqliteDatabase(file)
    raw.exec('CREATE TABLE split_roles (in_the_way)')
    expect(() => migrate(raw)).toThrow(/already exists/)
    expect(schemaVersion(raw)).toBe(0)
    expect(raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all()).toEqual([
      'split_roles',
    ])
    raw.exec('DROP TABLE split_roles')
    migrate(raw)
    expect(schemaVersion(raw)).toBe(migrations.length)
    raw.close()
  })
})

describe('quick commits', () => {
  const subjectsIn = (of: string) => {
    const raw = new SqliteDatabase(of, { readonly: true })
    const subjects = raw.prepare('SELECT id FROM subjects').pluck().all()
    raw.close()
    return subjects
  }

  it('do not wait for the disk, and what they did is on it afterwards', async () => {
    const { db, sqlite } = openDatabase(file)
    const synchronous = () => sqlite.pragma('synchronous', { simple: true })
    expect(synchronous()).toBe(2) // FULL
    const returned = await withQuickCommits(db, async () => {
      expect(synchronous()).toBe(1) // NORMAL
      await db.insertInto('subjects').values({ id: 'sub-1', addedAt: '2026' }).execute()
      return 'done'
    })
    expect([returned, synchronous()]).toEqual(['done', 2])
    // The file alone, as if what was written ahead had been lost.
    const alone = path.join(folder, 'alone.sqlite')
    copyFileSync(file, alone)
    expect(subjectsIn(alone)).toEqual(['sub-1'])
    await db.destroy()
  })

  it('end when the work fails', async () => {
    const { db, sqlite } = openDatabase(file)
    await expect(withQuickCommits(db, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    expect(sqlite.pragma('synchronous', { simple: true })).toBe(2)
    await db.destroy()
  })
})
