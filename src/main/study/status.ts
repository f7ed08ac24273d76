import path from 'node:path'
import type { FailedStage, ProjectStatus, RunningStage } from '../../shared/ipc/queue.ts'
import { projectHolder } from '../db/project-lock.ts'
import { listExperiments } from '../db/stores/experiments.ts'
import { listQueue } from '../db/stores/queue.ts'
import { readSetting } from '../db/stores/settings.ts'
import { listStagesBy } from '../db/stores/stage-list.ts'
import type { ListedStage } from '../db/stores/stage-list.ts'
import { lockFile, withProject } from '../project.ts'
import type { Project } from '../project.ts'
import { readChanges } from '../services/project-changes.ts'
import { isTrainerAlive } from '../supervisor/orphans.ts'
import { trainerCommand } from '../supervisor/trainer-command.ts'
import { forecast, progressShare, stageSecondsLeft } from './forecast.ts'
import { countStates } from './run.ts'
import { nameOf } from './stage-name.ts'

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

/**
 * The same at once and after every change, also of who works on the project, until aborted.
 *
 * @throws AntrumError as `openProject`, at any time.
 */
export async function* watchStatus(folder: string, signal?: AbortSignal): AsyncGenerator<ProjectStatus> {
  const lock = path.join(path.resolve(folder), lockFile)
  yield* readChanges(folder, () => withProject(folder, 'read', projectStatus), {
    ...{ everyMs: 2000, signal },
    beside: () => projectHolder(lock)?.since ?? 'nobody',
  })
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
