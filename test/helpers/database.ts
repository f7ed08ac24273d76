import { openDatabase, type SqliteConnection } from '../../src/main/db/connection.ts'
import { addScan, type Scan } from '../../src/main/db/stores/scans.ts'

/** An empty, migrated database in memory. */
export const aDatabase = () => openDatabase(':memory:')

/** A scan row; `id` and `subject` follow from `name` unless given. */
export const aScan = (name: string, given: Partial<Scan> = {}): Scan => ({
  id: `scan-${name}`,
  subject: name,
  file: `scans/${name}.nii.gz`,
  contrast: null,
  shape: [2, 3, 4],
  spacingMm: [1, 1, 1],
  affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
  notes: [],
  used: true,
  ...given,
})

/** Adds one used scan per name. */
export async function addUsedScans(
  db: Parameters<typeof addScan>[0],
  names: readonly string[],
): Promise<void> {
  for (const name of names) await addScan(db, aScan(name))
}

/** Every row of every table, by table: what a migration must keep. */
export function allRows(sqlite: SqliteConnection): Record<string, unknown[]> {
  const tables = sqlite
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .pluck()
    .all()
  return Object.fromEntries(
    (tables as string[]).map((table) => [
      table,
      sqlite.prepare(`SELECT * FROM ${table} ORDER BY rowid`).all(),
    ]),
  )
}
