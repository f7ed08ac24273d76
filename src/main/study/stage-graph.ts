import type { Db } from '../db/connection.ts'
import { listStages } from '../db/stores/stages.ts'
import type { StageRecord } from '../db/stores/stages.ts'
import { inputsOf } from './hash.ts'

export type Records = ReadonlyMap<string, StageRecord>
type Neighbours = (hash: string) => readonly string[]
type Wanted = (record: StageRecord) => boolean

/** The stages of experiments, by hash. */
export async function recordsOf(db: Db, experiments: readonly string[]): Promise<Map<string, StageRecord>> {
  const records = new Map<string, StageRecord>()
  for (const experiment of experiments)
    for (const record of await listStages(db, experiment)) records.set(record.stage.hash, record)
  return records
}

/** What a stage reads, as far as it is wanted. */
export const inputsIn =
  (records: Records, wanted: Wanted): Neighbours =>
  (hash) => {
    const record = records.get(hash)
    const inputs = record ? inputsOf(record.stage) : []
    return inputs.filter((input) => records.has(input) && wanted(records.get(input)!))
  }

/** What reads a stage, as far as it is wanted. */
export function readersIn(records: Records, wanted: Wanted): Neighbours {
  const readers = new Map<string, string[]>()
  for (const record of records.values()) {
    if (!wanted(record)) continue
    for (const input of inputsOf(record.stage)) {
      const known = readers.get(input)
      if (known) known.push(record.stage.hash)
      else readers.set(input, [record.stage.hash])
    }
  }
  return (hash) => readers.get(hash) ?? []
}

/** These and all that can be reached from them. */
export function closure(from: readonly string[], neighbours: Neighbours): Set<string> {
  const reached = new Set(from)
  for (const hash of reached) for (const next of neighbours(hash)) reached.add(next)
  return reached
}
