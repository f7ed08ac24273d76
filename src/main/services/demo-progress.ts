import { TimeLeft } from '../../shared/domain/time-left.ts'
import type { Progress, ServiceContext } from './service-context.ts'

/** The steps of the demo with what each takes on two cores, in seconds: only their proportions matter. */
const steps = {
  sample: { name: 'Making heads', seconds: 60 },
  import: { name: 'Importing', seconds: 10 },
  register: { name: 'Registering', seconds: 60 },
  extract: { name: 'Extracting', seconds: 10 },
  plan: { name: 'Planning', seconds: 6 },
  study: { name: 'Training', seconds: 180 },
  report: { name: 'Reporting', seconds: 5 },
}
type Step = keyof typeof steps
/** Steps in their order. */
const wholeDemo = Object.keys(steps) as Step[]
/** What comes before the runs. */
export const untilPlanned: readonly Step[] = wholeDemo.slice(0, wholeDemo.indexOf('study'))

/** "Step 3 of 7", and the time left for all steps together, from how fast the finished ones went. */
export class DemoProgress {
  private readonly context: ServiceContext
  private readonly order: readonly Step[]
  /** Measured and expected seconds of the steps that had work to do. */
  private measured = 0
  private expected = 0

  /** @param order  The steps that will be run. */
  constructor(context: ServiceContext, order: readonly Step[] = wholeDemo) {
    this.context = context
    this.order = order
  }

  async run<T>(step: Step, work: (context: ServiceContext) => Promise<T>): Promise<T> {
    this.context.signal.throwIfAborted()
    const startedMs = Date.now()
    const elapsed = () => (Date.now() - startedMs) / 1000
    const timeLeft = new TimeLeft()
    const result = await work({
      signal: this.context.signal,
      progress: (progress) =>
        this.show(
          step,
          progress,
          timeLeft.secondsAt(progress, Date.now()) ??
            Math.max(0, this.pace() * steps[step].seconds - elapsed()),
        ),
    })
    // A step that only found its work done says nothing about this machine.
    if (elapsed() > 0.1 * steps[step].seconds) {
      this.measured += elapsed()
      this.expected += steps[step].seconds
    }
    return result
  }

  private pace(): number {
    return this.expected === 0 ? 1 : this.measured / this.expected
  }

  private show(step: Step, { done, total, note }: Progress, secondsLeft: number): void {
    const index = this.order.indexOf(step)
    const later = this.order.slice(index + 1).reduce((sum, name) => sum + steps[name].seconds, 0)
    this.context.progress({
      phase: steps[step].name,
      step: [index + 1, this.order.length],
      done,
      ...(total === undefined ? {} : { total }),
      ...(note === undefined ? {} : { note }),
      leftSeconds: secondsLeft + this.pace() * later,
    })
  }
}
