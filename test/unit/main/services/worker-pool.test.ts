import { constants, getPriority } from 'node:os'
import { describe, expect, it } from 'vitest'
import { runInWorkers, type Outcome } from '../../../../src/main/services/worker-pool.ts'
import { AntrumError } from '../../../../src/shared/ipc/error.ts'
import { work } from '../../../helpers/loop-meter.ts'

const pool = JSON.stringify(new URL('../../../../src/main/services/worker-pool.ts', import.meta.url).href)
const errors = JSON.stringify(new URL('../../../../src/shared/ipc/error.ts', import.meta.url).href)
/** A worker whose task says what to do. */
const script = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { serveTasks } from ${pool}
    import { AntrumError } from ${errors}
    import { getPriority } from 'node:os'
    let calls = 0
    serveTasks(async ({ waitMs = 0, fail, exit, answer, tellsPriority }) => {
      calls++
      await new Promise((resolve) => setTimeout(resolve, waitMs))
      if (exit) process.exit(3)
      if (fail) throw new AntrumError('unreadable-file', fail, { why: 1 })
      return { answer: tellsPriority ? getPriority() : answer, calls }
    })`)}`,
)
const never = new AbortController().signal
type Result = { answer: number; calls: number }

async function run(
  tasks: object[],
  signal = never,
  done?: (outcome: Outcome<Result>, index: number) => Promise<void>,
) {
  const seen: [number, Outcome<Result>][] = []
  await runInWorkers<object, Result>(script, tasks, {
    threads: 2,
    signal,
    done: done ?? ((outcome, index) => void seen.push([index, outcome])),
  })
  return seen
}

describe('runInWorkers', () => {
  it('answers every task, in their order though a later one is faster, and keeps its threads', async () => {
    const seen = await run([{ answer: 0, waitMs: 300 }, { answer: 1 }, { answer: 2 }, { answer: 3 }])
    expect(seen.map(([index]) => index)).toEqual([0, 1, 2, 3])
    expect(seen.map(([, outcome]) => 'result' in outcome && outcome.result.answer)).toEqual([0, 1, 2, 3])
    expect(Math.max(...seen.map(([, outcome]) => ('result' in outcome ? outcome.result.calls : 0)))).toBe(3)
  })

  it('lets other work in between two answers that waited for a slow one', async () => {
    let turns = 0
    const timer = setInterval(() => turns++, 0)
    const turnsAt: number[] = []
    await run([{ waitMs: 400 }, ...Array.from({ length: 20 }, () => ({}))], never, async () => {
      turnsAt.push(turns)
      work(3)
    })
    clearInterval(timer)
    // The first two may share the turn in which the slow one's answer came.
    expect(turnsAt.slice(2).map((count, i) => count > turnsAt[i])).toEqual(Array(19).fill(true))
  })

  it.runIf(process.platform === 'linux')(
    'has the work done behind the thread that asked for it',
    async () => {
      const before = getPriority()
      const seen = await run([{ tellsPriority: true }])
      const expected = Math.max(before, constants.priority.PRIORITY_BELOW_NORMAL)
      expect(seen).toEqual([[0, { result: { answer: expected, calls: 1 } }]])
      expect(getPriority()).toBe(before)
    },
  )

  it('hands a failure on with its code and goes on', async () => {
    const seen = await run([{ fail: 'bad file' }, { answer: 1 }])
    expect(seen[0][1]).toEqual({ error: new AntrumError('unreadable-file', 'bad file', { why: 1 }) })
    expect(seen[1][1]).toMatchObject({ result: { answer: 1 } })
  })

  it('survives a thread that dies', async () => {
    const seen = await run([{ exit: true }, { exit: true }, { answer: 2 }, { answer: 3 }])
    expect(seen[0][1]).toMatchObject({ error: { code: 'internal' } })
    expect(seen.slice(2).map(([, outcome]) => 'result' in outcome)).toEqual([true, true])
  })

  it('does nothing for no task', async () => expect(await run([])).toEqual([]))

  it('stops at once when aborted, with the reason', async () => {
    const abort = new AbortController()
    const reason = new AntrumError('cancelled', 'Stopped.')
    setTimeout(() => abort.abort(reason), 200)
    await expect(run([{ waitMs: 1e6 }, { waitMs: 1e6 }, {}], abort.signal)).rejects.toBe(reason)
    await expect(run([{ waitMs: 1e6 }], abort.signal)).rejects.toBe(reason)
  })

  it('ends with what the receiver throws', async () => {
    const full = new Error('disk full')
    const done = async (_: Outcome<Result>, index: number) => {
      if (index === 1) throw full
    }
    await expect(run([{}, {}, { waitMs: 1e6 }, { waitMs: 1e6 }], never, done)).rejects.toBe(full)
  })

  it('gives up a task that takes too long, with its thread, and goes on', async () => {
    const outcomes: unknown[] = []
    await runInWorkers<object, Result>(script, [{ waitMs: 60_000 }, { answer: 1 }], {
      threads: 1,
      limitMs: 1000,
      signal: never,
      done: (outcome) => void outcomes.push(outcome),
    })
    expect(outcomes).toEqual([
      {
        error: expect.objectContaining({
          code: 'unreadable-file',
          message: expect.stringMatching(/longer than 1 s/) as string,
        }) as AntrumError,
      },
      { result: { answer: 1, calls: 1 } },
    ])
  })
})
