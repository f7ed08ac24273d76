import type { ExperimentStatus, ProjectStatus } from '../../../shared/ipc/queue.ts'
import type { ShownProgress } from '../../../shared/ipc/shell.ts'
import { queueOf } from './open-work.ts'

/**
 * How an experiment ended: with all of its runs finished, with some of them, with none, or before its end, because
 * nobody works on it any more.
 */
export interface Ending {
  experiment: string
  how: 'finished' | 'partly' | 'failed' | 'stopped'
  finished: number
  runs: number
}

export interface RunNews {
  /** Null while no run is at work. */
  progress: ShownProgress | null
  /** Since the status before this one. */
  endings: Ending[]
}

/**
 * Tells from one status of a project after the other how far its run is and what has come to an end. What was going on
 * before the first one it cannot know.
 */
export class RunReporter {
  /** Who works off the queue: an import holds a project, too, but no stage runs meanwhile. */
  private worker: string | null = null
  /** Experiments that it has begun and not ended. */
  private open = new Set<string>()

  hear(status: ProjectStatus): RunNews {
    const holder = status.holder?.since ?? null
    const queued = queueOf(status)
    if (holder === null) this.worker = null
    else if (queued.some(isRunning)) this.worker = holder
    const isAtWork = holder !== null && holder === this.worker

    const before = this.open
    // Others may wait in the queue without having been asked for.
    const open = queued.filter((one) => !isFinished(one) && (isRunning(one) || before.has(one.experiment)))
    this.open = new Set(isAtWork ? open.map(({ experiment }) => experiment) : [])
    const endings = status.experiments
      .filter(({ experiment, cancelledAt }) => {
        return before.has(experiment) && !this.open.has(experiment) && cancelledAt === null
      })
      .map(endingOf)
    return { progress: isAtWork ? progressOf(queued, status.paused) : null, endings }
  }
}

const runsOf = ({ states }: ExperimentStatus) => Object.values(states).reduce((sum, count) => sum + count, 0)

const isRunning = ({ states }: ExperimentStatus) => states.running > 0

const isFinished = (status: ExperimentStatus) => status.states.finished === runsOf(status)

/** By the share of the expected time that the Runs page and `antrum status` show; experiments count alike. */
function progressOf(queued: readonly ExperimentStatus[], paused: boolean): ShownProgress {
  const share = queued.reduce((sum, { progress }) => sum + progress, 0) / Math.max(1, queued.length)
  const hasFailed = queued.some(({ states }) => states.failed > 0)
  return { share, state: paused ? 'paused' : hasFailed ? 'failing' : 'running' }
}

/** An experiment that is still in the queue was not worked through. */
function endingOf(status: ExperimentStatus): Ending {
  const { experiment, states, queuePosition } = status
  const { finished, failed } = states
  const ending = { experiment, finished, runs: runsOf(status) }
  if (isFinished(status)) return { ...ending, how: 'finished' }
  if (queuePosition !== null || failed === 0) return { ...ending, how: 'stopped' }
  return { ...ending, how: finished > 0 ? 'partly' : 'failed' }
}
