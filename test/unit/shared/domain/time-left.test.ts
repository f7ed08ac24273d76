import { describe, expect, it } from 'vitest'
import { TimeLeft } from '../../../../src/shared/domain/time-left.ts'

describe('TimeLeft', () => {
  it('goes by the rate since the phase began, wherever it began', () => {
    const left = new TimeLeft()
    expect(left.secondsAt({ phase: 'Registering', done: 40, total: 100 }, 1000)).toBeUndefined()
    expect(left.secondsAt({ phase: 'Registering', done: 50, total: 100 }, 3000)).toBe(10)
    expect(left.secondsAt({ phase: 'Registering', done: 100, total: 100 }, 9000)).toBeUndefined()
  })

  it('begins anew with each phase', () => {
    const left = new TimeLeft()
    left.secondsAt({ phase: 'Importing', done: 0, total: 4 }, 0)
    expect(left.secondsAt({ phase: 'Registering', done: 0, total: 4 }, 60_000)).toBeUndefined()
    expect(left.secondsAt({ phase: 'Registering', done: 1, total: 4 }, 62_000)).toBe(6)
  })

  it('believes work that knows better, and says nothing where the end is not known', () => {
    const left = new TimeLeft()
    expect(left.secondsAt({ phase: 'Training', done: 0, total: 4, leftSeconds: 7 }, 0)).toBe(7)
    expect(left.secondsAt({ phase: 'Looking', done: 3 }, 0)).toBeUndefined()
    expect(left.secondsAt({ phase: 'Looking', done: 9 }, 1000)).toBeUndefined()
  })
})
