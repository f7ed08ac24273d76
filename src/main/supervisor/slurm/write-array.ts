import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { TrainerCommand } from '../trainer-command.ts'
import { jobScript, tasksFile } from './job-script.ts'
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
