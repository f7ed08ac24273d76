import { setCancelled } from '../db/stores/experiments.ts'
import { dequeue } from '../db/stores/queue.ts'
import { listStages, listStagesToCancel, setStageStates } from '../db/stores/stages.ts'
import type { StageRecord } from '../db/stores/stages.ts'
import type { Project } from '../project.ts'
import { findTarget } from './experiments.ts'
import { closure, readersIn, recordsOf } from './stage-graph.ts'

export interface Cancellation {
  /** One of the two: what was cancelled. */
  experiment?: string
  stage?: string
  /** Stages that are cancelled now. */
  cancelled: number
  /** Stages whose results stay. */
  finished: number
  /** Unfinished stages left queued because another experiment needs them too. */
  shared: number
}

const isOpen = ({ state }: Pick<StageRecord, 'state'>) => ['queued', 'running', 'interrupted'].includes(state)

/**
 * Marks as cancelled what an experiment has not finished and no other needs, or a stage with all that reads it. Running
 * either again continues where it stopped. Who computes them is told by the caller.
 *
 * @throws AntrumError not-found
 */
export async function cancel({ db }: Project, id: string): Promise<Cancellation> {
  const target = await findTarget(db, id)
  await db.transaction().execute(async (tx) => {
    if (target.kind === 'experiment') {
      await setCancelled(tx, target.id, new Date().toISOString())
      await dequeue(tx, [target.id])
      const stages = await listStagesToCancel(tx, target.id)
      await setStageStates(tx, stages, 'cancelled')
    } else {
      const records = await recordsOf(tx, target.experiments)
      const lost = [...closure([target.hash], readersIn(records, isOpen))]
      await setStageStates(
        tx,
        lost.filter((hash) => isOpen(records.get(hash)!)),
        'cancelled',
      )
    }
  })
  const records =
    target.kind === 'experiment'
      ? await listStages(db, target.id)
      : [...(await recordsOf(db, target.experiments)).values()]
  const count = (...states: string[]) => records.filter(({ state }) => states.includes(state)).length
  return {
    ...(target.kind === 'experiment' ? { experiment: target.id } : { stage: target.hash }),
    cancelled: count('cancelled'),
    finished: count('finished'),
    shared: target.kind === 'experiment' ? count('queued', 'running', 'interrupted') : 0,
  }
}
