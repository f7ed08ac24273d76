import { describe, expect, it } from 'vitest'
import { Schedule } from '../../../../src/main/supervisor/schedule.ts'
import type { Job } from '../../../../src/main/supervisor/schedule.ts'

const job = (hash: string, ...inputs: string[]): Job => ({
  ...{ hash, kind: 'cae', name: hash, folder: '', voxels: 32, inputs },
})
const never = new AbortController().signal

describe('Schedule', () => {
  it('hands a job out once its inputs are finished, and takes unknown inputs for finished', async () => {
    const [a, b, c] = [job('a', 'finished before'), job('b', 'a'), job('c')]
    const schedule = new Schedule([a, b, c])
    expect(await schedule.next(never)).toBe(a)
    expect(await schedule.next(never)).toBe(c)
    const next = schedule.next(never)
    schedule.finish(a)
    expect(await next).toBe(b)
    schedule.finish(b)
    schedule.finish(c)
    expect(await schedule.next(never)).toBeUndefined()
  })

  it('gives up what a failed job feeds, directly or through others, and nothing else', async () => {
    const [a, b, c, d] = [job('a'), job('b', 'a'), job('c', 'b'), job('d')]
    const schedule = new Schedule([a, b, c, d])
    expect(await schedule.next(never)).toBe(a)
    expect(schedule.fail(a)).toEqual([b, c])
    expect(await schedule.next(never)).toBe(d)
    schedule.finish(d)
    expect(await schedule.next(never)).toBeUndefined()
  })

  it('stops waiting when aborted', async () => {
    const abort = new AbortController()
    const schedule = new Schedule([job('a'), job('b', 'a')])
    await schedule.next(abort.signal)
    const next = schedule.next(abort.signal)
    abort.abort()
    expect(await next).toBeUndefined()
  })
})
