import { cancelExperiment } from '../study/cancel.ts'
import type { CliCommand } from './command.ts'

export const cancel: CliCommand = {
  usage: 'cancel <project> <experiment>',
  summary: 'stop an experiment, also one that is running elsewhere; "run" continues it',
  run: async (_, [folder, experiment]) => {
    const cancellation = await cancelExperiment(folder, experiment)
    const { cancelled, finished, shared } = cancellation
    const kept = shared > 0 ? `, ${shared} left queued for other experiments` : ''
    return {
      json: cancellation,
      text: `${experiment}: ${cancelled} stages cancelled, ${finished} finished ones kept${kept}.`,
    }
  },
}
