import { randomBytes } from 'node:crypto'
import type { Db } from '../db/connection.ts'
import { readSetting, saveSetting } from '../db/stores/settings.ts'
import { pseudonymsOf, type Pseudonyms } from '../deidentify/pseudonyms.ts'

/** The pseudonyms of an open project; its secret is drawn the first time. */
export async function projectPseudonyms(db: Db): Promise<Pseudonyms> {
  const salt = await readSetting(db, 'pseudonymSalt')
  if (salt !== null) return pseudonymsOf(salt)
  const drawn = randomBytes(32).toString('hex')
  await saveSetting(db, 'pseudonymSalt', drawn)
  return pseudonymsOf(drawn)
}
