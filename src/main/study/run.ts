import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Stage } from '../../shared/domain/stage.ts'
import type { RunState } from '../../shared/ipc/api.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import type { ErrorPayload } from '../../shared/ipc/error.ts'
import { setCancelled } from '../db/stores/experiments.ts'
import { failStage, listStages, saveStageProgress, setStageState, startStage } from '../db/stores/stages.ts'
import type { Project } from '../project.ts'
import { ensurePacked } from '../services/packed-volumes.ts'
import type { ServiceContext } from '../services/service-context.ts'
import { execute } from '../supervisor/local-executor.ts'
import type { ExecutorListener } from '../supervisor/local-executor.ts'
import { trainerCommand } from '../supervisor/trainer-command.ts'
import type { TrainerCommand } from '../supervisor/trainer-command.ts'
import { cancelRequest, markCancelled } from './cancel.ts'
import { findExperiment } from './experiments.ts'
import { inputsOf } from './hash.ts'
import { discardResults, ingest } from './ingest.ts'
import { readManifest } from './manifest.ts'
import { prepareStages, reconcile, stageFolder } from './prepare.ts'
import { RunProgress } from './run-progress.ts'
import { stageName } from './stage-name.ts'

export interface RunOptions {
  /** Trainers at once: one per GPU, else one. */
  parallel?: number
  trainer?: TrainerCommand
  /** Grace for a trainer's checkpoint; see execute. */
  graceMs?: number
  stallMs?: number
  warn?: (message: string) => void
}

export interface RunReport {
  experiment: string
  states: Record<RunState, number>
  failures: { stage: string; name: string; reason: ErrorPayload }[]
}

const cancelPollMs = 250

/**
 * Works off what an experiment has not finished. The caller holds the project; killed at any moment, the next run
 * continues. Failed stages are in the report: the others were still computed.
 *
 * @throws AntrumError cancelled (by the signal or by `cancel`), or what makes every stage impossible.
 */
export async function runExperiment(
  project: Project,
  experiment: string,
  context: ServiceContext,
  options: RunOptions = {},
): Promise<RunReport> {
  const { db } = project
  const { parallel = 1, trainer = trainerCommand(), warn = () => {} } = options
  const { datasetVersion } = await findExperiment(db, experiment)
  const manifest = await readManifest(project, datasetVersion)
  await ensurePacked(join(project.paths.volumes, datasetVersion), manifest, context.signal)
  const request = cancelRequest(project.paths.root, experiment)
  await rm(request, { force: true })
  await setCancelled(db, experiment, null)
  await reconcile(project, trainer)
  const records = await prepareStages(project, experiment, warn)

  const stages: ReadonlyMap<string, Stage> = new Map(records.map(({ stage }) => [stage.hash, stage]))
  const progress = new RunProgress(records, manifest, parallel, context)
  const jobs = records
    .filter(({ state }) => state !== 'finished')
    .map(({ stage }) => ({
      hash: stage.hash,
      name: stageName(stage, stages),
      folder: stageFolder(project, stage.hash),
      inputs: inputsOf(stage),
    }))

  const listener: ExecutorListener = {
    started: async ({ hash }, pid) => {
      await startStage(db, hash, { pid, host: hostname() })
      progress.set(hash, { state: 'running', stepSeconds: null })
    },
    events: async ({ hash, name }, events) => saveStageProgress(db, hash, progress.hear(hash, name, events)),
    finished: async ({ hash, folder }) => {
      try {
        const { seconds } = await ingest(db, folder, stages.get(hash)!)
        progress.set(hash, { state: 'finished', seconds })
      } catch (error) {
        if (error instanceof AntrumError && error.code === 'corrupt-data') await discardResults(folder)
        throw error
      }
    },
    failed: async ({ hash, name }, reason) => {
      await failStage(db, hash, reason)
      progress.set(hash, { state: 'failed' })
      warn(`${name} failed: ${reason.message}`)
    },
    interrupted: async ({ hash }) => setStageState(db, hash, 'interrupted'),
  }

  const cancelled = new AbortController()
  const watch = setInterval(() => existsSync(request) && cancelled.abort(), cancelPollMs)
  try {
    await execute(jobs, listener, {
      ...options,
      trainer,
      parallel,
      signal: AbortSignal.any([context.signal, cancelled.signal]),
    })
  } finally {
    clearInterval(watch)
  }
  context.signal.throwIfAborted()
  if (cancelled.signal.aborted) {
    await markCancelled(project, experiment)
    throw new AntrumError(
      'cancelled',
      `Experiment ${experiment} was cancelled. Run it again to continue where it stopped.`,
    )
  }
  return report(project, experiment, stages)
}

async function report(
  { db }: Project,
  experiment: string,
  stages: ReadonlyMap<string, Stage>,
): Promise<RunReport> {
  const records = await listStages(db, experiment)
  const failures = records.flatMap(({ stage, reason }) =>
    reason ? [{ stage: stage.hash, name: stageName(stage, stages), reason }] : [],
  )
  return { experiment, states: countStates(records.map(({ state }) => state)), failures }
}

export function countStates(states: readonly RunState[]): Record<RunState, number> {
  const counts = { queued: 0, running: 0, finished: 0, cancelled: 0, interrupted: 0, failed: 0 }
  for (const state of states) counts[state]++
  return counts
}
