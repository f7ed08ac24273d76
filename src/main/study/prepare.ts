import { statSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { AntrumError } from '../../shared/ipc/error.ts'
import { listStagesBy } from '../db/stores/stage-list.ts'
import { interruptStage, listStages, setStageStates } from '../db/stores/stages.ts'
import type { StageRecord } from '../db/stores/stages.ts'
import type { Project } from '../project.ts'
import { endOrphan } from '../supervisor/orphans.ts'
import type { TrainerCommand } from '../supervisor/trainer-command.ts'
import { inputsOf } from './hash.ts'
import { discardResults, ingest, isDone, verifyResults } from './ingest.ts'

export const stageFolder = (project: Project, hash: string): string => join(project.paths.stages, hash)

/** A trainer on another machine that wrote its stage folder so lately may still be alive. */
const quietMs = 60_000

/**
 * Brings what the database believes in line with what is alive. Whoever calls holds the project, so a stage that is
 * `running` was left behind by a process that died: its trainer is ended, and the stage can be resumed.
 *
 * @throws AntrumError invalid-state when a trainer on another machine seems to be alive, which nobody can end from here.
 */
export async function reconcile(project: Project, trainer: TrainerCommand): Promise<void> {
  const { db } = project
  for (const { hash, trainer: left } of await listStagesBy(db, { states: ['running'] })) {
    if (left) {
      const heardMs = lastWriteMs(join(stageFolder(project, hash), 'events.jsonl'))
      if (left.host !== hostname() && Date.now() - heardMs < quietMs) {
        throw new AntrumError(
          'invalid-state',
          `Stage ${hash} was written by process ${left.pid} on ${left.host} less than a minute ago. ` +
            'End that process there, or wait until it is gone, and try again.',
          left,
        )
      }
      await endOrphan(left, trainer)
    }
    await interruptStage(db, hash)
  }
}

const lastWriteMs = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0

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
  const again: string[] = []
  // Backwards: whether a result is still needed is known once all that read it have been looked at.
  for (const { stage, state } of records.toReversed()) {
    const finished = await takeIn(project, { stage, state }, needed.has(stage.hash), warn)
    if (finished) continue
    for (const input of inputsOf(stage)) needed.add(input)
    await writeStageFile(stageFolder(project, stage.hash), JSON.stringify(stage))
    if (!['queued', 'interrupted'].includes(state)) again.push(stage.hash)
  }
  await setStageStates(project.db, again, 'queued')
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

/**
 * Not flushed to disk, because there may be ten thousand: a power cut costs a file that the next run writes again.
 */
async function writeStageFile(folder: string, text: string): Promise<void> {
  const file = join(folder, 'stage.json')
  const found = await readFile(file, 'utf8').catch(() => undefined)
  if (found === text) return
  await mkdir(folder, { recursive: true })
  await writeFile(`${file}.tmp`, text)
  await rename(`${file}.tmp`, file)
}
