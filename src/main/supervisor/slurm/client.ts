import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { AntrumError } from '../../../shared/ipc/error.ts'

/** One element of an array, as squeue shows it. */
export interface SlurmTask {
  /** Name of the array, and the element's place in it. */
  array: string
  index: number
  /** As scancel takes it. */
  id: string
  /** PENDING, RUNNING, …: squeue's long form. */
  state: string
  nodes: string
  reason: string
}

/** States of SlurmTask; one that is in neither list waits, or will run again. */
export const runningStates = ['RUNNING', 'COMPLETING', 'STOPPED', 'SIGNALING', 'STAGE_OUT']
export const endStates = [
  ...['COMPLETED', 'FAILED', 'CANCELLED', 'TIMEOUT', 'NODE_FAIL', 'BOOT_FAIL', 'OUT_OF_MEMORY'],
  ...['DEADLINE', 'PREEMPTED', 'REVOKED'],
]

/** A Slurm command that came back with an error. `message` is what it said. */
export class SlurmError extends Error {
  /** It may have been done all the same: no answer came. */
  get unsure(): boolean {
    return /timed out|timeout|unable to contact|communication|connection|slurm_persist|terminated/i.test(
      this.message,
    )
  }
}

/** Elements of the arrays with these names that Slurm knows: it forgets them minutes after they ended. */
export async function queryTasks(arrays: readonly string[]): Promise<SlurmTask[]> {
  if (arrays.length === 0) return []
  const format = '--format=%j|%F|%K|%T|%N|%r'
  return parseTasks(
    await slurm('squeue', ['--array', '--states=all', '--noheader', `--name=${arrays.join()}`, format]),
  )
}

/** Reads lines of `%j|%F|%K|%T|%N|%r`. */
export const parseTasks = (text: string): SlurmTask[] =>
  text.split('\n').flatMap((line) => {
    const [array, job, index, state, nodes = '', ...reason] = line.trim().split('|')
    if (!array || !state || !/^\d+$/.test(index ?? '')) return []
    return [{ array, index: Number(index), id: `${job}_${index}`, state, nodes, reason: reason.join('|') }]
  })

/** Submits a script. @returns The job's id. @throws SlurmError */
export async function submit(options: readonly string[], script: string): Promise<string> {
  // On clusters that form a federation: id;cluster.
  return (await slurm('sbatch', ['--parsable', ...options, script])).trim().split(';')[0]
}

export async function cancelTasks(ids: readonly string[]): Promise<void> {
  const atOnce = 500
  for (let k = 0; k < ids.length; k += atOnce) {
    // One that has just ended is an error to scancel, and to nobody else.
    await slurm('scancel', ['--quiet', ...ids.slice(k, k + atOnce)]).catch((error: unknown) => {
      if (!(error instanceof SlurmError)) throw error
    })
  }
}

/** How many elements an array may have here. */
export async function largestArray(): Promise<number> {
  const [, size] = /^MaxArraySize\s*=\s*(\d+)/m.exec(await slurm('scontrol', ['show', 'config'])) ?? []
  // The size bounds the indices, which begin at 0; 1001 is what Slurm has unless told otherwise.
  return Math.max(1, Number(size ?? 1001) - 1)
}

async function slurm(program: string, args: string[]): Promise<string> {
  // What people set for their own eyes (SQUEUE_FORMAT, SCANCEL_INTERACTIVE) is not for ours.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(SQUEUE|SCANCEL|SCONTROL|SLURM_TIME_FORMAT)/.test(name),
    ),
  )
  try {
    const { stdout } = await promisify(execFile)(program, args, {
      timeout: 60_000,
      maxBuffer: 2 ** 28,
      env,
    })
    return stdout
  } catch (error) {
    const { code, stderr, killed, message } = error as NodeJS.ErrnoException & {
      stderr?: string
      killed?: boolean
    }
    if (code === 'ENOENT')
      throw new AntrumError(
        'invalid-state',
        `Slurm's ${program} was not found. Use --executor slurm on a machine that submits to the cluster, such as its login node.`,
      )
    throw new SlurmError(killed ? `${program} timed out` : stderr?.trim() || message)
  }
}
