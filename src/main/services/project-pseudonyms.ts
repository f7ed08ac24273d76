import { randomBytes } from 'node:crypto'
import type { Db } from '../db/connection.ts'
import { readSetting, saveSetting } from '../db/stores/settings.ts'
import { pseudonymsOf, type Pseudonyms } from '../deidentify/pseudonyms.ts'

/** The pseudonyms of a project open for writing; its secret is drawn the first time. */
export async function projectPseudonyms(db: Db): Promise<Pseudonyms> {
  const known = await knownPseudonyms(db)
  if (known) return known
  const salt = randomBytes(32).toString('hex')
  await saveSetting(db, 'pseudonymSalt', salt)
  return pseudonymsOf(salt)
}

/** The same, null where no subject has been given a pseudonym yet. */
export async function knownPseudonyms(db: Db): Promise<Pseudonyms | null> {
  const salt = await readSetting(db, 'pseudonymSalt')
  return salt === null ? null : pseudonymsOf(salt)
}
