import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createReport } from '../../../../scripts/setup/report.mjs'

describe('createReport', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  const written = (stream: { isTTY?: boolean; columns?: number }) => {
    const texts: string[] = []
    return { texts, report: createReport({ ...stream, write: (text: string) => texts.push(text) }) }
  }

  it('writes a line every ten seconds to a log, with rate and time left', () => {
    const { texts, report } = written({})
    const task = report.task('Downloading it')
    task.bytes(100e6, 300e6) // left by an earlier run: it does not count towards the rate
    vi.advanceTimersByTime(10_000)
    task.bytes(200e6, 300e6)
    vi.advanceTimersByTime(10_000)
    task.done('300 MB')
    expect(texts).toEqual([
      'Downloading it …\n',
      'Downloading it … 100 MB of 300 MB\n',
      'Downloading it … 200 MB of 300 MB, 10.0 MB/s, 10 s left\n',
      'Downloading it: 300 MB, 20 s\n',
    ])
  })

  it('rewrites one line of a terminal, no longer than it is wide, and shows that time passes', () => {
    const { texts, report } = written({ isTTY: true, columns: 20 })
    const task = report.task('Building the addon')
    vi.advanceTimersByTime(1000)
    expect(texts.every((text) => text.startsWith('\r\x1b[K') && text.length <= 4 + 19)).toBe(true)
    expect(texts.length).toBeGreaterThan(3)
    task.done()
    expect(texts.at(-1)).toBe('\r\x1b[KBuilding the addon: 1 s\n')
  })
})
