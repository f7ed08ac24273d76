import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { AntrumError } from '../../../shared/ipc/error.ts'
import type { ProjectPaths } from '../../project.ts'
import { cancelTasks, endStates, queryTasks, SlurmError } from './client.ts'
import { readTask, writeTask } from './task-file.ts'
import type { TaskRecord } from './task-file.ts'

/** Scripts, lists of stages and what Slurm prints, a folder per array; empty where nothing is with Slurm. */
export const slurmFolder = ({ root }: Pick<ProjectPaths, 'root'>): string => join(root, 'antrum.slurm')

interface InHand extends TaskRecord {
  hash: string
  folder: string
}

/** Stages that were given to Slurm and have not been seen to finish. */
async function tasksOf(paths: ProjectPaths): Promise<InHand[]> {
  if (!existsSync(slurmFolder(paths))) return []
  const found = (await readdir(paths.stages)).map(async (hash) => {
    const folder = join(paths.stages, hash)
    const task = existsSync(join(folder, 'done.json')) ? null : await readTask(folder)
    return task && { ...task, hash, folder }
  })
  return (await Promise.all(found)).filter((task) => task !== null)
}

/** @returns Hashes of stages for which Slurm has a job that waits or runs. */
export async function stagesInSlurm(paths: ProjectPaths): Promise<string[]> {
  return (await alive(await tasksOf(paths))).map(({ hash }) => hash)
}

/** Lets Slurm end its jobs for these stages, and does not wait until they have. */
export async function takeBackFromSlurm(
  paths: ProjectPaths,
  unwanted: (hash: string) => boolean,
): Promise<void> {
  const tasks = (await tasksOf(paths)).filter(({ hash }) => unwanted(hash))
  for (const task of tasks) await writeTask(task.folder, { ...task, takenBack: true })
  await cancelTasks((await alive(tasks)).map(({ id }) => id))
}

async function alive(tasks: readonly InHand[]): Promise<(InHand & { id: string })[]> {
  const byPlace = new Map(tasks.map((task) => [`${task.array} ${task.index}`, task]))
  try {
    const known = await queryTasks([...new Set(tasks.map(({ array }) => array))])
    return known.flatMap(({ array, index, state, id }) => {
      const task = byPlace.get(`${array} ${index}`)
      return task && !endStates.includes(state) ? [{ ...task, id }] : []
    })
  } catch (error) {
    if (!(error instanceof SlurmError || error instanceof AntrumError)) throw error
    throw new AntrumError(
      'invalid-state',
      `Slurm was given ${tasks.length} stages of this project, and cannot be asked from here what became of them: ${error.message}`,
    )
  }
}
