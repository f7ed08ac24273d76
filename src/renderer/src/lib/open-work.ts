import type { ProjectStatus } from '../../../shared/ipc/queue.ts'

/** Experiments in the queue, first to be worked on first. */
export const queueOf = ({ experiments }: ProjectStatus) =>
  experiments
    .filter(({ queuePosition }) => queuePosition !== null)
    .sort((a, b) => a.queuePosition! - b.queuePosition!)

/** What the queue has yet to do, and what of it was begun by somebody who is gone. */
export interface OpenWork {
  queued: number
  interrupted: number
  /** With Slurm or on another machine, where it may go on. */
  elsewhere: number
}

/** Null while somebody works the queue, and where nothing is left to do. */
export function unattendedWork(status: ProjectStatus): OpenWork | null {
  if (status.holder) return null
  const work = { queued: 0, interrupted: 0, elsewhere: 0 }
  for (const { states, running } of queueOf(status)) {
    const elsewhere = running.filter(({ alive }) => alive === null).length
    work.queued += states.queued
    work.interrupted += states.interrupted + states.running - elsewhere
    work.elsewhere += elsewhere
  }
  return work.queued + work.interrupted + work.elsewhere > 0 ? work : null
}
