import { mapEventIterator } from '@orpc/client'
import type { EventPublisher } from '@orpc/server'
import { implement, ORPCError } from '@orpc/server'
import { contract } from '../../shared/ipc/api.ts'
import type { ShellRequest } from '../../shared/ipc/api.ts'
import { toErrorPayload } from '../../shared/ipc/error.ts'
import type { RecentProjects } from '../services/recent-projects.ts'

/** The window around the page; a page in a browser has none. */
export interface Shell {
  chooseFolder: () => Promise<string | null>
  requests: EventPublisher<{ request: ShellRequest }>
}

/** What the handlers are given by whoever serves them. */
export interface ApiContext {
  recent: RecentProjects
  shell: Shell | null
}

/**
 * The contract, ready for its handlers. Whatever a service throws, at once or in the middle of a stream, reaches the
 * other side as the contract's one error: code, message and details of an AntrumError, 'internal' for anything else.
 */
export const api = implement(contract)
  .$context<ApiContext>()
  .use(async ({ next, errors }) => {
    const crossing = (error: unknown) => {
      const payload = isMalformedCall(error)
        ? {
            code: 'usage' as const,
            message: `The call was put wrongly: ${error.message}`,
            details: error.data,
          }
        : toErrorPayload(error)
      return errors.ANTRUM({ message: payload.message, data: payload })
    }
    try {
      const result = await next()
      if (!isStream(result.output)) return result
      const value = (event: unknown) => Promise.resolve(event)
      const output = mapEventIterator(result.output, { value, error: async (error) => crossing(error) })
      return { ...result, output }
    } catch (error) {
      throw crossing(error)
    }
  })

const isMalformedCall = (error: unknown): error is ORPCError<'BAD_REQUEST', unknown> =>
  error instanceof ORPCError && error.code === 'BAD_REQUEST'

const isStream = (output: unknown): output is AsyncIterator<unknown> =>
  typeof output === 'object' && output !== null && Symbol.asyncIterator in output
