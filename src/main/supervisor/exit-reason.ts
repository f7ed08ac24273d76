import type { ErrorPayload } from '../../shared/ipc/error.ts'
import type { TrainerExit } from './trainer-process.ts'

/** Why a trainer ended before its stage, for the failure card. `log` holds all that it printed. */
export function exitReason(exit: TrainerExit, log: string, peakBytes: number | null): ErrorPayload {
  const { lastLines: lines } = exit
  const details = { log, lines: [...lines] }
  const telling = lines.filter((line) => line.trim() && !/^\s+at /.test(line)).slice(-5)
  const said = telling.length > 0 ? ` Its last lines: ${telling.join(' | ')}` : ''
  if (/ENOSPC|no space left on device/i.test(lines.join('\n'))) {
    const message = 'The disk is full. Free some space and run again: it continues from the last checkpoint.'
    return { code: 'disk-full', message, details }
  }
  if (ranOutOfMemory(exit)) {
    const used = peakBytes === null ? '' : ` (it had used ${(peakBytes / 1e9).toFixed(1)} GB)`
    const how = exit.memoryRanOut
      ? `The machine ran out of memory and the system ended the trainer${used}.`
      : exit.signal === 'SIGKILL'
        ? `The trainer was ended from outside by SIGKILL${used}, which is what a system does that runs out of memory.`
        : `The trainer could not get the memory it needs${used}.`
    return { code: 'out-of-memory', message: `${how} ${memoryAdvice}${said}`, details }
  }
  const message = exit.byUs
    ? `The trainer said nothing for too long and was ended.${said}`
    : `The trainer crashed: ${exit.message}.${said}`
  return { code: 'trainer-crashed', message, details }
}

export const memoryAdvice =
  'Close other programs or run fewer trainers at once (--parallel 1), then run again: it continues from the last checkpoint. ' +
  'If it does not fit alone, plan with a smaller microBatchSize or batchSize (--set pretrain.microBatchSize=8).'

/** As TensorFlow, the C++ library and V8 put it. */
const memoryWords =
  /std::bad_alloc|out of memory|OOM when allocating|ResourceExhausted|cannot allocate memory/i

function ranOutOfMemory({ signal, byUs, lastLines, exitCode }: TrainerExit): boolean {
  if (byUs) return false
  // 137: what a shell makes of SIGKILL.
  return signal === 'SIGKILL' || exitCode === 137 || memoryWords.test(lastLines.join('\n'))
}
