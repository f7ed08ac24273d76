import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { Wheel } from '../../scripts/setup/wheels.mjs'
import { wheelFile } from '../../scripts/setup/wheels.mjs'

/** Files by their path in the zip. */
export type ZipContent = Record<string, string | Buffer>

/** Written by Python's zipfile, so that our reader is held against another implementation. */
export function writeZip(file: string, content: ZipContent, { stored = false } = {}): void {
  const program = `
import base64, json, sys, zipfile
given = json.load(sys.stdin)
with zipfile.ZipFile(given['file'], 'w', zipfile.ZIP_STORED if given['stored'] else zipfile.ZIP_DEFLATED) as zip:
    for name, data in given['content'].items():
        zip.writestr(name, base64.b64decode(data))`
  const encoded = Object.fromEntries(
    Object.entries(content).map(([name, data]) => [name, Buffer.from(data).toString('base64')]),
  )
  execFileSync('python3', ['-c', program], { input: JSON.stringify({ file, stored, content: encoded }) })
}

/** A wheel that pip accepts, and its line in a wheel table. */
export function writeWheel(folder: string, project: string, content: ZipContent): Wheel {
  const wheel = { project, version: '1.0', python: 'py3-none', platform: 'manylinux_2_17_x86_64' }
  const info = `${project.replaceAll('-', '_')}-1.0.dist-info`
  const file = path.join(folder, wheelFile({ ...wheel, bytes: 0, keptBytes: 0, sha256: '' }))
  writeZip(file, {
    ...content,
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${project}\nVersion: 1.0\n`,
    [`${info}/WHEEL`]: `Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: false\nTag: py3-none-${wheel.platform}\n`,
    [`${info}/RECORD`]: '',
  })
  const data = readFileSync(file)
  const sha256 = createHash('sha256').update(data).digest('hex')
  return { ...wheel, bytes: data.length, keptBytes: 4 * data.length, sha256 }
}

/** What the server does with a request of ours (not pip's) for a wheel; undefined: serve it properly. */
export type Misbehaviour = (
  request: IncomingMessage,
  response: ServerResponse,
  data: Buffer,
) => 'handled' | undefined

/**
 * A package index on loopback: the "simple" pages that pip reads and the files, with ranges.
 * `asked` holds the Range header ('' without) of each request that set-up itself made for a file.
 */
export async function servePackages(folder: string, wheels: Wheel[], misbehave?: Misbehaviour) {
  const asked: string[] = []
  let behaviour = misbehave
  const server = createServer((request, response) => {
    const name = decodeURIComponent(path.posix.basename(request.url ?? ''))
    const wheel = wheels.find((it) => wheelFile(it) === name)
    if (!wheel) {
      const links = wheels
        .filter(({ project }) => request.url === `/simple/${project}/`)
        .map((it) => `<a href="/files/${wheelFile(it)}">${wheelFile(it)}</a>`)
      response.writeHead(links.length > 0 ? 200 : 404, { 'content-type': 'text/html' }).end(links.join('\n'))
      return
    }
    const data = readFileSync(path.join(folder, name))
    const range = request.headers.range
    if (request.headers['user-agent'] === 'antrum-setup') {
      asked.push(range ?? '')
      if (behaviour?.(request, response, data) === 'handled') return
    }
    const start = Number(/^bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0)
    if (range) response.setHeader('content-range', `bytes ${start}-${data.length - 1}/${data.length}`)
    response.writeHead(range ? 206 : 200, { 'content-length': data.length - start }).end(data.subarray(start))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    index: `${origin}/simple/`,
    url: (wheel: Wheel) => `${origin}/files/${wheelFile(wheel)}`,
    asked,
    misbehave: (next: Misbehaviour | undefined) => void (behaviour = next),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(resolve)
      }),
  }
}
