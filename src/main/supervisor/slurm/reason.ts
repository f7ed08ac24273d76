import { constants } from 'node:os'
import type { ErrorPayload } from '../../../shared/ipc/error.ts'
import { exitReason } from '../exit-reason.ts'
import { TrainerExit } from '../trainer-process.ts'
import type { SlurmTask } from './client.ts'
import { limitWithoutGain } from './job-script.ts'

export interface JobEnd {
  /** Null: Slurm no longer knows it. */
  task: Pick<SlurmTask, 'state' | 'nodes' | 'reason'> | null
  /** As its script recorded it (task-file.ts). */
  end: string | null
  /** The last lines of the trainer, and of Slurm. */
  lines: readonly string[]
  log: string
  peakBytes: number | null
}

const options = 'antrum settings <project>'

/** Why a job ended before its stage, for the failure card. */
export function jobReason({ task, end, lines, log, peakBytes }: JobEnd): ErrorPayload {
  const details = { log, lines }
  const state = task?.state ?? 'UNKNOWN'
  const where = task?.nodes ? ` on ${task.nodes}` : ''
  const crashed = (message: string): ErrorPayload => ({ code: 'trainer-crashed', message, details })
  if (state === 'OUT_OF_MEMORY' || /exceeded (job|step) memory limit|oom[-_ ]kill/i.test(lines.join('\n'))) {
    const used = peakBytes === null ? '' : ` (it had used ${(peakBytes / 1e9).toFixed(1)} GB)`
    return {
      code: 'out-of-memory',
      message:
        `Slurm ended the job${where} because it needed more memory than it was given${used}. Ask for more ` +
        `(${options} slurm.options="--mem=32G") or plan with a smaller microBatchSize, then run again: it continues from the last checkpoint.`,
      details,
    }
  }
  if (state === 'TIMEOUT' || end === limitWithoutGain)
    return crashed(
      `The time limit ended the job${where} before it had gained anything. Raise it (${options} slurm.time=8:00:00) ` +
        'and run again: it continues from the last checkpoint.',
    )
  if (state === 'NODE_FAIL' || state === 'BOOT_FAIL')
    return crashed(
      `The node failed${where && ` (${task!.nodes})`}. Run again: it continues from the last checkpoint.`,
    )
  if (state === 'PREEMPTED' || state === 'DEADLINE' || state === 'CANCELLED')
    return crashed(
      `Slurm ended the job${where} (${state.toLowerCase()}), at the word of somebody else. Run again: it continues from the last checkpoint.`,
    )
  const code = Number(end)
  if (end !== null && code > 0) {
    const signals = Object.entries(constants.signals) as [NodeJS.Signals, number][]
    const [signal = null] = signals.find(([, number]) => code === 128 + number) ?? []
    return exitReason(new TrainerExit(signal ? null : code, signal, { lastLines: lines }), log, peakBytes)
  }
  if (end !== null)
    return crashed(`The trainer ended${where} and left no results in the stage folder; is the disk shared?`)
  return crashed(
    `The job ended${where} without a word (Slurm says ${state}${task?.reason && task.reason !== 'None' ? `, ${task.reason}` : ''}). ` +
      'The nodes need the project and Antrum at the same paths as this machine.',
  )
}

/** Not by accident: to try again would be against somebody's will. */
export const endedOnPurpose = (task: Pick<SlurmTask, 'state'> | null): boolean =>
  ['CANCELLED', 'DEADLINE'].includes(task?.state ?? '')
