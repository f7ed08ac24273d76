import { createORPCClient, isDefinedError } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import fc from 'fast-check'
import { once } from 'node:events'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { WebSocket as Socket } from 'ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiContext } from '../../../src/main/ipc/api.ts'
import { serveWorkbench } from '../../../src/main/server.ts'
import type { RunningServer } from '../../../src/main/server.ts'
import { contract } from '../../../src/shared/ipc/api.ts'
import type { ApiClient } from '../../../src/shared/ipc/api.ts'
import { seedProject } from '../../helpers/seeded-project.ts'
import type { SeededProject } from '../../helpers/seeded-project.ts'
import { aBuiltPage, ask, enter } from '../../helpers/served.ts'

const nothing = {
  list: () => Promise.resolve([]),
  add: () => Promise.resolve([]),
  forget: () => Promise.resolve([]),
}
const context: ApiContext = { recent: nothing, shell: null, readOnly: null }
const built = aBuiltPage()
let server: RunningServer
let project: SeededProject
let cookie: string
let entered = 0

beforeAll(async () => {
  project = await seedProject()
  server = await serveWorkbench({
    page: built.page,
    start: '#/overview?folder=%2Fa%22b',
    context,
    onEnter: () => entered++,
  })
  cookie = await enter(server.newLink())
})
afterAll(async () => {
  await server?.close()
  project?.remove()
  built.remove()
})

const socketTo = (port: number, headers: Record<string, string>, asked = '/api') =>
  new Socket(`ws://127.0.0.1:${port}${asked}`, { headers })

/** The API as a page of this server uses it. */
function open({ port }: RunningServer, session: string): { client: ApiClient; close: () => void } {
  const socket = socketTo(port, { cookie: session, origin: `http://127.0.0.1:${port}` })
  const link = new RPCLink({ websocket: socket as unknown as WebSocket })
  return { client: createORPCClient<ApiClient>(link), close: () => socket.close() }
}

/** HTTP status with which a socket is refused; 101 when it opens. */
function socketStatus(headers: Record<string, string>, asked?: string): Promise<number> {
  const socket = socketTo(server.port, headers, asked)
  return new Promise((resolve) => {
    socket.on('open', () => {
      socket.close()
      resolve(101)
    })
    socket.on('unexpected-response', (request, response) => {
      request.destroy()
      resolve(response.statusCode!)
    })
    socket.on('error', () => {})
  })
}

describe('the way in', () => {
  it('turns the link into a session, once, and goes on to the project', async () => {
    const before = entered
    const link = new URL(server.newLink())
    const first = await ask(server.port, link.pathname + link.search)
    expect(first.status).toBe(200)
    expect(first.headers['set-cookie']).toEqual([expect.stringMatching(/HttpOnly; SameSite=Strict$/)])
    expect(first.body).toContain('content="0;url=/#/overview?folder=%2Fa%22b"')
    expect(entered).toBe(before + 1)
    const again = await ask(server.port, link.pathname + link.search)
    expect(again.status).toBe(403)
    expect(again.headers['set-cookie']).toBeUndefined()
  })

  it('is not used up by a program that only looks at the link', async () => {
    const link = new URL(server.newLink())
    await ask(server.port, link.pathname + link.search, { method: 'HEAD' })
    expect((await ask(server.port, link.pathname + link.search)).status).toBe(200)
  })

  it('serves the page and its parts to a session, with a strict policy, and nothing without', async () => {
    const page = await ask(server.port, '/', { headers: { cookie } })
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('the page') as string })
    expect(page.headers).toMatchObject({
      'content-security-policy': expect.stringContaining("script-src 'self'") as string,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
    })
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(page.headers['access-control-allow-origin']).toBeUndefined()
    const script = await ask(server.port, '/assets/index-1.js', { headers: { cookie } })
    expect(script.headers).toMatchObject({ 'content-type': 'text/javascript; charset=utf-8' })
    expect((await ask(server.port, '/session', { headers: { cookie } })).status).toBe(204)
    for (const asked of ['/', '/assets/index-1.js', '/index.html', '/session', '/nothing'])
      for (const headers of [{}, { cookie: 'antrum-1=x' }, { cookie: cookie.slice(0, -1) }])
        expect((await ask(server.port, asked, { headers })).status, asked).toBe(401)
  })
})

describe('attacks', () => {
  it('refuses a name that was made to point here (DNS rebinding), with or without a session', async () => {
    for (const host of ['evil.example', `evil.example:${server.port}`, '0.0.0.0', 'localhost.evil.example']) {
      const { pathname, search } = new URL(server.newLink())
      for (const asked of ['/', '/session', pathname + search])
        expect((await ask(server.port, asked, { headers: { host, cookie } })).status).toBe(421)
      expect(await socketStatus({ host, cookie, origin: `http://${host}` })).toBe(421)
    }
  })

  it('refuses sockets and requests of other pages, though the browser would send the cookie', async () => {
    const own = `http://127.0.0.1:${server.port}`
    expect(await socketStatus({ cookie, origin: own })).toBe(101)
    for (const origin of [
      'http://evil.example',
      `http://127.0.0.1:${server.port + 1}`,
      'null',
      `${own}.evil.example`,
    ]) {
      expect(await socketStatus({ cookie, origin })).toBe(403)
      expect((await ask(server.port, '/', { headers: { cookie, origin } })).status).toBe(403)
    }
    expect(await socketStatus({ cookie })).toBe(403)
  })

  it('refuses sockets without a session, or at another path', async () => {
    const origin = `http://127.0.0.1:${server.port}`
    expect(await socketStatus({ origin })).toBe(401)
    expect(await socketStatus({ origin, cookie: `${cookie}x` })).toBe(401)
    expect(await socketStatus({ origin, cookie }, '/')).toBe(404)
  })

  it('serves nothing from outside the page, however the path is put', async () => {
    for (const asked of [
      '/../secret.txt',
      '/assets/../../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/assets/..%2f..%2fsecret.txt',
      '/..\\secret.txt',
      '//secret.txt',
      '/./../secret.txt',
      '/%00/../secret.txt',
      `/${built.page}/../secret.txt`,
      'http://127.0.0.1/../secret.txt',
      'file:///etc/passwd',
      '/assets',
      '/assets/',
      '/.',
    ]) {
      const { status, body } = await ask(server.port, asked, { headers: { cookie } })
      expect(status, asked).toBe(404)
      expect(body).not.toContain('secret\n')
    }
  })

  it('changes nothing by any other method', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'])
      expect((await ask(server.port, '/session', { method, headers: { cookie } })).status).toBe(405)
  })

  it('gives out after many wrong links, and lets those who are in go on', async () => {
    const other = await serveWorkbench({ page: built.page, start: '', context })
    const session = await enter(other.newLink())
    const { pathname, search } = new URL(other.newLink())
    const guesses = Array.from({ length: 30 }, (_, guess) => ask(other.port, `/enter?token=guess${guess}`))
    const statuses = (await Promise.all(guesses)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 403)).toHaveLength(20)
    expect(statuses.filter((status) => status === 429)).toHaveLength(10)
    expect((await ask(other.port, pathname + search)).status).toBe(429)
    expect((await ask(other.port, '/', { headers: { cookie: session } })).status).toBe(200)
    await other.close()
  })

  it.skipIf(process.platform !== 'linux')('listens on loopback and nowhere else', async () => {
    const addresses = listeningAddresses(server.port)
    expect(addresses).toEqual(['127.0.0.1'])
    const outside = Object.values(os.networkInterfaces())
      .flat()
      .filter((address) => address && !address.internal && address.family === 'IPv4')
    for (const { address } of outside as os.NetworkInterfaceInfo[]) {
      const attempt = connect(server.port, address)
      await expect(once(attempt, 'connect')).rejects.toThrow('ECONNREFUSED')
    }
  })

  it('survives garbage on the socket: the connection may end, the server goes on', async () => {
    const headers = { cookie, origin: `http://127.0.0.1:${server.port}` }
    const silenced = console.error
    console.error = () => {} // oRPC says what it could not read.
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json(), fc.uint8Array({ maxLength: 300 })), async (frame) => {
        const socket = socketTo(server.port, headers)
        await once(socket, 'open')
        socket.send(frame)
        socket.close()
        await once(socket, 'close')
      }),
      { numRuns: 60 },
    )
    const large = socketTo(server.port, headers)
    await once(large, 'open')
    large.on('error', () => {})
    large.send(Buffer.alloc(17 * 1024 * 1024))
    await once(large, 'close')
    console.error = silenced
    expect((await ask(server.port, '/', { headers: { cookie } })).status).toBe(200)
  })

  it('answers any input to any call with a result or a typed error', async () => {
    const { client, close } = open(server, cookie)
    const calls = Object.entries(contract).flatMap(([namespace, procedures]) =>
      Object.keys(procedures)
        // Measuring the engine takes seconds a time; a subscription to the menu never answers.
        .filter((name) => `${namespace}.${name}` !== 'engine.info' && name !== 'requests')
        .map((name) => [namespace, name] as const),
    )
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('', '.', '..', '/', '/etc', '\0', '../../..', '/dev/null', 'C:\\', project.experiment),
    )
    const input = fc.oneof(
      fc.jsonValue(),
      fc.record({ folder: text }),
      fc.record({
        folder: fc.constantFrom(project.folder, `${project.folder}/../x`),
        experiment: text,
        stage: text,
      }),
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...calls), input, async ([namespace, name], given) => {
        const stop = new AbortController()
        const call = Reflect.get(Reflect.get(client, namespace) as object, name) as (
          ...all: unknown[]
        ) => Promise<unknown>
        try {
          const output = await call(given, { signal: stop.signal })
          if (isStream(output)) await output.next()
        } catch (error) {
          expect(isDefinedError(error as Error), `${namespace}.${name}: ${String(error)}`).toBe(true)
          expect((error as { data: { code: string } }).data.code).not.toBe('internal')
        } finally {
          stop.abort()
        }
      }),
      { numRuns: 120 },
    )
    expect((await client.project.summary({ folder: project.folder })).name).toBe('sinus-study')
    close()
  })
})

describe('for reading only', () => {
  let reading: RunningServer
  let client: ApiClient
  let close: () => void
  beforeAll(async () => {
    reading = await serveWorkbench({
      page: built.page,
      start: '',
      context: { ...context, readOnly: project.folder },
    })
    ;({ client, close } = open(reading, await enter(reading.newLink())))
  })
  afterAll(async () => {
    close()
    await reading.close()
  })

  it('shows the project and says so', async () => {
    expect(await client.host.describe()).toEqual({ shell: false, readOnly: project.folder })
    expect((await client.project.open({ folder: project.folder })).subjects).toBe(80)
    expect(await client.runs.list({ folder: project.folder })).not.toHaveLength(0)
  })

  it('refuses everything that changes something, and every other project', async () => {
    const before = contentOf(project.folder)
    const other = await seedProject()
    const refused = { data: { code: 'read-only' } }
    await expect(client.project.forget({ folder: project.folder })).rejects.toMatchObject(refused)
    await expect(client.project.summary({ folder: other.folder })).rejects.toMatchObject(refused)
    await expect(client.project.open({ folder: `${project.folder}/../x` })).rejects.toMatchObject(refused)
    const stream = client.runs.watch({ folder: other.folder }).then((events) => events.next())
    await expect(stream).rejects.toMatchObject(refused)
    expect(contentOf(project.folder)).toEqual(before)
    other.remove()
  })

  it('lets the same project be put another way', async () => {
    const folder = path.join(project.folder, 'scans', '..')
    expect((await client.project.summary({ folder })).subjects).toBe(80)
  })
})

it('says which port is taken', async () => {
  await expect(
    serveWorkbench({ page: built.page, start: '', context, port: server.port }),
  ).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringContaining(`Port ${server.port} is taken`) as string,
  })
})

it('ends though browsers are connected', async () => {
  const other = await serveWorkbench({ page: built.page, start: '', context })
  const { client, close } = open(other, await enter(other.newLink()))
  const watching = client.runs
    .watch({ folder: project.folder })
    .then(async (events) => {
      for await (const event of events) void event
    })
    .catch((error: unknown) => error)
  await client.project.recent()
  await other.close()
  expect(await watching).toBeInstanceOf(Error)
  close()
})

/** Addresses on which this machine listens at a port, IPv4 and IPv6. */
function listeningAddresses(port: number): string[] {
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter(([, local, , state]) => local?.endsWith(`:${hex}`) && state === '0A')
      .map(([, local]) => (local.startsWith('0100007F:') ? '127.0.0.1' : local)),
  )
}

/** Name, size and change time of every file but the database's own shared memory. */
const contentOf = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.endsWith('-shm') && !name.endsWith('-wal'))
    .map((name) => [name, statSync(path.join(folder, name)).mtimeMs])

const isStream = (output: unknown): output is AsyncIterator<unknown> =>
  typeof output === 'object' && output !== null && Symbol.asyncIterator in output
