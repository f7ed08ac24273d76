import type { SlurmSettings } from '../../supervisor/slurm/settings.ts'
import type { Db } from '../connection.ts'

/** Choices that hold for the whole project. */
export interface Settings {
  /** Scan all others are registered to. */
  fixedScan: string
  /** Seed of the jitter of the cubes as they were last extracted; null when they lie at the mean centres. */
  cubeJitterSeed: number | null
  /** Secret behind the project's pseudonyms and date shifts (deidentify/pseudonyms.ts). */
  pseudonymSalt: string
  /** Whether subjects of NIfTI files get pseudonyms too, instead of their files' names. */
  pseudonymsForFiles: boolean
  /** Folder with a `truth.json` of the cohort's lesions, relative to the project with forward slashes. */
  knownLesions: string | null
  /** Nothing of the queue is worked on. */
  queuePaused: boolean
  /** What jobs on a cluster ask for. */
  slurm: SlurmSettings
}

export async function readSetting<K extends keyof Settings>(db: Db, name: K): Promise<Settings[K] | null> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst()
  return row ? (JSON.parse(row.value) as Settings[K]) : null
}

export async function saveSetting<K extends keyof Settings>(
  db: Db,
  name: K,
  value: Settings[K],
): Promise<void> {
  const row = { name, value: JSON.stringify(value) }
  await db
    .insertInto('settings')
    .values(row)
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: row.value }))
    .execute()
}
