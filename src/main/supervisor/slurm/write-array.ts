import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { TrainerCommand } from '../trainer-command.ts'
import { jobScript, tasksFile, warningSeconds } from './job-script.ts'
import type { Task } from './task.ts'
import { writeTask } from './task-file.ts'

/** Writes all that is needed before Slurm may know of an array. @returns Its script. */
export async function writeArray(
  folder: string,
  name: string,
  tasks: readonly Task[],
  { command, args }: TrainerCommand,
): Promise<string> {
  const stages = dirname(tasks[0].job.folder)
  const script = join(folder, 'job.sh')
  await mkdir(folder, { recursive: true })
  const lines = tasks.map(({ job }) => [job.hash, ...job.inputs].join(' '))
  await writeFile(join(folder, tasksFile), `${lines.join('\n')}\n`)
  const trainer = { command, args: args.filter((arg) => arg !== '--serve') }
  await writeFile(script, jobScript(name, stages, trainer))
  await Promise.all(tasks.map((task) => writeTask(task.job.folder, task)))
  // All of them at once: after a power cut a job must not run of which no file tells.
  await promisify(execFile)('sync', ['--file-system', stages]).catch(() => {})
  return script
}

/** What sbatch is told of an array, beside what the project's settings ask for. @param after  Job ids to wait for. */
export const arrayOptions = (
  name: string,
  folder: string,
  { length, parallel, after }: { length: number; parallel: number | undefined; after: readonly string[] },
): string[] => [
  `--job-name=${name}`,
  `--array=0-${length - 1}${parallel === undefined ? '' : `%${parallel}`}`,
  `--chdir=${folder}`,
  // Relative: a per cent sign in the project's path would be a pattern.
  '--output=%a.out',
  '--open-mode=append',
  '--requeue',
  `--signal=B:USR1@${warningSeconds}`,
  ...(after.length > 0 ? [`--dependency=afterany:${after.join(':')}`] : []),
]
