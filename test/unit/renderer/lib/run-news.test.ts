import { describe, expect, it } from 'vitest'
import { RunReporter } from '../../../../src/renderer/src/lib/run-news.ts'
import type { ExperimentStatus, ProjectStatus } from '../../../../src/shared/ipc/queue.ts'
import type { RunState } from '../../../../src/shared/ipc/api.ts'

const none = { queued: 0, running: 0, finished: 0, cancelled: 0, interrupted: 0, failed: 0 }
const anExperiment = (
  experiment: string,
  states: Partial<Record<RunState, number>>,
  changes: Partial<ExperimentStatus> = {},
): ExperimentStatus => ({
  ...{ experiment, dataset: 'v1', plannedAt: '', cancelledAt: null, queuePosition: 0, progress: 0.25 },
  ...{ running: [], failures: [], secondsLeft: null, secondsLeftRange: null },
  states: { ...none, ...states },
  ...changes,
})
const holder = { pid: 1, host: 'here', since: '2026-01-01T00:00:00.000Z' }
const aStatus = (experiments: ExperimentStatus[], changes: Partial<ProjectStatus> = {}): ProjectStatus => ({
  ...{ paused: false, holder, experiments },
  ...changes,
})
const outOfQueue = { queuePosition: null }

/** What is told of each status in turn. */
const told = (...statuses: ProjectStatus[]) => {
  const reporter = new RunReporter()
  return statuses.map((status) => reporter.hear(status))
}
const endings = (...statuses: ProjectStatus[]) => told(...statuses).flatMap((news) => news.endings)

describe('what is told of a run', () => {
  const running = aStatus([anExperiment('a', { queued: 3, running: 1 })])

  it('is how far it is while somebody works off the queue', () => {
    const two = aStatus([
      anExperiment('a', { queued: 3, running: 1 }, { progress: 0.5 }),
      anExperiment('b', { queued: 4 }, { progress: 0, queuePosition: 1 }),
    ])
    expect(told(two)[0].progress).toEqual({ share: 0.25, state: 'running' })
    expect(told(running, aStatus(running.experiments, { holder: null }))[1].progress).toBeNull()
  })

  it('is nothing while something else holds the project, though experiments wait', () => {
    expect(told(aStatus([anExperiment('a', { queued: 4 })]))[0].progress).toBeNull()
  })

  it('goes on between two stages, and while the queue is paused', () => {
    const between = aStatus([anExperiment('a', { queued: 3, finished: 1 })])
    const paused = aStatus([anExperiment('a', { interrupted: 1, queued: 3 })], { paused: true })
    expect(told(running, between, paused).map(({ progress }) => progress?.state)).toEqual([
      'running',
      'running',
      'paused',
    ])
    expect(endings(running, between, paused)).toEqual([])
  })

  it('says that something failed while the rest goes on', () => {
    expect(told(aStatus([anExperiment('a', { failed: 1, running: 1 })]))[0].progress?.state).toBe('failing')
  })

  it('ends an experiment once, when all of its runs are finished, though others go on', () => {
    const b = anExperiment('b', { running: 1, queued: 1 }, { queuePosition: 1 })
    const done = aStatus([anExperiment('a', { finished: 4 }), b])
    const gone = aStatus([anExperiment('a', { finished: 4 }, outOfQueue), b])
    expect(endings(running, done, gone)).toEqual([{ experiment: 'a', how: 'finished', finished: 4, runs: 4 }])
  })

  it('ends an experiment with failures when it leaves the queue', () => {
    const failed = aStatus([anExperiment('a', { failed: 1, finished: 2, running: 1 })])
    const partly = aStatus([anExperiment('a', { failed: 1, finished: 3 }, outOfQueue)])
    const wholly = aStatus([anExperiment('a', { failed: 1, queued: 3 }, outOfQueue)])
    expect(endings(running, failed)).toEqual([])
    expect(endings(running, failed, partly)).toMatchObject([{ how: 'partly', finished: 3, runs: 4 }])
    expect(endings(running, wholly)).toMatchObject([{ how: 'failed', finished: 0, runs: 4 }])
  })

  it('ends an experiment that nobody works on any more, but not one that only waited beside it', () => {
    const both = [
      anExperiment('a', { queued: 3, running: 1 }),
      anExperiment('b', { queued: 4 }, { queuePosition: 1 }),
    ]
    const left = aStatus([anExperiment('a', { queued: 3, interrupted: 1 }), both[1]], { holder: null })
    expect(endings(aStatus(both), left)).toEqual([{ experiment: 'a', how: 'stopped', finished: 0, runs: 4 }])
  })

  it('says nothing of what was cancelled, nor of what had ended before it was asked', () => {
    const cancelled = { ...outOfQueue, cancelledAt: '2026-01-01T01:00:00.000Z' }
    expect(endings(running, aStatus([anExperiment('a', { queued: 4 }, cancelled)]))).toEqual([])
    expect(endings(aStatus([anExperiment('a', { finished: 4 }, outOfQueue)], { holder: null }))).toEqual([])
  })
})
