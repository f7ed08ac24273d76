import { createORPCClient } from '@orpc/client'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { RPCLink as SocketLink } from '@orpc/client/websocket'
import { createRouterClient } from '@orpc/server'
import { RPCHandler as PortHandler } from '@orpc/server/message-port'
import { RPCHandler as SocketHandler } from '@orpc/server/ws'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { WebSocketServer } from 'ws'
import type { ApiContext } from '../../src/main/ipc/api.ts'
import { router } from '../../src/main/ipc/router.ts'
import { RecentProjects } from '../../src/main/services/recent-projects.ts'
import type { ApiClient } from '../../src/shared/ipc/api.ts'
import type { ErrorPayload } from '../../src/shared/ipc/error.ts'

/** A way the one router is reached. */
export type Transport = (context: ApiContext) => Promise<{ client: ApiClient; close: () => void }>

/** The three ways: direct calls, a MessagePort, a WebSocket on loopback. */
export const transports = {
  'called directly': async (context) => ({
    client: createRouterClient(router, { context }),
    close: () => {},
  }),
  'over a MessagePort': async (context) => {
    const { port1, port2 } = new MessageChannel()
    new PortHandler(router).upgrade(port2, { context })
    port1.start()
    port2.start()
    return { client: createORPCClient<ApiClient>(new PortLink({ port: port1 })), close: () => port1.close() }
  },
  'over a WebSocket': async (context) => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
    const handler = new SocketHandler(router)
    server.on('connection', (socket) => void handler.upgrade(socket, { context }))
    await once(server, 'listening')
    const websocket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const close = () => {
      websocket.close()
      server.close()
    }
    return { client: createORPCClient<ApiClient>(new SocketLink({ websocket })), close }
  },
} satisfies Record<string, Transport>

/** A client of the API for one test, without a shell around it. */
export async function aClient(transport: keyof typeof transports = 'over a MessagePort'): Promise<ApiClient> {
  const context = { recent: new RecentProjects('/nowhere/recent.json'), shell: null, readOnly: null }
  const { client, close } = await transports[transport](context)
  onTestFinished(close)
  return client
}

/** Hears long work out: everything it told, and what it returned. */
export async function finish<Event, Result>(
  started: PromiseLike<{ next: () => Promise<IteratorResult<Event, Result>> }>,
  onEvent: (event: Event) => void = () => {},
): Promise<{ events: Event[]; result: Result }> {
  const stream = await started
  const events: Event[] = []
  for (;;) {
    const { done, value } = await stream.next()
    if (done) return { events, result: value }
    events.push(value)
    onEvent(value)
  }
}

/** What the other side answers instead of a result. */
export const failureOf = async (call: Promise<unknown>): Promise<ErrorPayload> => {
  const error: unknown = await call.then(
    () => {
      throw new Error('The call was expected to fail.')
    },
    (thrown: unknown) => thrown,
  )
  const { data } = error as { data?: ErrorPayload }
  if (!data) throw error
  return data
}
