import type { Job } from '../schedule.ts'

/** Jobs that Slurm takes as one. */
export interface JobArray {
  jobs: Job[]
  /** What has to have ended before: arrays further up in the list, and ids of jobs submitted earlier. */
  after: (JobArray | string)[]
}

/**
 * Puts jobs into arrays of one kind whose inputs are in the same arrays, so that none waits for what it does not read
 * nor one of its like.
 *
 * @param jobs       Each after those it reads.
 * @param size       How many jobs an array may have.
 * @param submitted  Id of the Slurm job that computes a stage, if one does.
 */
export function inArrays(
  jobs: readonly Job[],
  size: number,
  submitted: (hash: string) => string | undefined,
): JobArray[] {
  const arrays: JobArray[] = []
  const arrayOf = new Map<string, JobArray>()
  const open = new Map<string, JobArray>()
  for (const job of jobs) {
    const after = [...new Set(job.inputs.flatMap((input) => arrayOf.get(input) ?? submitted(input) ?? []))]
    const names = after.map((other) => (typeof other === 'string' ? other : `#${arrays.indexOf(other)}`))
    const key = [job.kind, ...names.sort()].join(' ')
    let array = open.get(key)
    if (!array || array.jobs.length === size) {
      array = { jobs: [], after }
      arrays.push(array)
      open.set(key, array)
    }
    array.jobs.push(job)
    arrayOf.set(job.hash, array)
  }
  return arrays
}
