import { ask } from '../study/requests.ts'
import type { CliCommand } from './command.ts'

export const cancel: CliCommand = {
  usage: 'cancel <project> <id>',
  summary: 'stop an experiment or a stage, also one that is running elsewhere; "run" continues it',
  run: async (_, [folder, id]) => {
    const cancellation = await ask(folder, { action: 'cancel', id })
    const { experiment, stage, cancelled, finished, shared } = cancellation
    const kept = shared > 0 ? `, ${shared} left queued for other experiments` : ''
    return {
      json: cancellation,
      text: `${experiment ?? stage}: ${cancelled} stages cancelled, ${finished} finished ones kept${kept}.`,
    }
  },
}
