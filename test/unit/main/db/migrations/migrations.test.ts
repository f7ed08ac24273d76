import SqliteDatabase from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { migrate, schemaVersion } from '../../../../../src/main/db/connection.ts'
import { migrations } from '../../../../../src/main/db/migrations/index.ts'
import { allRows } from '../../../../helpers/database.ts'
import { rowsAtVersion } from './rows.ts'

describe('migrations', () => {
  it('are named by their position', () => {
    migrations.forEach(({ name }, index) =>
      expect(name).toMatch(new RegExp(`^${String(index + 1).padStart(4, '0')}-`)),
    )
  })

  // Version 1 has none before it; each later one must bring rows of its predecessor here (rows.ts).
  it.each(migrations.map(({ name }, index) => [name, index + 1] as const))(
    '%s: rows written before every later migration are all there after it',
    (_, version) => {
      const sqlite = withRows(version)
      const before = allRows(sqlite)
      expect(
        Object.entries(before)
          .filter(([, rows]) => rows.length === 0)
          .map(([table]) => table),
      ).toEqual([])

      migrate(sqlite)
      expect(schemaVersion(sqlite)).toBe(migrations.length)
      const after = allRows(sqlite)
      for (const [table, rows] of Object.entries(before)) {
        expect(after[table], table).toEqual(
          rows.map((row) => expect.objectContaining(row as object) as unknown),
        )
      }
      expect(sqlite.pragma('foreign_key_check')).toEqual([])
      sqlite.close()
    },
  )
})

/** A database as it was at a version, with rows in every table, each written when the table was new. */
function withRows(version: number) {
  const sqlite = new SqliteDatabase(':memory:')
  sqlite.pragma('foreign_keys = ON')
  for (let past = 1; past <= version; past++) {
    migrate(sqlite, past)
    sqlite.exec(rowsAtVersion[past - 1])
  }
  return sqlite
}

describe('0001-cohort', () => {
  it.each([
    ['a second role in one split', "INSERT INTO split_roles VALUES ('v1', 'sub-1', 'development')", /UNIQUE/],
    [
      'a test subject in a fold',
      "INSERT INTO fold_roles VALUES ('v1', 0, 'sub-1', 'development', 'train', 1)",
      /FOREIGN KEY/,
    ],
    [
      'a test subject in a fold under its own name',
      "INSERT INTO fold_roles VALUES ('v1', 0, 'sub-1', 'test', 'train', 1)",
      /CHECK/,
    ],
    [
      'a second role in one fold',
      "INSERT INTO fold_roles (version, fold_index, subject_id, role) VALUES ('v1', 0, 'sub-2', 'validation')",
      /UNIQUE/,
    ],
    [
      'validating in two folds',
      "INSERT INTO fold_roles (version, fold_index, subject_id, role) VALUES ('v1', 2, 'sub-2', 'validation')",
      /UNIQUE/,
    ],
    [
      'two used scans of a subject',
      "INSERT INTO scans VALUES ('s3', 'sub-1', 'scans/s3', NULL, '[]', '[]', '[]', '[]', 1, '2026')",
      /UNIQUE/,
    ],
    [
      'a finding of a normal sinus',
      "INSERT INTO label_findings (label_id, position, finding) VALUES (2, 0, 'cyst')",
      /FOREIGN KEY/,
    ],
    ['a side that is neither', "INSERT INTO centroids VALUES ('s2', 'up', 0, 0, 0, '2026')", /CHECK/],
    [
      'text where a number belongs',
      "INSERT INTO centroids VALUES ('s2', 'left', 'x', 0, 0, '2026')",
      /cannot store TEXT/,
    ],
  ])('refuses %s', (_, statement, message) => {
    const sqlite = withRows(1)
    expect(() => sqlite.exec(statement)).toThrow(message)
    sqlite.close()
  })
})

describe('0003-look-alikes', () => {
  it.each([
    [
      'an answer that is none',
      "INSERT INTO decisions VALUES ('s1', 'same-scan', 'maybe', NULL, '2026')",
      /CHECK/,
    ],
    ['sides without a scan', "INSERT INTO decisions VALUES ('s1', 'sides', 'RAS', NULL, '2026')", /CHECK/],
    ['a second answer', "INSERT INTO decisions VALUES ('s2', 'same-scan', 'same', NULL, '2026')", /UNIQUE/],
    ['a fingerprint of another size', 'UPDATE scan_fingerprints SET fingerprint = zeroblob(12)', /CHECK/],
  ])('refuses %s', (_, statement, message) => {
    const sqlite = withRows(3)
    expect(() => sqlite.exec(statement)).toThrow(message)
    sqlite.close()
  })
})

describe('0004-split-unit', () => {
  it('refuses roles of subjects in a split by sinus', () => {
    const sqlite = withRows(4)
    expect(() => sqlite.exec("INSERT INTO split_roles VALUES ('leaky', 'sub-3', 'test')")).toThrow(
      /a split by sinus gives subjects no role/,
    )
    sqlite.exec("INSERT INTO split_roles VALUES ('v1', 'sub-3', 'test')")
    sqlite.close()
  })
})

describe('0009-review', () => {
  it.each([
    [
      'a sinus that a reader is given twice, unless as a repeat',
      "INSERT INTO review_items VALUES ('3a1b2c3d0a1b2c3d0a1b2c3d', 'review-1', 'reader B', 1, 'sub-1_L', 'sub-1', 'left', NULL)",
      /UNIQUE/,
    ],
    [
      'two items in one place of a reader’s order',
      "INSERT INTO review_items VALUES ('3a1b2c3d0a1b2c3d0a1b2c3d', 'review-1', 'reader B', 0, 'sub-2_L', 'sub-2', 'left', NULL)",
      /UNIQUE/,
    ],
    [
      'an item of somebody who does not read',
      "INSERT INTO review_items VALUES ('3a1b2c3d0a1b2c3d0a1b2c3d', 'review-1', 'reader C', 0, 'sub-2_L', 'sub-2', 'left', NULL)",
      /FOREIGN KEY/,
    ],
    [
      'a second answer beside one that stands',
      "INSERT INTO review_commitments VALUES (3, '0a1b2c3d0a1b2c3d0a1b2c3d', 'normal', 1, 1, 1, '2026', NULL, NULL)",
      /UNIQUE/,
    ],
    [
      'a confidence beyond the scale',
      "INSERT INTO review_commitments VALUES (3, '2a1b2c3d0a1b2c3d0a1b2c3d', 'normal', 6, 1, 1, '2026', NULL, NULL)",
      /CHECK/,
    ],
    ['labels that were applied as nobody’s', 'UPDATE review_sessions SET applied_as = NULL', /CHECK/],
  ])('refuses %s', (_, statement, message) => {
    const sqlite = withRows(9)
    expect(() => sqlite.exec(statement)).toThrow(message)
    sqlite.close()
  })
})

describe('0007-queue', () => {
  it('finds the place of stages in the study from their definitions', () => {
    const sqlite = new SqliteDatabase(':memory:')
    migrate(sqlite, 6)
    const insert = sqlite.prepare('INSERT INTO stages (hash, kind, definition) VALUES (?, ?, ?)')
    const add = (hash: string, kind: string, params: object, inputs: object) =>
      insert.run(hash, kind, JSON.stringify({ kind, params, inputs }))
    add('a', 'cae', { foldIndex: 2 }, {})
    add('b', 'residuals', {}, { cae: 'a' })
    add('c', 'pretrain', { method: 'residual' }, { residuals: 'b' })
    add('d', 'pretrain', { method: 'autoencoder' }, {})
    add('e', 'finetune', { method: 'residual', foldIndex: 2, labelFraction: 0.1 }, { encoder: 'c' })
    add('f', 'evaluate', { foldIndex: 2 }, { classifier: 'e' })
    add('g', 'evaluate', { foldIndex: 2 }, { classifier: 'lost' })
    migrate(sqlite)
    const rows = sqlite
      .prepare('SELECT hash, method, fold_index, label_fraction FROM stages ORDER BY hash')
      .raw()
      .all()
    expect(rows).toEqual([
      ['a', null, 2, null],
      ['b', null, 2, null],
      ['c', 'residual', 2, null],
      ['d', 'autoencoder', null, null],
      ['e', 'residual', 2, 0.1],
      ['f', 'residual', 2, 0.1],
      ['g', null, null, null],
    ])
    sqlite.close()
  })
})
