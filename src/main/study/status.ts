import type { RunState } from '../../shared/ipc/api.ts'
import { listExperiments } from '../db/stores/experiments.ts'
import { listStages } from '../db/stores/stages.ts'
import type { StageRecord } from '../db/stores/stages.ts'
import type { Project } from '../project.ts'
import { isTrainerAlive } from '../supervisor/orphans.ts'
import { trainerCommand } from '../supervisor/trainer-command.ts'
import { secondsLeft } from './forecast.ts'
import { readManifest } from './manifest.ts'
import { observe } from './plan.ts'
import { countStates } from './run.ts'
import { stageName } from './stage-name.ts'

export interface RunningStage {
  stage: string
  name: string
  stepsDone: number | null
  stepsTotal: number | null
  /** Counts from 0. */
  epochIndex: number | null
  epochs: number | null
  loss: number | null
  /** Since the trainer last said something. */
  heartbeatSeconds: number | null
  /** false: its process is gone; the next `run` resumes it. null: it runs on another machine. */
  alive: boolean | null
}

export interface ExperimentStatus {
  experiment: string
  dataset: string
  plannedAt: string
  cancelledAt: string | null
  states: Record<RunState, number>
  running: RunningStage[]
  failures: { stage: string; name: string; code: string; message: string }[]
  secondsLeft: number
}

/** How far every experiment of the project is; reads only, also beside a run. */
export async function projectStatus(project: Project): Promise<ExperimentStatus[]> {
  const experiments = await listExperiments(project.db)
  return Promise.all(
    experiments.map(async ({ id, datasetVersion, plannedAt, cancelledAt }) => {
      const records = await listStages(project.db, id)
      const stages = new Map(records.map(({ stage }) => [stage.hash, stage]))
      const manifest = await readManifest(project, datasetVersion)
      return {
        experiment: id,
        dataset: datasetVersion,
        plannedAt,
        cancelledAt,
        states: countStates(records.map(({ state }) => state)),
        running: await Promise.all(
          records
            .filter(({ state }) => state === 'running')
            .map(async (record) => ({ name: stageName(record.stage, stages), ...(await describe(record)) })),
        ),
        failures: records.flatMap(({ stage, reason }) =>
          reason
            ? [
                {
                  stage: stage.hash,
                  name: stageName(stage, stages),
                  code: reason.code,
                  message: reason.message,
                },
              ]
            : [],
        ),
        secondsLeft: Math.round(secondsLeft(observe(records, manifest))),
      }
    }),
  )
}

async function describe(record: StageRecord) {
  const { stage, trainer, stepsDone, stepsTotal, epochIndex, epochs, loss, lastEventAt, startedAt } = record
  const heard = lastEventAt ?? startedAt
  return {
    stage: stage.hash,
    ...{ stepsDone, stepsTotal, epochIndex, epochs, loss },
    heartbeatSeconds:
      heard === null ? null : Math.max(0, Math.round((Date.now() - Date.parse(heard)) / 1000)),
    alive: trainer ? await isTrainerAlive(trainer, trainerCommand()) : false,
  }
}
