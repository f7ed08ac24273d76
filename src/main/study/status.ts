import path from 'node:path'
import type { RunState } from '../../shared/ipc/api.ts'
import { projectHolder } from '../db/project-lock.ts'
import type { ProjectHolder } from '../db/project-lock.ts'
import { listExperiments } from '../db/stores/experiments.ts'
import { listQueue } from '../db/stores/queue.ts'
import { readSetting } from '../db/stores/settings.ts'
import { listStagesBy } from '../db/stores/stage-list.ts'
import type { ListedStage } from '../db/stores/stage-list.ts'
import { lockFile } from '../project.ts'
import type { Project } from '../project.ts'
import { isTrainerAlive } from '../supervisor/orphans.ts'
import { trainerCommand } from '../supervisor/trainer-command.ts'
import { forecast, progressShare, stageSecondsLeft } from './forecast.ts'
import { countStates } from './run.ts'
import { nameOf } from './stage-name.ts'

export interface RunningStage {
  stage: string
  name: string
  stepsDone: number | null
  stepsTotal: number | null
  /** Counts from 0. */
  epochIndex: number | null
  epochs: number | null
  loss: number | null
  /** A training step at the present pace. */
  stepSeconds: number | null
  epochSecondsLeft: number | null
  secondsLeft: number | null
  /** Since the trainer last said something. */
  heartbeatSeconds: number | null
  /** false: its process is gone; the next `run` resumes it. null: it runs on another machine, or in a job of Slurm. */
  alive: boolean | null
}

export interface FailedStage {
  stage: string
  name: string
  code: string
  message: string
  /** What its trainer printed last, and the file with all of it. */
  lines: string[]
  log: string | null
}

export interface ExperimentStatus {
  experiment: string
  dataset: string
  plannedAt: string
  cancelledAt: string | null
  /** Counts from 0; null: not in the queue. */
  queuePosition: number | null
  states: Record<RunState, number>
  /** Share of the expected time that is behind, 0…1. */
  progress: number
  running: RunningStage[]
  failures: FailedStage[]
  /** Null: planned by an older version, which kept no expectations. */
  secondsLeft: number | null
  /** Its 95 % interval. */
  secondsLeftRange: [number, number] | null
}

export interface ProjectStatus {
  paused: boolean
  /** Who writes the project at this moment: a run, if there is one. */
  holder: ProjectHolder | null
  experiments: ExperimentStatus[]
}

/** How far every experiment of the project is; reads only, also beside a run. */
export async function projectStatus({ db, paths }: Project): Promise<ProjectStatus> {
  const queue = await listQueue(db)
  const byExperiment = Map.groupBy(await listStagesBy(db), ({ experiment }) => experiment)
  const experiments = (await listExperiments(db)).map(
    async ({ id, datasetVersion, plannedAt, cancelledAt }) => ({
      experiment: id,
      dataset: datasetVersion,
      plannedAt,
      cancelledAt,
      queuePosition: queue.includes(id) ? queue.indexOf(id) : null,
      ...(await describe(byExperiment.get(id) ?? [])),
    }),
  )
  return {
    paused: (await readSetting(db, 'queuePaused')) ?? false,
    holder: projectHolder(path.join(paths.root, lockFile)),
    experiments: await Promise.all(experiments),
  }
}

async function describe(stages: readonly ListedStage[]) {
  const running = stages.filter(({ state }) => state === 'running')
  const left = forecast(stages, Math.max(1, running.length))
  return {
    states: countStates(stages.map(({ state }) => state)),
    progress: progressShare(stages),
    running: await Promise.all(running.map((stage) => describeRunning(stage, stages))),
    failures: stages.flatMap(describeFailure),
    secondsLeft: left && Math.round(left.seconds),
    secondsLeftRange: left && ([Math.round(left.low), Math.round(left.high)] as [number, number]),
  }
}

async function describeRunning(stage: ListedStage, all: readonly ListedStage[]): Promise<RunningStage> {
  const { hash, trainer, stepsDone, stepsTotal, epochIndex, epochs, loss, stepSeconds } = stage
  const heard = stage.lastEventAt ?? stage.startedAt
  const stepsPerEpoch = stepsTotal !== null && epochs ? stepsTotal / epochs : null
  return {
    stage: hash,
    name: nameOf(stage),
    ...{ stepsDone, stepsTotal, epochIndex, epochs, loss, stepSeconds },
    epochSecondsLeft:
      stepsPerEpoch === null || stepSeconds === null || stepsDone === null
        ? null
        : (stepsPerEpoch - (stepsDone % stepsPerEpoch)) * stepSeconds,
    secondsLeft: stageSecondsLeft(stage, all),
    heartbeatSeconds:
      heard === null ? null : Math.max(0, Math.round((Date.now() - Date.parse(heard)) / 1000)),
    alive: trainer ? await isTrainerAlive(trainer, trainerCommand()) : null,
  }
}

function describeFailure(stage: ListedStage): FailedStage[] {
  if (!stage.reason) return []
  const { code, message, details } = stage.reason
  const { lines = [], log = null } = (details ?? {}) as Partial<FailedStage>
  return [{ stage: stage.hash, name: nameOf(stage), code, message, lines, log }]
}
