import { duration } from '../../shared/domain/duration.ts'
import type { Progress } from './command.ts'

/**
 * Shows progress with an ETA on one line of a terminal, or as a plain line at most every ten seconds elsewhere
 * (a log file should stay readable).
 */
export function progressLine(stream: NodeJS.WriteStream) {
  let phase = ''
  let startedMs = 0
  let startedDone = 0
  let shownMs = 0
  let shown = false

  const render = (
    { phase: name, done, total, note, leftSeconds, leftRange }: Progress,
    now: number,
  ): string => {
    const elapsed = (now - startedMs) / 1000
    const progressed = done - startedDone
    const byRate =
      total && progressed > 0 && done < total ? (elapsed / progressed) * (total - done) : undefined
    const left = leftSeconds ?? byRate
    const range = leftRange && left ? ` (${leftRange.map(duration).join(' to ')})` : ''
    const eta = left === undefined ? '' : `, ${duration(left)} left${range}`
    const count = total ? ` ${done}/${total}` : done ? ` ${done}` : ''
    return `${name}${count}${eta}${note ? ` · ${note}` : ''}`
  }
  const clear = () => {
    if (shown && stream.isTTY) stream.write('\r\x1b[K')
    shown = false
  }
  return {
    update: (progress: Progress) => {
      const now = Date.now()
      const fresh = progress.phase !== phase
      if (fresh) [phase, startedMs, startedDone] = [progress.phase, now, progress.done]
      const finished = progress.total !== undefined && progress.done >= progress.total
      const everyMs = stream.isTTY ? 100 : 10_000
      if (!fresh && !finished && now - shownMs < everyMs) return
      shownMs = now
      if (stream.isTTY) stream.write(`\r\x1b[K${render(progress, now).slice(0, (stream.columns ?? 100) - 1)}`)
      else stream.write(`${render(progress, now)}\n`)
      shown = true
    },
    print: (message: string) => {
      clear()
      stream.write(`${message}\n`)
    },
    clear,
  }
}
