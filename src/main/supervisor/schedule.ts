/** One stage to compute. */
export interface Job {
  hash: string
  /** For people: "finetune scratch, fold 1, 20 % of labels". */
  name: string
  /** Its stage folder, with stage.json in it. */
  folder: string
  /** Hashes of the stages it reads; those that are no jobs here are finished. */
  inputs: readonly string[]
}

/** Which job is next: the first, in the given order, whose inputs are finished. */
export class Schedule {
  private waiting: readonly Job[]
  /** Waiting, handed out or failed. */
  private readonly unfinished: Set<string>
  private running = 0
  private sleepers: (() => void)[] = []

  constructor(jobs: readonly Job[]) {
    this.waiting = jobs
    this.unfinished = new Set(jobs.map(({ hash }) => hash))
  }

  /** Hands out the next job as soon as there is one; undefined when there will be none, or on abort. */
  async next(signal: AbortSignal): Promise<Job | undefined> {
    while (!signal.aborted) {
      const job = this.waiting.find(({ inputs }) => inputs.every((hash) => !this.unfinished.has(hash)))
      if (job) {
        this.waiting = this.waiting.filter((other) => other !== job)
        this.running++
        return job
      }
      if (this.waiting.length === 0 || this.running === 0) return undefined
      await this.change(signal)
    }
    return undefined
  }

  finish(job: Job): void {
    this.unfinished.delete(job.hash)
    this.settle()
  }

  /** Gives back all jobs that can no longer start, directly or through others. */
  fail(job: Job): Job[] {
    const lost = new Set([job.hash])
    // Jobs come after their inputs, so one pass finds dependants of dependants too.
    const dependants = this.waiting.filter(
      ({ hash, inputs }) => inputs.some((input) => lost.has(input)) && lost.add(hash),
    )
    this.waiting = this.waiting.filter(({ hash }) => !lost.has(hash))
    this.settle()
    return dependants
  }

  private settle(): void {
    this.running--
    for (const wake of this.sleepers.splice(0)) wake()
  }

  private change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.sleepers.push(resolve)
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
  }
}
