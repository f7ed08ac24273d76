import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { AntrumError } from '../../../shared/ipc/error.ts'
import type { ErrorPayload } from '../../../shared/ipc/error.ts'
import { attempts, notStarted, stallSteps, worthAnotherTry } from '../executor.ts'
import type { Executor, ExecutorListener, Orders } from '../executor.ts'
import { dependantsOf } from '../schedule.ts'
import type { Job } from '../schedule.ts'
import type { TrainerCommand } from '../trainer-command.ts'
import { trainerLogFile } from '../trainer-process.ts'
import { inArrays } from './arrays.ts'
import {
  cancelTasks,
  endStates,
  largestArray,
  queryTasks,
  runningStates,
  SlurmError,
  submit,
} from './client.ts'
import type { SlurmTask } from './client.ts'
import { waitsForInput } from './job-script.ts'
import { endedOnPurpose, jobReason } from './reason.ts'
import { sbatchOptions } from './settings.ts'
import type { SlurmSettings } from './settings.ts'
import { asTask, lastLines, newTasks, note } from './task.ts'
import type { Task } from './task.ts'
import { readEnd, readTask, removeTask, writeTask } from './task-file.ts'
import { arrayOptions, writeArray } from './write-array.ts'

export interface SlurmExecutorOptions {
  trainer: TrainerCommand
  /** Where scripts and what Slurm prints are kept: a folder per array. */
  folder: string
  /** Asked before every submission. */
  settings: () => Promise<SlurmSettings>
  /** Elements of one array at a time; the cluster decides where left out. */
  parallel?: number
  warn?: (message: string) => void
  pollMs?: number
  /** How long a job that Slurm does not know may still turn up after it was submitted. */
  arrivalMs?: number
  /** How long the results of a finished job may take to be seen through a network's disk. */
  settleMs?: number
  /** A trainer that says nothing for so long, or for thirty of its steps, is taken for hung, and ended. */
  stallMs?: number
}

/** `update` waits so long for trainers to let go; Slurm ends them in any case. */
const letGoMs = 20_000
const askAgainMs = 10_000

/**
 * Works jobs off as arrays of Slurm jobs. What is submitted goes on when this process ends; the next one to `run` finds
 * it by the files in the stage folders (task-file.ts). Every stage is with one Slurm job at most: the file is written
 * before the job is submitted, and removed when Slurm says that it has ended.
 */
export class SlurmExecutor implements Executor {
  private readonly listener: ExecutorListener
  private readonly options: Required<Omit<SlurmExecutorOptions, 'parallel'>> & { parallel?: number }
  /** Wanted and not at an end, by hash. */
  private jobs = new Map<string, Job>()
  private readonly tasks = new Map<string, Task>()
  /** As in Schedule: every job that was ever here and has not finished. */
  private readonly unfinished = new Set<string>()
  private readonly finished = new Set<string>()
  private readonly crashes = new Map<string, number>()
  private readonly waits = new Map<string, number>()
  private paused = false
  /** Arrays whose output is kept. */
  private readonly kept = new Set<string>()
  private arraySize = 1
  /** Nothing is submitted before. */
  private refusedMs = 0
  private silent = false
  private awake = false
  private rouse = () => {}

  constructor(listener: ExecutorListener, options: SlurmExecutorOptions) {
    this.listener = listener
    this.options = {
      warn: () => {},
      pollMs: 5000,
      arrivalMs: 60_000,
      settleMs: 60_000,
      stallMs: 15 * 60_000,
      ...options,
    }
  }

  /** On abort it only stops following. @throws AntrumError when Slurm is not there or takes no jobs. */
  async run(signal: AbortSignal): Promise<void> {
    this.arraySize = await this.reach()
    const stop = () => this.wake()
    signal.addEventListener('abort', stop)
    try {
      while (!signal.aborted) {
        await this.follow()
        await this.takeBack()
        const submitted = await this.submit()
        if (this.tasks.size === 0 && !submitted && this.startable().length === 0) return
        const leaving = [...this.tasks.values()].some(({ takenBack }) => takenBack)
        await this.nap(leaving ? Math.min(this.options.pollMs, 250) : this.options.pollMs)
      }
    } finally {
      signal.removeEventListener('abort', stop)
    }
    if (this.tasks.size > 0)
      this.options.warn(
        `${this.tasks.size} stages stay with Slurm. "antrum run … --executor slurm" follows them again; ` +
          '"antrum cancel" and "antrum queue … pause" take them back.',
      )
  }

  async update({ jobs, paused }: Orders): Promise<void> {
    const open = jobs.filter(({ hash }) => !this.finished.has(hash))
    const found = await Promise.all(
      open
        .filter(({ hash }) => !this.tasks.has(hash))
        .map(async (job) => ({ job, record: await readTask(job.folder) })),
    )
    for (const { job, record } of found)
      if (record && !this.tasks.has(job.hash)) this.tasks.set(job.hash, asTask(job, record))
    this.jobs = new Map(open.map((job) => [job.hash, job]))
    for (const { hash } of open) this.unfinished.add(hash)
    this.paused = paused
    this.refusedMs = 0
    this.wake()
    const unwanted = () => [...this.tasks.values()].some((task) => !this.wants(task))
    for (const deadline = Date.now() + letGoMs; unwanted() && Date.now() < deadline;) await sleep(50)
  }

  private wants({ job }: Task): boolean {
    return !this.paused && this.jobs.has(job.hash)
  }

  /** @returns How many elements an array may have. */
  private async reach(): Promise<number> {
    try {
      return await largestArray()
    } catch (error) {
      if (!(error instanceof SlurmError)) throw error
      throw new AntrumError(
        'invalid-state',
        `Slurm does not answer: ${error.message}. Try again when it does.`,
      )
    }
  }

  /** Asks Slurm about every task and does what follows. */
  private async follow(): Promise<void> {
    const tasks = [...this.tasks.values()]
    let answer: SlurmTask[]
    try {
      answer = await queryTasks([...new Set(tasks.map(({ array }) => array))])
      this.silent = false
    } catch (error) {
      if (!(error instanceof SlurmError)) throw error
      // A controller that is being restarted: jobs go on without it.
      if (!this.silent) this.options.warn(`Slurm does not answer (${error.message}); it is asked again.`)
      this.silent = true
      return
    }
    const seen = new Map(answer.map((task) => [`${task.array} ${task.index}`, task]))
    for (const task of tasks) {
      const found = seen.get(`${task.array} ${task.index}`)
      if (found) {
        task.seen = found
        task.jobId = found.id.split('_')[0]!
      }
      await this.observe(task, found)
    }
  }

  private async observe(task: Task, seen: SlurmTask | undefined): Promise<void> {
    const { job } = task
    if (seen && runningStates.includes(seen.state)) {
      if (!task.running) await this.listener.started(job, null)
      if (!task.running) task.heardMs = Date.now()
      task.running = true
      await this.hear(task)
      const quietMs = Math.max(this.options.stallMs, stallSteps * task.slowestStepMs)
      if (Date.now() - task.heardMs > quietMs && !task.stalled) {
        task.stalled = true
        await cancelTasks([seen.id])
      }
      return
    }
    if (seen && !endStates.includes(seen.state)) {
      // It was running and waits again: for time, for another node, or because somebody suspended it.
      return this.letGo(task)
    }
    if (!seen && task.jobId === null && Date.now() - task.writtenMs < this.options.arrivalMs) return
    await this.settle(task, seen ?? null)
  }

  private async hear(task: Task): Promise<void> {
    const events = task.tail.read()
    if (events.length === 0) return
    for (const event of events) note(task, event)
    // Quicker than our looks.
    if (!task.running) await this.listener.started(task.job, null)
    task.running = true
    task.heardMs = Date.now()
    await this.listener.events(task.job, events)
  }

  /** Its Slurm job has ended: what became of the stage? */
  private async settle(task: Task, seen: SlurmTask | null): Promise<void> {
    const { job } = task
    const isDone = existsSync(join(job.folder, 'done.json'))
    const end = await readEnd(job.folder, task.array)
    task.endedMs ??= Date.now()
    const shouldBeDone = end === '0' || (end === null && seen?.state === 'COMPLETED' && !task.takenBack)
    if (!isDone && shouldBeDone && Date.now() - task.endedMs < this.options.settleMs) return
    await this.hear(task)

    if (!isDone && !seen && task.jobId === null && end === null) {
      // It never came: nothing is known against the stage.
      return this.forget(task)
    }
    const reason = isDone ? await this.takeResults(job) : this.reasonOf(task, seen, end)
    await this.forget(task, reason !== null && end !== waitsForInput)
    if (!reason) {
      this.finished.add(job.hash)
      this.unfinished.delete(job.hash)
      this.jobs.delete(job.hash)
      return
    }
    if (!this.wants(task) || task.takenBack) return this.letGo(task)
    if (end === waitsForInput && this.mayWait(job)) return
    // A trainer that is ended for its memory may still save a checkpoint; the next one meets the same limit.
    const gained = task.savedCheckpoint && reason.code !== 'out-of-memory'
    const crashes = gained ? 1 : (this.crashes.get(job.hash) ?? 0) + 1
    this.crashes.set(job.hash, crashes)
    const again = worthAnotherTry.includes(reason.code) && (task.stalled || !endedOnPurpose(seen))
    if (again && crashes < attempts) return this.letGo(task)
    if (again) reason.message += ` It was tried ${attempts} times.`
    this.crashes.delete(job.hash)
    await this.fail(job, reason)
  }

  /** Its trainer has ended, and the stage has not. */
  private async letGo(task: Task): Promise<void> {
    if (task.running) await this.listener.interrupted(task.job)
    task.running = false
  }

  /** @returns Null when they are taken over, else why not. */
  private async takeResults(job: Job): Promise<ErrorPayload | null> {
    try {
      await this.listener.finished(job)
      return null
    } catch (error) {
      if (!(error instanceof AntrumError) || error.code !== 'corrupt-data') throw error
      return { code: error.code, message: error.message }
    }
  }

  private reasonOf(task: Task, seen: SlurmTask | null, end: string | null): ErrorPayload {
    const log = join(task.job.folder, trainerLogFile)
    const printed = join(this.options.folder, task.array, `${task.index}.out`)
    const lines = [...lastLines(log, task.logBytes), ...lastLines(printed, 0)]
    if (task.stalled)
      return {
        code: 'trainer-crashed',
        message: 'The trainer said nothing for too long and was ended.',
        details: { log, lines },
      }
    if (end === waitsForInput)
      return {
        code: 'invalid-state',
        message:
          `Its node${seen?.nodes ? ` (${seen.nodes})` : ''} does not see the results of the stages it reads. ` +
          'The project has to be on a disk that all nodes share, at the same path.',
      }
    if (task.failure) return { details: { log, lines }, ...task.failure }
    return jobReason({ task: seen, end, lines, log, peakBytes: task.peakBytes })
  }

  /** Whether a job that found an input unfinished should be submitted again. */
  private mayWait(job: Job): boolean {
    if (job.inputs.some((input) => this.unfinished.has(input))) return true
    const waits = (this.waits.get(job.hash) ?? 0) + 1
    this.waits.set(job.hash, waits)
    return waits < 3
  }

  private async fail(job: Job, reason: ErrorPayload): Promise<void> {
    const dependants = dependantsOf(job, this.jobs.values())
    for (const { hash } of [job, ...dependants]) this.jobs.delete(hash)
    await this.listener.failed(job, reason)
    for (const dependant of dependants) await this.listener.failed(dependant, notStarted(job, reason))
  }

  /** Lets Slurm end what nobody wants any more. */
  private async takeBack(): Promise<void> {
    for (const task of this.tasks.values()) {
      if (task.takenBack || this.wants(task)) continue
      task.takenBack = true
      await writeTask(task.job.folder, task)
    }
    const due = [...this.tasks.values()].filter(
      ({ takenBack, seen, cancelledMs }) =>
        takenBack && seen !== null && Date.now() - cancelledMs > askAgainMs,
    )
    for (const task of due) task.cancelledMs = Date.now()
    await cancelTasks(due.map(({ seen }) => seen!.id))
  }

  /** Wanted jobs that nobody has, whose inputs are finished or will have been computed before; inputs first. */
  private startable(): Job[] {
    const chosen = new Set<Job>()
    const hashes = new Set<string>()
    const comes = (input: string) => {
      const task = this.tasks.get(input)
      return !this.unfinished.has(input) || hashes.has(input) || (task?.jobId != null && !task.takenBack)
    }
    for (let before = -1; before < chosen.size;) {
      before = chosen.size
      for (const job of this.jobs.values()) {
        if (chosen.has(job) || this.tasks.has(job.hash) || !job.inputs.every(comes)) continue
        chosen.add(job)
        hashes.add(job.hash)
      }
    }
    return [...chosen]
  }

  /** @returns Whether there was anything to submit. */
  private async submit(): Promise<boolean> {
    const jobs = this.paused || Date.now() < this.refusedMs ? [] : this.startable()
    const idOf = (hash: string) => this.tasks.get(hash)?.jobId ?? undefined
    for (const { jobs: some, after } of inArrays(jobs, this.arraySize, idOf)) {
      const ids = after.map((other) => (typeof other === 'string' ? other : idOf(other.jobs[0].hash)!))
      if (!(await this.submitArray(some, ids))) break
    }
    return jobs.length > 0
  }

  /** @returns Whether Slurm has taken it. */
  private async submitArray(jobs: readonly Job[], after: readonly string[]): Promise<boolean> {
    const { folder: all, parallel, trainer, settings, warn } = this.options
    // Says nothing of the study: everybody on the cluster sees it.
    const name = `antrum-${randomBytes(6).toString('hex')}`
    const folder = join(all, name)
    const tasks = newTasks(name, jobs)
    for (const task of tasks) this.tasks.set(task.job.hash, task)
    const asked = sbatchOptions(await settings())
    const script = await writeArray(folder, name, tasks, trainer)
    try {
      const jobId = await submit(
        [...asked, ...arrayOptions(name, folder, { length: jobs.length, parallel, after })],
        script,
      )
      for (const task of tasks) task.jobId = jobId
      return true
    } catch (error) {
      if (!(error instanceof SlurmError)) throw error
      if (error.unsure) {
        warn(`Slurm did not answer (${error.message}); whether it took the jobs will show.`)
        return false
      }
      for (const task of tasks) await this.forget(task)
      // A limit on how much one may submit goes away with what is there.
      if (this.tasks.size === 0)
        throw new AntrumError(
          'invalid-state',
          `Slurm does not take the jobs: ${error.message}. What it is asked for is shown and changed by: antrum settings <project>`,
        )
      warn(`Slurm takes no more jobs for now: ${error.message}`)
      this.refusedMs = Date.now() + askAgainMs
      return false
    }
  }

  /** The stage is in nobody's hands. What Slurm printed is kept where it may tell why. */
  private async forget({ job, array }: Task, keepOutput = false): Promise<void> {
    this.tasks.delete(job.hash)
    await removeTask(job.folder)
    if (keepOutput) this.kept.add(array)
    if (this.kept.has(array) || [...this.tasks.values()].some((task) => task.array === array)) return
    await rm(join(this.options.folder, array), { recursive: true, force: true })
  }

  private async nap(ms: number): Promise<void> {
    if (!this.awake)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms)
        this.rouse = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    this.awake = false
  }

  private wake(): void {
    this.awake = true
    this.rouse()
  }
}
