import type { ProgressEvent } from '../ipc/base.ts'

/** Seconds left of the phase that some work is in: what the work says itself, else by its rate since the phase began. */
export class TimeLeft {
  private phase = ''
  private startedMs = 0
  private startedDone = 0

  /** @returns undefined while there is nothing to go by. */
  secondsAt({ phase, done, total, leftSeconds }: ProgressEvent, nowMs: number): number | undefined {
    if (phase !== this.phase) [this.phase, this.startedMs, this.startedDone] = [phase, nowMs, done]
    if (leftSeconds !== undefined) return leftSeconds
    const progressed = done - this.startedDone
    if (total === undefined || progressed <= 0 || done >= total) return undefined
    return ((nowMs - this.startedMs) / 1000 / progressed) * (total - done)
  }
}
