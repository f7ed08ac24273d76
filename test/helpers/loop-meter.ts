import { onTestFinished } from 'vitest'

/**
 * Measures how long this thread's event loop works without letting anything else in, in milliseconds of the thread's own
 * processor time: however busy the machine is with other things, they do not count.
 */
export function meterLoop(): { turnsMs: number[]; stop: () => void } {
  const turnsMs: number[] = []
  let isRunning = true
  let last = process.threadCpuUsage()
  const turn = () => {
    const { user, system } = process.threadCpuUsage(last)
    turnsMs.push((user + system) / 1000)
    last = process.threadCpuUsage()
    // A timer's pause between turns leaves the processor to the workers.
    if (isRunning) setTimeout(turn, 1)
  }
  setImmediate(turn)
  const stop = () => void (isRunning = false)
  onTestFinished(stop)
  return { turnsMs, stop }
}

/** Keeps the thread busy. */
export function work(forMs: number): void {
  const start = process.threadCpuUsage()
  for (;;) {
    const { user, system } = process.threadCpuUsage(start)
    if (user + system >= 1000 * forMs) return
  }
}
