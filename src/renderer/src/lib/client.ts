import { createORPCClient, isDefinedError } from '@orpc/client'
import type { ClientContext, ClientLink } from '@orpc/client'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { useSyncExternalStore } from 'react'
import type { ApiClient } from '../../../shared/ipc/api.ts'
import type { ErrorPayload } from '../../../shared/ipc/error.ts'
import { SocketLink } from './connection.ts'
import type { ConnectionState } from './connection.ts'
import { inWords } from './core-words.ts'

/** The Antrum window, with a preload that passes on a port; else a page that `antrum serve` gave to a browser. */
export const isInWindow = navigator.userAgent.includes('Electron/')

const socket = isInWindow ? null : new SocketLink(location.origin)

/** The core's API. */
export const client: ApiClient = createORPCClient(socket ?? portLink())

/** The preload hands the other end of the channel to the main process. */
function portLink(): ClientLink<ClientContext> {
  const { port1, port2 } = new MessageChannel()
  // Whatever the origin: the message stays in this window.
  window.postMessage('antrum:connect', '*', [port2])
  const link = new PortLink({ port: port1 })
  port1.start()
  return link
}

const never = () => () => {}

/** Whether the core can be reached; in the window it always can. */
export const useConnection = (): ConnectionState =>
  useSyncExternalStore(socket?.onChange ?? never, () => socket?.state ?? 'open')

/** What to show for anything that was thrown on the way, in the language of the window. */
export function toPayload(error: unknown): ErrorPayload {
  const payload = payloadOf(error)
  return { ...payload, message: inWords(payload.message) }
}

function payloadOf(error: unknown): ErrorPayload {
  const thrown = error as Extract<Parameters<typeof isDefinedError>[0], Error>
  if (isDefinedError(thrown)) return (thrown as { data: ErrorPayload }).data
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) }
}
