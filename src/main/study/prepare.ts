import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AntrumError } from '../../shared/ipc/error.ts'
import { listStages, listStagesIn, setStageState } from '../db/stores/stages.ts'
import type { StageRecord } from '../db/stores/stages.ts'
import type { Project } from '../project.ts'
import { writeFileAtomic } from '../services/atomic-file.ts'
import { endOrphan } from '../supervisor/orphans.ts'
import type { TrainerCommand } from '../supervisor/trainer-command.ts'
import { inputsOf } from './hash.ts'
import { discardResults, ingest, isDone, verifyResults } from './ingest.ts'

export const stageFolder = (project: Project, hash: string): string => join(project.paths.stages, hash)

/**
 * Brings what the database believes in line with what is alive. Whoever calls holds the project, so a stage that is
 * `running` was left behind by a process that died: its trainer is ended, and the stage can be resumed.
 */
export async function reconcile({ db }: Project, trainer: TrainerCommand): Promise<void> {
  for (const record of await listStagesIn(db, ['running'])) {
    if (record.trainer) await endOrphan(record.trainer, trainer)
    await setStageState(db, record.stage.hash, 'interrupted')
  }
}

/**
 * Settles which stages of an experiment have to be computed, and writes their stage.json. Results that lie there
 * unnoticed are taken in; those that will be read are verified, and recomputed when damaged or gone.
 *
 * @returns All stages with their state: `finished`, `queued` or `interrupted`.
 */
export async function prepareStages(
  project: Project,
  experiment: string,
  warn: (message: string) => void,
): Promise<StageRecord[]> {
  const records = await listStages(project.db, experiment)
  const needed = new Set<string>()
  // Backwards: whether a result is still needed is known once all that read it have been looked at.
  for (const { stage, state } of records.toReversed()) {
    const finished = await takeIn(project, { stage, state }, needed.has(stage.hash), warn)
    if (finished) continue
    for (const input of inputsOf(stage)) needed.add(input)
    await writeStageFile(stageFolder(project, stage.hash), JSON.stringify(stage))
    if (state !== 'queued' && state !== 'interrupted') await setStageState(project.db, stage.hash, 'queued')
  }
  return listStages(project.db, experiment)
}

/** Whether the stage is finished, in the database and on disk. */
async function takeIn(
  project: Project,
  { stage, state }: Pick<StageRecord, 'stage' | 'state'>,
  needed: boolean,
  warn: (message: string) => void,
): Promise<boolean> {
  const folder = stageFolder(project, stage.hash)
  if (!isDone(folder)) {
    if (state === 'finished')
      warn(`Results of stage ${stage.hash} (${stage.kind}) are gone; they are computed again.`)
    return false
  }
  try {
    if (state !== 'finished') await ingest(project.db, folder, stage)
    else if (needed) await verifyResults(folder, stage)
    return true
  } catch (error) {
    if (!(error instanceof AntrumError) || error.code !== 'corrupt-data') throw error
    warn(`Stage ${stage.hash} (${stage.kind}) is damaged and computed again (corrupt-data): ${error.message}`)
    await discardResults(folder)
    return false
  }
}

async function writeStageFile(folder: string, text: string): Promise<void> {
  const file = join(folder, 'stage.json')
  const found = await readFile(file, 'utf8').catch(() => undefined)
  if (found !== text) await writeFileAtomic(file, text)
}
