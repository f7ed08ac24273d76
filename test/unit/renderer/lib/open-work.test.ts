import { describe, expect, it } from 'vitest'
import { unattendedWork } from '../../../../src/renderer/src/lib/open-work.ts'
import type { ExperimentStatus, ProjectStatus, RunningStage } from '../../../../src/shared/ipc/queue.ts'

const none = { queued: 0, running: 0, finished: 0, cancelled: 0, interrupted: 0, failed: 0 }
const experiment = (
  states: Partial<ExperimentStatus['states']>,
  { queuePosition = 0, alive = [] }: { queuePosition?: number | null; alive?: (boolean | null)[] } = {},
) =>
  ({
    queuePosition,
    states: { ...none, ...states },
    running: alive.map((one) => ({ alive: one }) as RunningStage),
  }) as ExperimentStatus
const status = (...experiments: ExperimentStatus[]): ProjectStatus => ({
  paused: false,
  holder: null,
  experiments,
})

describe('work that nobody attends to', () => {
  it('is what waits and what was begun by somebody who is gone', () => {
    const killed = experiment(
      { queued: 5, running: 2, interrupted: 1, finished: 3 },
      { alive: [false, false] },
    )
    expect(unattendedWork(status(killed))).toEqual({ queued: 5, interrupted: 3, elsewhere: 0 })
  })

  it('may go on in Slurm or on another machine', () => {
    const submitted = experiment({ running: 2 }, { alive: [null, null] })
    expect(unattendedWork(status(submitted))).toEqual({ queued: 0, interrupted: 0, elsewhere: 2 })
  })

  it('is none while somebody holds the project, outside the queue, and where all is done', () => {
    const holder = { pid: 1, host: 'here', since: '2026-01-01T00:00:00Z' }
    expect(unattendedWork({ ...status(experiment({ queued: 5 })), holder })).toBeNull()
    expect(unattendedWork(status(experiment({ queued: 5 }, { queuePosition: null })))).toBeNull()
    expect(unattendedWork(status(experiment({ finished: 5, failed: 1 })))).toBeNull()
  })
})
