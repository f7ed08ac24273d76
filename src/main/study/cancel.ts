import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { AntrumError } from '../../shared/ipc/error.ts'
import { setCancelled } from '../db/stores/experiments.ts'
import { listStages, listStagesToCancel, setStageState } from '../db/stores/stages.ts'
import { openProject, withProject } from '../project.ts'
import type { Project } from '../project.ts'
import { trainerCommand } from '../supervisor/trainer-command.ts'
import { findExperiment } from './experiments.ts'
import { reconcile } from './prepare.ts'

export interface Cancellation {
  experiment: string
  /** Stages that are cancelled now. */
  cancelled: number
  /** Stages whose results stay. */
  finished: number
  /** Unfinished stages left queued because another experiment needs them too. */
  shared: number
}

/** Where a process that cannot write the project asks the one that does to cancel an experiment. */
export const cancelRequest = (root: string, experiment: string): string =>
  join(root, `antrum.cancel-${experiment}`)

/**
 * Cancels what an experiment has not finished, also when another process is running it: that one is asked, saves a
 * checkpoint and lets go. Running the experiment again continues where it stopped.
 *
 * @throws AntrumError not-found, or read-only when whoever writes the project does something else and goes on with it.
 */
export async function cancelExperiment(
  folder: string,
  experiment: string,
  timeoutMs = 30_000,
): Promise<Cancellation> {
  const root = await withProject(folder, 'read', async ({ db, paths }) => {
    await findExperiment(db, experiment)
    return paths.root
  })
  const request = cancelRequest(root, experiment)
  let asked = false
  try {
    for (const deadline = Date.now() + timeoutMs; ; await sleep(100)) {
      if (asked && !existsSync(request))
        return await withProject(folder, 'read', (project) => countCancelled(project, experiment))
      try {
        return await cancelOurselves(folder, experiment)
      } catch (error) {
        if (!(error instanceof AntrumError) || error.code !== 'read-only' || Date.now() > deadline)
          throw error
      }
      if (!asked) await writeFile(request, '')
      asked = true
    }
  } finally {
    await rm(request, { force: true })
  }
}

async function cancelOurselves(folder: string, experiment: string): Promise<Cancellation> {
  const project = await openProject(folder, { mode: 'write' })
  try {
    await reconcile(project, trainerCommand())
    return await markCancelled(project, experiment)
  } finally {
    await project.close()
  }
}

/** Done by whoever holds the project, when no trainer works on the experiment any more. */
export async function markCancelled(project: Project, experiment: string): Promise<Cancellation> {
  const { db, paths } = project
  await db.transaction().execute(async (tx) => {
    await setCancelled(tx, experiment, new Date().toISOString())
    for (const { stage } of await listStagesToCancel(tx, experiment))
      await setStageState(tx, stage.hash, 'cancelled')
  })
  await rm(cancelRequest(paths.root, experiment), { force: true })
  return countCancelled(project, experiment)
}

async function countCancelled({ db }: Project, experiment: string): Promise<Cancellation> {
  const states = (await listStages(db, experiment)).map(({ state }) => state)
  const count = (...wanted: string[]) => states.filter((state) => wanted.includes(state)).length
  return {
    experiment,
    cancelled: count('cancelled'),
    finished: count('finished'),
    shared: count('queued', 'interrupted'),
  }
}
