import { AntrumError } from '../../shared/ipc/error.ts'
import type { QueueRequest } from '../../shared/ipc/queue.ts'
import type { Db } from '../db/connection.ts'
import { setCancelled } from '../db/stores/experiments.ts'
import { listQueue, priorityRange, saveQueue, setPriority } from '../db/stores/queue.ts'
import { saveSetting } from '../db/stores/settings.ts'
import { listStagesBy } from '../db/stores/stage-list.ts'
import { setStageStates } from '../db/stores/stages.ts'
import type { StageRecord } from '../db/stores/stages.ts'
import type { Project } from '../project.ts'
import { applyReviewChange } from '../services/review-change.ts'
import type { ReviewChange, ReviewChangeAnswers } from '../services/review-change.ts'
import { cancel } from './cancel.ts'
import type { Pace } from './calibration.ts'
import type { Cancellation } from './cancel.ts'
import { findExperiment, findTarget } from './experiments.ts'
import type { Engine } from './outline.ts'
import { planExperiment } from './plan.ts'
import type { Recipe } from './recipe.ts'
import { closure, inputsIn, readersIn, recordsOf } from './stage-graph.ts'

/** Planning is asked for like this, too, so that a run of days is not in the way of the next plan. */
export interface PlanRequest {
  action: 'plan'
  recipe: Recipe
  /** Of the machine that asks. `memoryBytes` null: no limit. */
  engine: Omit<Engine, 'memoryBytes'> & { memoryBytes: number | null }
  /** What was measured there. */
  paces: [signature: string, pace: Pace][]
}
/** So is an answer of somebody who reads blind. */
export interface ReviewRequest {
  action: 'review'
  change: ReviewChange
}
export type ProjectRequest = QueueRequest | PlanRequest | ReviewRequest

export interface Answers {
  plan: { experiment: string }
  review: ReviewChangeAnswers[ReviewChange['what']]
  pause: { paused: boolean }
  resume: { paused: boolean }
  add: { queue: string[] }
  move: { queue: string[]; stages: number }
  retry: { queue: string[]; stages: number }
  cancel: Cancellation
}
export type QueueAnswer = Answers[keyof Answers]

/** Changes the database; whoever works off the queue has to look at it again. @throws AntrumError not-found, usage. */
export async function applyRequest(project: Project, request: ProjectRequest): Promise<QueueAnswer> {
  const { db } = project
  switch (request.action) {
    case 'pause':
    case 'resume': {
      const paused = request.action === 'pause'
      await saveSetting(db, 'queuePaused', paused)
      return { paused }
    }
    case 'add':
      return { queue: await enqueue(db, request.id) }
    case 'move':
      return move(db, request.id, request.to)
    case 'retry':
      return retry(db, request.id)
    case 'cancel':
      return cancel(project, request.id)
    case 'plan':
      return plan(project, request)
    case 'review':
      return applyReviewChange(project, request.change)
  }
}

async function plan(project: Project, { recipe, engine, paces }: PlanRequest): Promise<Answers['plan']> {
  const measured = { ...engine, memoryBytes: engine.memoryBytes ?? Infinity }
  const { experiment } = await planExperiment(
    project,
    recipe,
    () => Promise.resolve(measured),
    () => Promise.resolve(new Map(paces)),
  )
  return { experiment }
}

/** Puts an experiment at the end of the queue, unless it is in it. */
export async function enqueue(db: Db, experiment: string): Promise<string[]> {
  await findExperiment(db, experiment)
  await setCancelled(db, experiment, null)
  const queue = await listQueue(db)
  if (!queue.includes(experiment)) await saveQueue(db, [...queue, experiment])
  return listQueue(db)
}

async function move(db: Db, id: string, to: 'first' | 'last' | number): Promise<Answers['move']> {
  const target = await findTarget(db, id)
  if (target.kind === 'experiment') {
    const others = (await enqueue(db, target.id)).filter((other) => other !== target.id)
    const place = to === 'first' ? 0 : to === 'last' ? others.length : to
    await saveQueue(db, others.toSpliced(place, 0, target.id))
    const stages = await listStagesBy(db, { experiments: [target.id], states: ['queued', 'interrupted'] })
    return { queue: await listQueue(db), stages: stages.length }
  }
  if (typeof to === 'number') {
    throw new AntrumError(
      'usage',
      `Only experiments have places in the queue; stage ${target.hash} can be moved first or last.`,
    )
  }
  const { lowest, highest } = await priorityRange(db)
  const records = await recordsOf(db, target.experiments)
  // A stage cannot go before what it reads.
  const isOpen = ({ state }: StageRecord) => state !== 'finished'
  const moved = to === 'first' ? closure([target.hash], inputsIn(records, isOpen)) : new Set([target.hash])
  await setPriority(db, [...moved], to === 'first' ? highest + 1 : lowest - 1)
  return { queue: await listQueue(db), stages: moved.size }
}

async function retry(db: Db, id: string | null): Promise<Answers['retry']> {
  const target = id === null ? null : await findTarget(db, id)
  const experiments = target?.kind === 'experiment' ? [target.id] : target?.experiments
  const failed = await listStagesBy(db, { ...(experiments && { experiments }), states: ['failed'] })
  const records = await recordsOf(db, [...new Set(failed.map(({ experiment }) => experiment))])
  const hasFailed = ({ state }: StageRecord) => state === 'failed'
  if (target?.kind === 'stage' && records.get(target.hash)?.state !== 'failed') {
    throw new AntrumError(
      'invalid-state',
      `Stage ${target.hash} has not failed, so there is nothing to retry.`,
    )
  }
  const inputs = inputsIn(records, hasFailed)
  const chosen =
    target?.kind === 'stage'
      ? new Set([...closure([target.hash], inputs), ...closure([target.hash], readersIn(records, hasFailed))])
      : new Set(failed.map(({ hash }) => hash))
  await setStageStates(db, [...chosen], 'queued')
  for (const { hash, experiment } of failed) if (chosen.has(hash)) await enqueue(db, experiment)
  return { queue: await listQueue(db), stages: chosen.size }
}
