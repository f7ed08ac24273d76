import type { StageKind } from '../../shared/domain/stage.ts'

/** One stage to compute. */
export interface Job {
  hash: string
  kind: StageKind
  /** For people: "finetune scratch, fold 1, 20 % of labels". */
  name: string
  /** Its stage folder. */
  folder: string
  /** Edge of the cubes it works on. */
  voxels: number
  /** Hashes of the stages it reads; those that are no jobs here are finished. */
  inputs: readonly string[]
}

/** Those among `jobs`, in any order, that read a job, directly or through others. */
export function dependantsOf(job: Job, jobs: Iterable<Job>): Job[] {
  const candidates = [...jobs]
  const found = new Map<string, Job>()
  const isLost = (hash: string) => hash === job.hash || found.has(hash)
  // Until a pass finds no more.
  for (let before = -1; before < found.size;) {
    before = found.size
    for (const candidate of candidates)
      if (!isLost(candidate.hash) && candidate.inputs.some(isLost)) found.set(candidate.hash, candidate)
  }
  return [...found.values()]
}

/** Which job is next: the first, in the given order, whose inputs are finished. */
export class Schedule {
  private waiting: readonly Job[] = []
  private readonly running = new Map<string, Job>()
  /** Every job that was ever here and has not finished: what reads it cannot start. */
  private readonly unfinished = new Set<string>()
  private readonly finished = new Set<string>()
  private wanted: ReadonlySet<string> = new Set()
  private paused = false
  private sleepers: (() => void)[] = []

  constructor(jobs: readonly Job[]) {
    this.replace(jobs)
  }

  /** Nothing will be handed out unless `replace` or `resume` is called. */
  get quiet(): boolean {
    return this.paused || this.waiting.length === 0
  }

  /** Hands out the next job as soon as there is one; undefined when there will be none, or on abort. */
  async next(signal: AbortSignal): Promise<Job | undefined> {
    while (!signal.aborted) {
      const job = this.paused ? undefined : this.waiting.find((candidate) => this.canStart(candidate))
      if (job) {
        this.waiting = this.waiting.filter((other) => other !== job)
        this.running.set(job.hash, job)
        return job
      }
      const over = this.running.size === 0 && !this.waiting.some((candidate) => this.canStart(candidate))
      if (over) return undefined
      await this.change(signal)
    }
    return undefined
  }

  finish(job: Job): void {
    this.unfinished.delete(job.hash)
    this.finished.add(job.hash)
    this.settle(job)
  }

  /** Gives back all jobs that can no longer start, directly or through others. */
  fail(job: Job): Job[] {
    const dependants = dependantsOf(job, this.waiting)
    const lost = new Set([job, ...dependants].map(({ hash }) => hash))
    this.waiting = this.waiting.filter(({ hash }) => !lost.has(hash))
    this.settle(job)
    return dependants
  }

  /** A job that was stopped: it waits again, unless it was taken out meanwhile. */
  giveBack(job: Job): void {
    if (this.wanted.has(job.hash)) this.waiting = [job, ...this.waiting]
    this.settle(job)
  }

  /** Whether a job that was handed out should go on. */
  wants({ hash }: Job): boolean {
    return !this.paused && this.wanted.has(hash)
  }

  /** These from now on, in this order. Gives back the running ones that are not among them. */
  replace(jobs: readonly Job[]): Job[] {
    const open = jobs.filter(({ hash }) => !this.finished.has(hash))
    this.wanted = new Set(open.map(({ hash }) => hash))
    for (const hash of this.wanted) this.unfinished.add(hash)
    this.waiting = open.filter(({ hash }) => !this.running.has(hash))
    this.wake()
    return [...this.running.values()].filter(({ hash }) => !this.wanted.has(hash))
  }

  /** Hands out nothing until `resume`. Gives back the running jobs. */
  pause(): Job[] {
    this.paused = true
    return [...this.running.values()]
  }

  resume(): void {
    this.paused = false
    this.wake()
  }

  private canStart({ inputs }: Job): boolean {
    return inputs.every((hash) => !this.unfinished.has(hash))
  }

  private settle(job: Job): void {
    this.running.delete(job.hash)
    this.wake()
  }

  private wake(): void {
    for (const wake of this.sleepers.splice(0)) wake()
  }

  private change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        signal.removeEventListener('abort', wake)
        resolve()
      }
      this.sleepers.push(wake)
      signal.addEventListener('abort', wake)
    })
  }
}
