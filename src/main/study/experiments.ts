import { AntrumError } from '../../shared/ipc/error.ts'
import type { Db } from '../db/connection.ts'
import { listExperiments } from '../db/stores/experiments.ts'
import type { Experiment } from '../db/stores/experiments.ts'

/** @throws AntrumError not-found, naming the experiments there are. */
export async function findExperiment(db: Db, id: string): Promise<Experiment> {
  const experiments = await listExperiments(db)
  const found = experiments.find((experiment) => experiment.id === id)
  if (found) return found
  const known = experiments.map((experiment) => experiment.id).join(', ')
  throw new AntrumError(
    'not-found',
    `There is no experiment ${id} in this project. ${known ? `It has: ${known}.` : 'Plan one with: antrum plan <project> --recipe quick'}`,
  )
}
