import type { CurvePoint } from '../../shared/ipc/run-story.ts'
import type { TrainerEvent } from '../../shared/ipc/trainer.ts'

type Report = Extract<TrainerEvent, { type: 'progress' }>

/** More points than a screen has columns are not seen. */
export const mostPoints = 600

/**
 * The reports of a trainer, thinned to at most `mostPoints` points. A point stands for a group of neighbouring reports,
 * and group sizes are powers of two counted from the first report: what the curve looks like depends on the reports
 * alone, not on when one began to listen.
 */
export class StageCurve {
  private readonly reports: Report[] = []
  /** How often the trainer went back to a checkpoint behind what it had reported. */
  rewinds = 0
  stepsTotal = 0

  /** A report of a step that was reported before begins anew from there: the curve goes on without a jump back. */
  add(report: Report): void {
    const last = this.reports.at(-1)
    if (last && report.done <= last.done) {
      this.reports.length = this.reports.findIndex(({ done }) => done >= report.done)
      this.rewinds++
    }
    this.reports.push(report)
    this.stepsTotal = report.total
  }

  /** Reports in a point. */
  get width(): number {
    let width = 1
    while (this.reports.length > width * mostPoints) width *= 2
    return width
  }

  get length(): number {
    return Math.ceil(this.reports.length / this.width)
  }

  /** @param from  Index of the first point. */
  points(from = 0): CurvePoint[] {
    const { width, length } = this
    return Array.from({ length: length - from }, (_, index) =>
      summarise(this.reports.slice((from + index) * width, (from + index + 1) * width)),
    )
  }
}

function summarise(group: readonly Report[]): CurvePoint {
  const known = (key: 'loss' | 'learningRate' | 'stepSeconds' | 'rssBytes') =>
    group.flatMap((report) => report[key] ?? [])
  const [losses, seconds, memory] = [known('loss'), known('stepSeconds'), known('rssBytes')]
  return {
    step: group.at(-1)!.done,
    loss: losses.length > 0 ? [mean(losses), Math.min(...losses), Math.max(...losses)] : null,
    learningRate: known('learningRate').at(-1) ?? null,
    stepSeconds: seconds.length > 0 ? mean(seconds) : null,
    rssBytes: memory.length > 0 ? Math.max(...memory) : null,
  }
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
