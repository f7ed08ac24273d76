import { join } from 'node:path'
import { originOf } from '../../shared/domain/stage-origin.ts'
import type { Stage } from '../../shared/domain/stage.ts'
import type { RunState } from '../../shared/ipc/api.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import type { ErrorPayload } from '../../shared/ipc/error.ts'
import { dequeue, listQueue } from '../db/stores/queue.ts'
import { readSetting, saveSetting } from '../db/stores/settings.ts'
import { listStagesBy } from '../db/stores/stage-list.ts'
import type { ListedStage } from '../db/stores/stage-list.ts'
import { failStage, interruptStage, saveStageProgress, startStage } from '../db/stores/stages.ts'
import type { Project } from '../project.ts'
import { ensurePacked } from '../services/packed-volumes.ts'
import type { ServiceContext } from '../services/service-context.ts'
import type { Executor, ExecutorListener } from '../supervisor/executor.ts'
import { trainerEnvironments } from '../supervisor/gpus.ts'
import { LocalExecutor } from '../supervisor/local-executor.ts'
import type { Job } from '../supervisor/schedule.ts'
import { SlurmExecutor } from '../supervisor/slurm/executor.ts'
import { slurmFolder, stagesInSlurm } from '../supervisor/slurm/in-hand.ts'
import { trainerCommand } from '../supervisor/trainer-command.ts'
import type { TrainerCommand } from '../supervisor/trainer-command.ts'
import { findExperiment } from './experiments.ts'
import { inputsOf } from './hash.ts'
import { discardResults, ingest } from './ingest.ts'
import { readManifest } from './manifest.ts'
import { prepareStages, reconcile, stageFolder } from './prepare.ts'
import { applyRequest, enqueue } from './queue.ts'
import { RequestBox } from './requests.ts'
import { RunProgress } from './run-progress.ts'
import { nameOf } from './stage-name.ts'

export interface RunOptions {
  executor?: 'local' | 'slurm'
  /** Trainers at once, by default one per GPU. */
  parallel?: number
  /** The GPUs to share among them; none: the CPU. */
  gpus?: readonly string[]
  trainer?: TrainerCommand
  /** Grace for a trainer's checkpoint; see LocalExecutor. */
  graceMs?: number
  stallMs?: number
  /** How often Slurm is asked, and what it is given for a job to turn up; see SlurmExecutor. */
  pollMs?: number
  arrivalMs?: number
  warn?: (message: string) => void
}

export interface RunReport {
  experiment: string
  states: Record<RunState, number>
  failures: { stage: string; name: string; reason: ErrorPayload }[]
}

/**
 * Works off what an experiment has not finished, and what is added to the queue meanwhile. The caller holds the
 * project; killed at any moment, the next run continues. Failed stages are in the report: the others were still
 * computed.
 *
 * @throws AntrumError cancelled (by the signal or by `cancel`), or what makes every stage impossible.
 */
export async function runExperiment(
  project: Project,
  experiment: string,
  context: ServiceContext,
  options: RunOptions = {},
): Promise<RunReport> {
  await enqueue(project.db, experiment)
  await new QueueRun(project, context, options).run([experiment])
  if ((await findExperiment(project.db, experiment)).cancelledAt !== null) {
    throw new AntrumError(
      'cancelled',
      `Experiment ${experiment} was cancelled. Run it again to continue where it stopped.`,
    )
  }
  return reportOn(project, experiment)
}

/** The same for every experiment in the queue. */
export async function runQueue(
  project: Project,
  context: ServiceContext,
  options: RunOptions = {},
): Promise<RunReport[]> {
  const experiments = await listQueue(project.db)
  await new QueueRun(project, context, options).run(experiments)
  return Promise.all(experiments.map((experiment) => reportOn(project, experiment)))
}

/** The queue while it is worked off: the database says what to do, and this makes the executor follow. */
class QueueRun {
  private readonly project: Project
  private readonly context: ServiceContext
  private readonly trainer: TrainerCommand
  private readonly warn: (message: string) => void
  private readonly progress: RunProgress
  private readonly executor: Executor
  private readonly onSlurm: boolean
  private readonly stages = new Map<string, Stage>()
  /** Edge of the cubes of each stage. */
  private readonly voxels = new Map<string, number>()
  /** What is worked on, and what waits in the queue without having been asked for. */
  private readonly experiments = new Set<string>()
  private leftAlone = new Set<string>()

  constructor(project: Project, context: ServiceContext, options: RunOptions) {
    const { gpus = [], trainer = trainerCommand(), warn = () => {} } = options
    const parallel = Math.max(1, options.parallel ?? gpus.length)
    this.project = project
    this.context = context
    this.trainer = trainer
    this.warn = warn
    this.progress = new RunProgress(parallel, context)
    this.onSlurm = options.executor === 'slurm'
    this.executor = this.onSlurm
      ? new SlurmExecutor(this.listener(), {
          ...options,
          trainer,
          folder: slurmFolder(project.paths),
          settings: async () => (await readSetting(project.db, 'slurm')) ?? {},
        })
      : new LocalExecutor([], this.listener(), {
          ...options,
          trainer,
          environments: trainerEnvironments(parallel, gpus),
        })
  }

  async run(experiments: readonly string[]): Promise<void> {
    const { db } = this.project
    const { signal } = this.context
    if (!this.onSlurm) await refuseWhatSlurmHas(this.project)
    await saveSetting(db, 'queuePaused', false)
    await reconcile(this.project, this.trainer)
    this.leftAlone = new Set((await listQueue(db)).filter((id) => !experiments.includes(id)))
    await this.update()
    const requests = new RequestBox(this.project, async (request) => {
      const answer = await applyRequest(this.project, request)
      // What a reader answers changes nothing of the queue.
      if (request.action === 'review') return answer
      if ('id' in request && request.id !== null) this.leftAlone.delete(request.id)
      await this.update()
      return answer
    })
    try {
      await this.executor.run(signal)
    } finally {
      await requests.stop()
    }
    signal.throwIfAborted()
    await dequeue(db, [...this.experiments])
  }

  /** Brings the executor in line with the database. */
  private async update(): Promise<void> {
    const { db } = this.project
    const queue = await listQueue(db)
    for (const experiment of this.experiments)
      if (!queue.includes(experiment)) this.experiments.delete(experiment)
    for (const experiment of queue)
      if (!this.experiments.has(experiment) && !this.leftAlone.has(experiment)) await this.prepare(experiment)

    const listed = await listStagesBy(db, { experiments: [...this.experiments] })
    for (const { hash, state } of listed) this.progress.set(hash, { state })
    const open = listed.filter(({ state }) => ['queued', 'interrupted', 'running'].includes(state))
    const jobs = new Map(open.map((stage) => [stage.hash, this.jobOf(stage)]))
    const paused = (await readSetting(db, 'queuePaused')) ?? false
    await this.executor.update({ jobs: [...jobs.values()], paused })
    if (paused) this.progress.show('paused, "antrum queue <project> resume" goes on')
  }

  private async prepare(experiment: string): Promise<void> {
    const { project } = this
    const { datasetVersion } = await findExperiment(project.db, experiment)
    const manifest = await readManifest(project, datasetVersion)
    await ensurePacked(join(project.paths.volumes, datasetVersion), manifest, this.context.signal)
    const records = await prepareStages(project, experiment, this.warn)
    for (const { stage } of records) {
      this.stages.set(stage.hash, stage)
      this.voxels.set(stage.hash, manifest.voxels)
    }
    this.progress.add(
      records.map(({ stage, ...record }) => ({
        ...record,
        hash: stage.hash,
        kind: stage.kind,
        method: originOf(stage, this.stages).method,
        inputs: inputsOf(stage),
      })),
    )
    this.experiments.add(experiment)
  }

  private jobOf(stage: ListedStage): Job {
    return {
      hash: stage.hash,
      kind: stage.kind,
      name: nameOf(stage),
      folder: stageFolder(this.project, stage.hash),
      voxels: this.voxels.get(stage.hash)!,
      inputs: inputsOf(this.stages.get(stage.hash)!),
    }
  }

  private listener(): ExecutorListener {
    const { db } = this.project
    return {
      started: async ({ hash }, trainer) => {
        await startStage(db, hash, trainer)
        this.progress.set(hash, { state: 'running' })
      },
      events: async ({ hash, name }, events) =>
        saveStageProgress(db, hash, this.progress.hear(hash, name, events)),
      finished: async ({ hash, folder }) => {
        try {
          const { seconds } = await ingest(db, folder, this.stages.get(hash)!)
          this.progress.set(hash, { state: 'finished', seconds })
          this.progress.show('')
        } catch (error) {
          if (error instanceof AntrumError && error.code === 'corrupt-data') await discardResults(folder)
          throw error
        }
      },
      failed: async ({ hash, name }, reason) => {
        await failStage(db, hash, reason)
        this.progress.set(hash, { state: 'failed' })
        this.warn(`${name} failed: ${reason.message}`)
      },
      interrupted: async ({ hash }) => {
        await interruptStage(db, hash)
        this.progress.set(hash, { state: 'interrupted' })
      },
    }
  }
}

/** @throws AntrumError invalid-state: a stage must not be computed twice at once. */
async function refuseWhatSlurmHas({ paths }: Project): Promise<void> {
  const stages = await stagesInSlurm(paths)
  if (stages.length > 0)
    throw new AntrumError(
      'invalid-state',
      `Slurm has ${stages.length} stages of this project. Follow them with --executor slurm, or take them back first: antrum queue <project> pause`,
      { stages },
    )
}

async function reportOn({ db }: Project, experiment: string): Promise<RunReport> {
  const stages = await listStagesBy(db, { experiments: [experiment] })
  const failures = stages.flatMap((stage) =>
    stage.reason ? [{ stage: stage.hash, name: nameOf(stage), reason: stage.reason }] : [],
  )
  return { experiment, states: countStates(stages.map(({ state }) => state)), failures }
}

export function countStates(states: readonly RunState[]): Record<RunState, number> {
  const counts = { queued: 0, running: 0, finished: 0, cancelled: 0, interrupted: 0, failed: 0 }
  for (const state of states) counts[state]++
  return counts
}
