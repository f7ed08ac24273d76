import type { StageKind } from '../../../shared/domain/stage.ts'
import type { StageOrigin } from '../../../shared/domain/stage-origin.ts'
import type { RunState } from '../../../shared/ipc/api.ts'
import type { ErrorPayload } from '../../../shared/ipc/error.ts'
import type { Db } from '../connection.ts'
import type { StageProgress } from './stages.ts'
import { storedRows } from './stored-rows.ts'

/** A stage in a list: all but its definition, which makes lists of ten thousand slow. */
export interface ListedStage extends StageProgress, StageOrigin {
  hash: string
  experiment: string
  kind: StageKind
  state: RunState
  reason: ErrorPayload | null
  trainer: { pid: number; host: string } | null
  startedAt: string | null
  seconds: number | null
  expectedSeconds: number | null
}

export interface StageFilter {
  experiments?: readonly string[]
  states?: readonly RunState[]
  kinds?: readonly StageKind[]
  methods?: readonly string[]
  foldIndex?: number
  limit?: number
  /**
   * `queue`: as they are worked off, that is by priority, then by place of the experiment in the queue (those not in it
   * last, oldest first), then as planned. `planned`: an experiment's after each other, each stage after those it reads.
   */
  order?: 'queue' | 'planned'
}

/** Stages as experiments use them, one that several share once under each. */
export async function listStagesBy(db: Db, filter: StageFilter = {}): Promise<ListedStage[]> {
  const { experiments, states, kinds, methods, foldIndex, limit, order = 'queue' } = filter
  let query = db
    .selectFrom('experimentStages')
    .innerJoin('stages', 'stages.hash', 'experimentStages.stageHash')
    .innerJoin('experiments', 'experiments.id', 'experimentStages.experimentId')
    .select([
      ...([
        'hash',
        'experimentId',
        'kind',
        'state',
        'reason',
        'trainerPid',
        'trainerHost',
        'startedAt',
      ] as const),
      ...(['seconds', 'expectedSeconds', 'method', 'foldIndex', 'labelFraction', 'stepsDone'] as const),
      ...(['stepsTotal', 'epochIndex', 'epochs', 'loss', 'stepSeconds', 'lastEventAt'] as const),
    ])
  if (order === 'queue') {
    query = query
      .orderBy('priority', 'desc')
      .orderBy((eb) => eb('queuePosition', 'is', null))
      .orderBy('queuePosition')
      .orderBy('plannedAt')
  }
  query = query.orderBy('experimentId').orderBy('position')
  if (experiments) query = query.where('experimentId', 'in', experiments)
  if (states) query = query.where('state', 'in', states)
  if (kinds) query = query.where('kind', 'in', kinds)
  if (methods) query = query.where('method', 'in', methods)
  if (foldIndex !== undefined) query = query.where('foldIndex', '=', foldIndex)
  if (limit !== undefined) query = query.limit(limit)
  return (await storedRows<Row>(db, query)).map(asListed)
}

/** A row with the names its columns have in SQL. */
interface Row extends Pick<
  ListedStage,
  'hash' | 'kind' | 'state' | 'seconds' | 'method' | 'epochs' | 'loss'
> {
  experiment_id: string
  reason: string | null
  trainer_pid: number | null
  trainer_host: string | null
  started_at: string | null
  expected_seconds: number | null
  fold_index: number | null
  label_fraction: number | null
  steps_done: number | null
  steps_total: number | null
  epoch_index: number | null
  step_seconds: number | null
  last_event_at: string | null
}

function asListed(row: Row): ListedStage {
  const { hash, kind, state, seconds, method, epochs, loss, reason, trainer_pid, trainer_host } = row
  return {
    ...{ hash, kind, state, seconds, method, epochs, loss },
    experiment: row.experiment_id,
    reason: reason === null ? null : (JSON.parse(reason) as ErrorPayload),
    trainer: trainer_pid === null || trainer_host === null ? null : { pid: trainer_pid, host: trainer_host },
    startedAt: row.started_at,
    expectedSeconds: row.expected_seconds,
    foldIndex: row.fold_index,
    labelFraction: row.label_fraction,
    stepsDone: row.steps_done,
    stepsTotal: row.steps_total,
    epochIndex: row.epoch_index,
    stepSeconds: row.step_seconds,
    lastEventAt: row.last_event_at,
  }
}
