import { RPCHandler } from '@orpc/server/ws'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { AntrumError } from '../shared/ipc/error.ts'
import type { ApiContext } from './ipc/api.ts'
import { router } from './ipc/router.ts'
import { ServedFolder } from './web/files.ts'
import { Gate } from './web/gate.ts'
import { isLoopbackHost, isOwnOrigin, securityHeaders } from './web/headers.ts'
import { enterPage, languageOf, refusalPage } from './web/pages.ts'

/** No call of the API is larger; scans are named by path. */
const largestMessageBytes = 16 * 1024 * 1024

export interface ServeOptions {
  /** Folder of the built page. */
  page: string
  /** Fragment of the address that a new browser is sent to, such as '#/settings'. */
  start: string
  context: ApiContext
  /** 0: any that is free. */
  port?: number
  /** A link was used; the next one is made with `newLink`. */
  onEnter?: () => void
}

export interface RunningServer {
  port: number
  /** A link that lets one browser in, once; an unused older one is worth nothing any more. */
  newLink: () => string
  close: () => Promise<void>
}

/**
 * The workbench for a browser: the built page, and the API over a WebSocket beside it. It listens on 127.0.0.1 only and
 * lets in whoever has the one-time link; everything else is refused before anything is looked at.
 *
 * @throws AntrumError 'usage' when the port is taken or not allowed.
 */
export async function serveWorkbench(options: ServeOptions): Promise<RunningServer> {
  const server = createServer({ maxHeaderSize: 8 * 1024 })
  server.maxConnections = 256
  const port = await listen(server, options.port ?? 0)
  const gate = new Gate(port)
  const files = new ServedFolder(options.page)
  server.on('request', (request, response) => {
    answer(request, response, gate, files, options).catch((error: unknown) => {
      console.error('antrum: a request failed:', error)
      if (!response.headersSent) response.writeHead(500, securityHeaders)
      response.end()
    })
  })

  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestMessageBytes })
  const handler = new RPCHandler(router)
  server.on('upgrade', (request, socket: Duplex, head) => {
    socket.on('error', () => socket.destroy())
    const refusal = refuseSocket(request, gate)
    if (refusal) {
      socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
      return
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      // A broken frame or one too large ends its own connection and nothing else.
      webSocket.on('error', () => webSocket.terminate())
      void handler.upgrade(webSocket, { context: options.context })
    })
  })

  return {
    port,
    newLink: () => `http://127.0.0.1:${port}/enter?token=${gate.newToken()}`,
    close: async () => {
      for (const socket of sockets.clients) socket.close(1001)
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

async function listen(server: Server, port: number): Promise<number> {
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const why =
      code === 'EADDRINUSE'
        ? `Port ${port} is taken by another program.`
        : `Port ${port} cannot be used (${message}).`
    throw new AntrumError(
      'usage',
      `${why} Name another with --port, or leave it out to get any that is free.`,
    )
  }
  return (server.address() as AddressInfo).port
}

/** A browser says where a socket comes from, and a page elsewhere cannot keep it from doing so. */
function refuseSocket({ headers, url }: IncomingMessage, gate: Gate): string | null {
  if (!isLoopbackHost(headers.host)) return '421 Misdirected Request'
  if (url !== '/api') return '404 Not Found'
  if (!isOwnOrigin(headers.origin, headers.host)) return '403 Forbidden'
  return gate.admits(headers.cookie) ? null : '401 Unauthorized'
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  gate: Gate,
  files: ServedFolder,
  { start, onEnter }: Pick<ServeOptions, 'start' | 'onEnter'>,
): Promise<void> {
  const { method, headers, url = '' } = request
  const language = languageOf(headers['accept-language'])
  const send = (status: number, body: string | Buffer = '', more: Record<string, string> = {}) => {
    const type = { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' }
    response.writeHead(status, {
      ...securityHeaders,
      ...type,
      'Content-Length': String(Buffer.byteLength(body)),
      ...more,
    })
    response.end(method === 'HEAD' ? undefined : body)
  }

  if (!isLoopbackHost(headers.host)) return send(421, refusalPage('host', language))
  if (method !== 'GET' && method !== 'HEAD') return send(405, '', { Allow: 'GET, HEAD' })
  if (headers.origin !== undefined && !isOwnOrigin(headers.origin, headers.host)) return send(403)
  const [path, query] = url.split('?', 2)

  if (path === '/enter') {
    // Looking is not entering: a program that asks for the headers of a link must not use it up.
    if (method === 'HEAD') return send(200)
    const redeemed = gate.redeem(new URLSearchParams(query).get('token') ?? '')
    if ('refused' in redeemed)
      return redeemed.refused === 'unknown'
        ? send(403, refusalPage('link', language))
        : send(429, refusalPage('too-many', language), { 'Retry-After': '60' })
    send(200, enterPage(start, language), { 'Set-Cookie': redeemed.cookie })
    onEnter?.()
    return
  }
  if (!gate.admits(headers.cookie)) return send(401, refusalPage('session', language))
  if (path === '/session') return send(204)
  const file = await files.read(path)
  if (!file) return send(404, refusalPage('path', language))
  send(200, file.body, {
    'Content-Type': file.type,
    'Cache-Control': file.immutable ? 'private, max-age=31536000, immutable' : 'no-store',
  })
}
