import { duration } from '../../shared/domain/duration.ts'
import { TimeLeft } from '../../shared/domain/time-left.ts'
import type { Progress } from './command.ts'

/**
 * Shows progress with an ETA on one line of a terminal, or as a plain line at most every ten seconds elsewhere
 * (a log file should stay readable).
 */
export function progressLine(stream: NodeJS.WriteStream) {
  const timeLeft = new TimeLeft()
  let phase = ''
  let shownMs = 0
  let shown = false

  const render = (progress: Progress, left: number | undefined): string => {
    const { phase, step, done, total, note, leftRange } = progress
    const name = step ? `Step ${step[0]} of ${step[1]}: ${phase}` : phase
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
      phase = progress.phase
      const left = timeLeft.secondsAt(progress, now)
      const finished = progress.total !== undefined && progress.done >= progress.total
      const everyMs = stream.isTTY ? 100 : 10_000
      if (!fresh && !finished && now - shownMs < everyMs) return
      shownMs = now
      if (stream.isTTY)
        stream.write(`\r\x1b[K${render(progress, left).slice(0, (stream.columns ?? 100) - 1)}`)
      else stream.write(`${render(progress, left)}\n`)
      shown = true
    },
    print: (message: string) => {
      clear()
      stream.write(`${message}\n`)
    },
    clear,
  }
}
