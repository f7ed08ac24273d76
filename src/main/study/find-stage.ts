import type { Stage, StageKind, StageOf } from '../../shared/domain/stage.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import type { Db } from '../db/connection.ts'
import { listAllStages, type StageRecord } from '../db/stores/stages.ts'
import { stageName } from './stage-name.ts'

/** Every stage of a project with its record, and what reads what. */
export interface StageGraph {
  records: ReadonlyMap<string, StageRecord>
  stages: ReadonlyMap<string, Stage>
}

export async function stageGraph(db: Db): Promise<StageGraph> {
  const all = await listAllStages(db)
  return {
    records: new Map(all.map((record) => [record.stage.hash, record])),
    stages: new Map(all.map(({ stage }) => [stage.hash, stage])),
  }
}

/** Fewer digits than this are more likely a slip than a name. */
const shortestPrefix = 6

/**
 * A finished stage by its hash or the first digits of it. An evaluation stands for the model that it evaluated, whose
 * hash is in no report.
 *
 * @param kinds  What may be meant.
 * @throws AntrumError 'usage' for what is no hash, 'not-found', 'invalid-state' when it is not finished.
 */
export function findStage<K extends StageKind>(
  { records, stages }: StageGraph,
  given: string,
  kinds: readonly K[],
): StageRecord & { stage: StageOf<K> } {
  if (!/^[0-9a-f]+$/.test(given) || given.length < shortestPrefix)
    throw new AntrumError(
      'usage',
      `A stage is named by its hash, at least ${shortestPrefix} digits of it; "${given}" was given. ${examples()}`,
    )
  const found = [...records.values()].filter(({ stage }) => stage.hash.startsWith(given))
  if (found.length > 1)
    throw new AntrumError('usage', `${found.length} stages begin with ${given}. Give more digits.`)
  const [named] = found
  if (!named) throw new AntrumError('not-found', `There is no stage ${given} in this project. ${examples()}`)
  const record =
    named.stage.kind === 'evaluate' ? (records.get(named.stage.inputs.classifier) ?? named) : named
  const { stage, state } = record
  if (!(kinds as readonly StageKind[]).includes(stage.kind))
    throw new AntrumError(
      'usage',
      `Stage ${given} is "${stageName(stage, stages)}"; wanted is one of these kinds: ${kinds.join(', ')}. ${examples()}`,
    )
  if (state !== 'finished')
    throw new AntrumError(
      'invalid-state',
      `Stage ${given} (${stageName(stage, stages)}) is ${state}. Finish it with: antrum run <project> <experiment>`,
    )
  return record as StageRecord & { stage: StageOf<K> }

  function examples(): string {
    const usable = [...records.values()].filter(
      (one) => one.state === 'finished' && (kinds as readonly StageKind[]).includes(one.stage.kind),
    )
    if (usable.length === 0) return 'No such stage is finished yet. Run: antrum run <project> <experiment>'
    // One of each kind of model: folds are many, and alike.
    const kindsOfModel = Map.groupBy(usable, ({ stage }) =>
      stageName(stage, stages).replace(/, fold \d+/, ''),
    )
    const some = [...kindsOfModel.values()]
      .slice(0, 8)
      .map(([{ stage }]) => `${stage.hash.slice(0, 12)} (${stageName(stage, stages)})`)
    return `There are, for example: ${some.join('; ')}.`
  }
}
