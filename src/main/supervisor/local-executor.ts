import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { AntrumError } from '../../shared/ipc/error.ts'
import type { ErrorCode, ErrorPayload } from '../../shared/ipc/error.ts'
import type { TrainerAnswer } from '../../shared/ipc/trainer.ts'
import { EventTail } from './event-tail.ts'
import { attempts, notStarted, stallSteps, worthAnotherTry } from './executor.ts'
import type { Executor, ExecutorListener, Orders } from './executor.ts'
import { exitReason } from './exit-reason.ts'
import { Schedule } from './schedule.ts'
import type { Job } from './schedule.ts'
import type { TrainerCommand } from './trainer-command.ts'
import { TrainerExit, TrainerProcess, trainerLogFile } from './trainer-process.ts'

export interface LocalExecutorOptions {
  trainer: TrainerCommand
  /** As many trainers at once, each with this on top of our environment. */
  environments?: readonly NodeJS.ProcessEnv[]
  /** What a trainer is given for its checkpoint before it is killed. */
  graceMs?: number
  /** The same for jobs nobody wants any more: cancelling should not keep anybody waiting. */
  dropGraceMs?: number
  /** A trainer that says nothing for so long, or for thirty of its steps, is taken for hung, and killed. */
  stallMs?: number
  pollMs?: number
}

/** Trouble of the machine, not of the stage: going on would fail every other stage in the same way. */
const fatal: readonly ErrorCode[] = ['engine-missing', 'disk-full']

/** A job in a trainer's hands. */
interface Assignment {
  job: Job
  /** Aborted with what its trainer is given for a checkpoint, in ms. */
  stop: AbortController
  settled: Promise<void>
}

/** Works jobs off on this machine, with a trainer process for each environment. */
export class LocalExecutor implements Executor {
  private readonly schedule: Schedule
  private readonly listener: ExecutorListener
  private readonly options: Required<LocalExecutorOptions>
  private readonly assignments = new Map<string, Assignment>()
  /** Trainers whose worker waits for a job they could start: they keep their compiled graphs, and their memory. */
  private readonly idle = new Set<TrainerProcess>()
  /** Until one has, a trainer that dies is taken for one that cannot start at all. */
  private someTrainerWorked = false

  constructor(jobs: readonly Job[], listener: ExecutorListener, options: LocalExecutorOptions) {
    this.schedule = new Schedule(jobs)
    this.listener = listener
    this.options = {
      environments: [{}],
      graceMs: 10_000,
      dropGraceMs: 1000,
      stallMs: 15 * 60_000,
      pollMs: 100,
      ...options,
    }
  }

  /** @throws AntrumError when the machine's engine or disk, or the trainer itself, is not usable at all. */
  async run(given: AbortSignal): Promise<void> {
    const broken = new AbortController()
    const signal = AbortSignal.any([given, broken.signal])
    const stopAll = () => {
      for (const { stop } of this.assignments.values()) stop.abort(this.options.graceMs)
    }
    signal.addEventListener('abort', stopAll)
    const workers = await Promise.allSettled(
      this.options.environments.map((environment) =>
        this.work(environment, signal).catch((error: unknown) => {
          broken.abort(error)
          throw error
        }),
      ),
    )
    signal.removeEventListener('abort', stopAll)
    for (const worker of workers) if (worker.status === 'rejected') throw worker.reason
  }

  async update({ jobs, paused }: Orders): Promise<void> {
    const dropped = this.schedule.replace(jobs)
    const held = paused ? this.schedule.pause() : []
    if (!paused) this.schedule.resume()
    const stop = (some: readonly Job[], graceMs: number) =>
      some.flatMap(({ hash }) => {
        const assignment = this.assignments.get(hash)
        assignment?.stop.abort(graceMs)
        return assignment ? [assignment.settled] : []
      })
    const { graceMs, dropGraceMs } = this.options
    const idle = paused ? [...this.idle].map((trainer) => trainer.close(graceMs)) : []
    await Promise.all([...stop(dropped, dropGraceMs), ...stop(held, graceMs), ...idle])
  }

  /**
   * One trainer after another: a process is kept as long as it lives and there is work for it on cubes of one size, by which
   * it has set its threads.
   */
  private async work(environment: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
    const { trainer: command, graceMs } = this.options
    let trainer: TrainerProcess | undefined
    let voxels: number | undefined
    const next = async () => {
      if (this.schedule.quiet) await trainer?.close(graceMs)
      if (trainer) this.idle.add(trainer)
      const job = await this.schedule.next(signal)
      if (trainer) this.idle.delete(trainer)
      return job
    }
    try {
      for (let job = await next(); job; job = await next()) {
        if (job.voxels !== voxels) await trainer?.close(graceMs)
        voxels = job.voxels
        const living = () => (trainer = trainer?.alive ? trainer : new TrainerProcess(command, environment))
        await this.assign(job, living, signal)
      }
    } finally {
      await (signal.aborted ? trainer?.stop(graceMs) : trainer?.close(graceMs))
    }
  }

  private async assign(job: Job, trainer: () => TrainerProcess, signal: AbortSignal): Promise<void> {
    const stop = new AbortController()
    // Both may have changed between handing out and here.
    if (signal.aborted || !this.schedule.wants(job)) stop.abort(this.options.graceMs)
    const compute = this.compute(job, trainer, stop.signal)
    // What goes wrong is this worker's to tell; who waits for a job to be let go only waits.
    const settled = compute.then(
      () => {},
      () => {},
    )
    this.assignments.set(job.hash, { job, stop, settled })
    try {
      await compute
    } finally {
      this.assignments.delete(job.hash)
    }
  }

  /** Brings one job to its end. */
  private async compute(job: Job, living: () => TrainerProcess, stop: AbortSignal): Promise<void> {
    for (let crashes = 0; ;) {
      if (stop.aborted) return this.schedule.giveBack(job)
      const trainer = living()
      const seen = await this.observe(job, trainer, stop)
      const { outcome } = seen
      // It has answered; who waits for it to let go wants it gone.
      if (stop.aborted) await trainer.stop(stop.reason as number)
      const reason = await this.reasonOf(job, trainer, seen)
      if (!reason) return this.schedule.finish(job)
      if (stop.aborted) {
        await this.listener.interrupted(job)
        return this.schedule.giveBack(job)
      }
      const died = outcome instanceof TrainerExit
      crashes = died && seen.savedCheckpoint ? 1 : crashes + 1
      const hopeless = died && !this.someTrainerWorked
      if (fatal.includes(reason.code) || (hopeless && crashes === attempts)) {
        await this.listener.interrupted(job)
        throw new AntrumError(reason.code, reason.message, reason.details)
      }
      const again = worthAnotherTry.includes(reason.code)
      if (again && crashes < attempts) continue
      if (again) reason.message += ` It was tried ${attempts} times.`
      await this.listener.failed(job, reason)
      for (const dependant of this.schedule.fail(job))
        await this.listener.failed(dependant, notStarted(job, reason))
      return
    }
  }

  /** Hands the job over and follows its events until the trainer answers or dies. */
  private async observe(job: Job, trainer: TrainerProcess, stop: AbortSignal): Promise<Observation> {
    const { pollMs, stallMs } = this.options
    const tail = new EventTail(join(job.folder, 'events.jsonl'), 'end')
    const outcome = trainer.run(job.folder).catch((error: unknown) => {
      if (error instanceof TrainerExit) return error
      throw error
    })
    const end = () => void trainer.stop(stop.reason as number)
    stop.addEventListener('abort', end)
    let savedCheckpoint = false
    let peakBytes: number | null = null
    let slowestStepMs = 0
    try {
      if (trainer.pid !== undefined) await this.listener.started(job, { pid: trainer.pid, host: hostname() })
      if (stop.aborted) end()
      for (let heardMs = Date.now(); ;) {
        const settled = await Promise.race([outcome, sleep(pollMs)])
        const events = tail.read()
        for (const event of events) {
          if (event.type === 'checkpoint') savedCheckpoint = true
          if (event.type !== 'progress') continue
          peakBytes = Math.max(peakBytes ?? 0, event.rssBytes ?? 0)
          slowestStepMs = Math.max(slowestStepMs, 1000 * (event.stepSeconds ?? 0))
        }
        if (events.length > 0) {
          heardMs = Date.now()
          this.someTrainerWorked = true
          await this.listener.events(job, events)
        }
        if (settled) {
          this.someTrainerWorked ||= !(settled instanceof TrainerExit)
          return { outcome: settled, savedCheckpoint, peakBytes }
        }
        if (Date.now() - heardMs > Math.max(stallMs, stallSteps * slowestStepMs)) trainer.kill()
      }
    } finally {
      stop.removeEventListener('abort', end)
    }
  }

  /** Undefined when the job is finished, else what went wrong. */
  private async reasonOf(
    job: Job,
    trainer: TrainerProcess,
    { outcome, peakBytes }: Observation,
  ): Promise<ErrorPayload | undefined> {
    const log = join(job.folder, trainerLogFile)
    if (outcome instanceof TrainerExit) return exitReason(outcome, log, peakBytes)
    switch (outcome.outcome) {
      case 'interrupted':
        return { code: 'trainer-crashed', message: 'The trainer was stopped from outside.' }
      case 'failed': {
        const { error = { code: 'internal', message: 'The trainer gave no reason.' } } = outcome
        return { details: { log, lines: [...trainer.lastLines] }, ...error }
      }
      case 'finished':
        try {
          await this.listener.finished(job)
          return undefined
        } catch (error) {
          if (error instanceof AntrumError && error.code === 'corrupt-data')
            return { code: error.code, message: error.message }
          throw error
        }
    }
  }
}

interface Observation {
  outcome: TrainerAnswer | TrainerExit
  /** Something was gained: a crash from here on is a new one. */
  savedCheckpoint: boolean
  peakBytes: number | null
}
