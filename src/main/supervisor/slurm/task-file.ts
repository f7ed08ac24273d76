import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { endFile, taskFile } from './job-script.ts'

/**
 * That a stage was given to Slurm, written into its folder before it is. A job computes a stage only while its array is
 * named first, so that one which turns up late, after the stage was taken back or submitted anew, does nothing.
 */
export interface TaskRecord {
  array: string
  index: number
  /** Lengths of events.jsonl and trainer.log before: what comes after them is the job's. */
  eventBytes: number
  logBytes: number
  /** Nobody wants the job any more. */
  takenBack: boolean
}

/** Not flushed to disk; who writes thousands flushes once. */
export async function writeTask(folder: string, task: TaskRecord): Promise<void> {
  const { array, index, eventBytes, logBytes, takenBack } = task
  const file = join(folder, taskFile)
  await writeFile(`${file}.tmp`, `${takenBack ? '-' : array} ${array} ${index} ${eventBytes} ${logBytes}\n`)
  await rename(`${file}.tmp`, file)
}

/** Null where the stage is not in Slurm's hands. */
export async function readTask(folder: string): Promise<(TaskRecord & { writtenMs: number }) | null> {
  const file = join(folder, taskFile)
  try {
    const [owner, array, ...numbers] = (await readFile(file, 'utf8')).trim().split(' ')
    const [index, eventBytes, logBytes] = numbers.map(Number)
    if (!array || index === undefined || eventBytes === undefined || logBytes === undefined) return null
    const { mtimeMs } = await stat(file)
    return { array, index, eventBytes, logBytes, takenBack: owner !== array, writtenMs: mtimeMs }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

export async function removeTask(folder: string): Promise<void> {
  await rm(join(folder, endFile), { force: true })
  await rm(join(folder, taskFile), { force: true })
}

/** What the job of this array recorded as its end: an exit code, or a word of job-script.ts. Null: nothing. */
export async function readEnd(folder: string, array: string): Promise<string | null> {
  const text = await readFile(join(folder, endFile), 'utf8').catch(() => '')
  const [owner, end] = text.trim().split(' ')
  return owner === array && end ? end : null
}
