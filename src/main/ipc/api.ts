import type { EventPublisher } from '@orpc/server'
import { implement } from '@orpc/server'
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
 * The contract, ready for its handlers. Whatever a service throws reaches the other side as the contract's one error:
 * code, message and details of an AntrumError, 'internal' for anything else.
 */
export const api = implement(contract)
  .$context<ApiContext>()
  .use(async ({ next, errors }) => {
    try {
      return await next()
    } catch (error) {
      const payload = toErrorPayload(error)
      throw errors.ANTRUM({ message: payload.message, data: payload })
    }
  })
