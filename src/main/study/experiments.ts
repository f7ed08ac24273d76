import { AntrumError } from '../../shared/ipc/error.ts'
import type { Db } from '../db/connection.ts'
import { listExperiments } from '../db/stores/experiments.ts'
import type { Experiment } from '../db/stores/experiments.ts'
import { findStages } from '../db/stores/stages.ts'

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

export type Target =
  | { kind: 'experiment'; id: string }
  /** `experiments`: those that need it. */
  | { kind: 'stage'; hash: string; experiments: string[] }

const leastDigits = 4

/**
 * What a person means by an id: an experiment, or a stage by the first digits of its hash.
 * @throws AntrumError not-found, or usage when several stages begin like this.
 */
export async function findTarget(db: Db, id: string): Promise<Target> {
  if (!/^[0-9a-f]+$/.test(id) || id.length < leastDigits)
    return { kind: 'experiment', id: (await findExperiment(db, id)).id }
  const stages = await findStages(db, id)
  if (stages.length === 0) return { kind: 'experiment', id: (await findExperiment(db, id)).id }
  if (stages.length > 1) {
    const [first, second] = stages
    throw new AntrumError(
      'usage',
      `${stages.length} stages begin with ${id}, for example ${first.hash} and ${second.hash}. Give more digits.`,
    )
  }
  return { kind: 'stage', ...stages[0] }
}
