import { engineInfo } from '../services/engine-info.ts'
import { api } from './api.ts'

let last: ReturnType<typeof engineInfo> | null = null

/** Starting the engine takes seconds: a good answer is kept until the window asks for a new measurement. */
export const engine = {
  info: api.engine.info.handler(async ({ input }) => {
    if (input.again) last = null
    last ??= engineInfo()
    last.catch(() => (last = null))
    return last
  }),
}
