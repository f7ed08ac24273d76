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
const order = Object.keys(steps) as Step[]

/** "Step 3 of 7", and the time left for all steps together, from how fast the finished ones went. */
export class DemoProgress {
  private readonly context: ServiceContext
  /** Measured and expected seconds of the steps that had work to do. */
  private measured = 0
  private expected = 0

  constructor(context: ServiceContext) {
    this.context = context
  }

  async run<T>(step: Step, work: (context: ServiceContext) => Promise<T>): Promise<T> {
    this.context.signal.throwIfAborted()
    const startedMs = Date.now()
    const elapsed = () => (Date.now() - startedMs) / 1000
    const follow = new StepRate()
    const result = await work({
      signal: this.context.signal,
      progress: (progress) =>
        this.show(
          step,
          progress,
          follow.secondsLeft(progress) ?? Math.max(0, this.pace() * steps[step].seconds - elapsed()),
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
    const index = order.indexOf(step)
    const later = order.slice(index + 1).reduce((sum, name) => sum + steps[name].seconds, 0)
    this.context.progress({
      phase: `Step ${index + 1} of ${order.length}: ${steps[step].name}`,
      done,
      ...(total === undefined ? {} : { total }),
      ...(note === undefined ? {} : { note }),
      leftSeconds: secondsLeft + this.pace() * later,
    })
  }
}

/** Seconds left of one phase by its rate so far. */
class StepRate {
  private phase = ''
  private startedMs = 0
  private startedDone = 0

  secondsLeft({ phase, done, total, leftSeconds }: Progress): number | undefined {
    if (phase !== this.phase) [this.phase, this.startedMs, this.startedDone] = [phase, Date.now(), done]
    if (leftSeconds !== undefined) return leftSeconds
    const progressed = done - this.startedDone
    if (total === undefined || progressed <= 0) return undefined
    return ((Date.now() - this.startedMs) / 1000 / progressed) * (total - done)
  }
}
