import { getEventMeta, mapEventIterator } from '@orpc/client'
import type { ClientContext, ClientLink, ClientOptions } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'

/** 'ended': the server does not know this browser any more; it was started anew, and only a new link lets us in. */
export type ConnectionState = 'open' | 'lost' | 'ended'

/** The connection broke off while a call was on its way: what it asked for may have happened or not. */
export class ConnectionLost extends Error {
  constructor(cause: unknown) {
    super('The connection to Antrum broke off.', { cause })
    this.name = 'ConnectionLost'
  }
}

interface Connection {
  socket: WebSocket
  link: RPCLink<ClientContext>
}

const firstPauseMs = 200
const longestPauseMs = 4000

/** The API over a WebSocket that is opened anew whenever it breaks; calls wait until there is one. */
export class SocketLink implements ClientLink<ClientContext> {
  private readonly origin: string
  private connection: Promise<Connection>
  /** The one that is open. */
  private socket: WebSocket | null = null
  private readonly listeners = new Set<() => void>()
  state: ConnectionState = 'open'

  /** @param origin  'http://127.0.0.1:8080'. */
  constructor(origin: string) {
    this.origin = origin
    this.connection = this.connect()
  }

  onChange = (listener: () => void) => {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  async call(path: readonly string[], input: unknown, options: ClientOptions<ClientContext>) {
    const { socket, link } = await unlessAborted(this.connection, options.signal)
    const crossing = (error: unknown) =>
      socket.readyState === WebSocket.OPEN || options.signal?.aborted ? error : new ConnectionLost(error)
    try {
      const output = await link.call(path, input, options)
      return isStream(output)
        ? mapEventIterator(output, {
            value: (event: unknown) => Promise.resolve(event),
            error: (error) => Promise.resolve(crossing(error)),
          })
        : output
    } catch (error) {
      throw crossing(error)
    }
  }

  private async connect(): Promise<Connection> {
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      const socket = new WebSocket(`${this.origin.replace(/^http/, 'ws')}/api`)
      const isOpen = new Promise<boolean>((resolve) => {
        socket.addEventListener('open', () => resolve(true), { once: true })
        socket.addEventListener('close', () => resolve(false), { once: true })
      })
      // Before the link hears of it: who then asks again must find the next connection, not this one.
      socket.addEventListener('close', () => void (this.socket === socket && this.reconnect()))
      const link = new RPCLink({ websocket: socket })
      if ((await isOpen) && socket.readyState === WebSocket.OPEN) {
        this.socket = socket
        this.set('open')
        return { socket, link }
      }
      // A browser does not say why a socket was refused.
      const session = await fetch(`${this.origin}/session`).catch(() => null)
      this.set(session?.status === 401 ? 'ended' : 'lost')
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }

  private reconnect() {
    this.socket = null
    this.set('lost')
    this.connection = this.connect()
  }

  private set(state: ConnectionState) {
    if (state === this.state) return
    this.state = state
    this.listeners.forEach((listener) => listener())
  }
}

/**
 * Hears the events of a stream until it ends or is aborted. When the connection breaks off it subscribes again, naming
 * the last event it heard.
 *
 * @throws What the stream throws, unless that is the connection or `signal`.
 */
export async function follow<Event>(
  subscribe: (options: { signal: AbortSignal; lastEventId?: string }) => Promise<AsyncIterable<Event>>,
  hear: (event: Event) => void,
  signal: AbortSignal,
): Promise<void> {
  let last: { lastEventId?: string } = {}
  for (;;) {
    try {
      for await (const event of await subscribe({ signal, ...last })) {
        const id = getEventMeta(event)?.id
        if (id !== undefined) last = { lastEventId: id }
        hear(event)
      }
      return
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof ConnectionLost)) throw error
    }
  }
}

const isStream = (output: unknown): output is AsyncIterator<unknown> =>
  typeof output === 'object' && output !== null && Symbol.asyncIterator in output

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
