import { createORPCClient, isDefinedError } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ApiClient } from '../../../shared/ipc/api.ts'
import type { ErrorPayload } from '../../../shared/ipc/error.ts'

/** The core's API. The preload hands the other end of the channel to the main process. */
export const client = connect()

function connect(): ApiClient {
  const { port1, port2 } = new MessageChannel()
  // A page on disk has no origin to name; the message stays in this window.
  window.postMessage('antrum:connect', '*', [port2])
  const link = new RPCLink({ port: port1 })
  port1.start()
  return createORPCClient(link)
}

/** What to show for anything that was thrown on the way. */
export function toPayload(error: unknown): ErrorPayload {
  const thrown = error as Extract<Parameters<typeof isDefinedError>[0], Error>
  if (isDefinedError(thrown)) return (thrown as { data: ErrorPayload }).data
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) }
}
