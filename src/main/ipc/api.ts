import { mapEventIterator } from '@orpc/client'
import type { EventPublisher } from '@orpc/server'
import { implement, ORPCError } from '@orpc/server'
import path from 'node:path'
import { contract } from '../../shared/ipc/api.ts'
import { AntrumError, toErrorPayload } from '../../shared/ipc/error.ts'
import type { Choosable, Language, Note, ShellRequest, ShownProgress } from '../../shared/ipc/shell.ts'
import type { RecentProjects } from '../services/recent-projects.ts'

/** The window around the page; a page in a browser has none. */
export interface Shell {
  /** Paths from the system's own dialog; none when the person changed their mind. */
  choose: (what: Choosable) => Promise<string[]>
  requests: EventPublisher<{ request: ShellRequest }>
  /** On the icon of the window; null takes it away. */
  showProgress: (progress: ShownProgress | null) => void
  /** Unless the window has the focus. */
  notify: (note: Note) => void
  /** The language of menu and dialogs. */
  speak: (language: Language) => void
}

/** What the handlers are given by whoever serves them. */
export interface ApiContext {
  recent: Pick<RecentProjects, 'list' | 'add' | 'forget'>
  shell: Shell | null
  /** The one project that may be looked at, and nothing changed; null: any project, and everything. */
  readOnly: string | null
}

/**
 * The contract, ready for its handlers. Whatever a service throws, at once or in the middle of a stream, reaches the
 * other side as the contract's one error: code, message and details of an AntrumError, 'internal' for anything else.
 */
export const api = implement(contract)
  .$context<ApiContext>()
  .use(async ({ next, errors, context, procedure }, input) => {
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
      if (context.readOnly !== null)
        refuseBeyondReading(context.readOnly, procedure['~orpc'].meta.changes, input)
      const result = await next()
      if (!isStream(result.output)) return result
      const value = (event: unknown) => Promise.resolve(event)
      const output = mapEventIterator(result.output, { value, error: async (error) => crossing(error) })
      return { ...result, output }
    } catch (error) {
      throw crossing(error)
    }
  })

function refuseBeyondReading(only: string, changes: boolean, input: unknown): void {
  if (changes) {
    throw new AntrumError(
      'read-only',
      'This workbench was started for reading only, so nothing can be changed here. Start "antrum serve" without --read-only to work on the project.',
    )
  }
  const folder = (input as { folder?: unknown } | null | undefined)?.folder
  if (typeof folder === 'string' && path.resolve(folder) !== only) {
    throw new AntrumError(
      'read-only',
      `This workbench was started for reading one project only, ${only}. Start "antrum serve" for the other one.`,
    )
  }
}

const isMalformedCall = (error: unknown): error is ORPCError<'BAD_REQUEST', unknown> =>
  error instanceof ORPCError && error.code === 'BAD_REQUEST'

const isStream = (output: unknown): output is AsyncIterator<unknown> =>
  typeof output === 'object' && output !== null && Symbol.asyncIterator in output
