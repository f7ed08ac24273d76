import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { download } from '../../../../scripts/setup/download.mjs'
import type { Wheel } from '../../../../scripts/setup/wheels.mjs'
import { wheelFile } from '../../../../scripts/setup/wheels.mjs'
import { servePackages, writeWheel, type Misbehaviour } from '../../../helpers/package-index.ts'

describe('download', () => {
  let folder: string
  let wheel: Wheel
  let whole: Buffer
  let server: Awaited<ReturnType<typeof servePackages>>
  let target: string

  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'antrum-download-'))
    const noise = Buffer.from(Array.from({ length: 400_000 }, (_, i) => (i * 7919 + (i >> 3)) % 256))
    wheel = writeWheel(folder, 'some-library', { 'lib/noise.bin': noise })
    whole = readFileSync(path.join(folder, wheelFile(wheel)))
    server = await servePackages(folder, [wheel])
  })
  afterAll(async () => {
    await server.close()
    rmSync(folder, { recursive: true })
  })
  beforeEach(() => {
    target = path.join(mkdtempSync(path.join(folder, 'target-')), 'file.whl')
    server.asked.length = 0
  })
  afterEach(() => server.misbehave(undefined))

  const fetchIt = (changes: Partial<Parameters<typeof download>[0]> = {}) =>
    download({
      url: server.url(wheel),
      target,
      bytes: wheel.bytes,
      sha256: wheel.sha256,
      pauseMs: 5,
      ...changes,
    })
  const isWhole = () => readFileSync(target).equals(whole) && !existsSync(`${target}.part`)

  it('fetches a file whole, telling how far it is', async () => {
    const seen: number[] = []
    await fetchIt({ onProgress: (done) => seen.push(done) })
    expect(isWhole()).toBe(true)
    expect(seen.at(-1)).toBe(wheel.bytes)
    expect(server.asked).toEqual([''])
  })

  /** Sends `bytes` of what was asked for and then breaks the connection, `times` times. */
  const breakAfter = (bytes: number, times: number): Misbehaviour => {
    let left = times
    return (request, response, data) => {
      if (left-- <= 0) return undefined
      const start = Number(/=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0)
      if (start > 0) response.setHeader('content-range', `bytes ${start}-${data.length - 1}/${data.length}`)
      response.writeHead(start > 0 ? 206 : 200, { 'content-length': data.length - start })
      response.write(data.subarray(start, start + bytes), () =>
        setTimeout(() => request.socket.destroy(), 50),
      )
      return 'handled'
    }
  }

  it('goes on where a broken connection stopped', async () => {
    server.misbehave(breakAfter(1000, 2))
    await fetchIt()
    expect(isWhole()).toBe(true)
    expect(server.asked).toEqual(['', 'bytes=1000-', 'bytes=2000-'])
  })

  it('goes on where an earlier call stopped', async () => {
    writeFileSync(`${target}.part`, whole.subarray(0, 1234))
    await fetchIt()
    expect(isWhole()).toBe(true)
    expect(server.asked).toEqual(['bytes=1234-'])
  })

  it('asks for nothing when everything had arrived', async () => {
    writeFileSync(`${target}.part`, whole)
    await fetchIt()
    expect(isWhole()).toBe(true)
    expect(server.asked).toEqual([])
  })

  it('starts afresh where the server does not know ranges', async () => {
    writeFileSync(`${target}.part`, whole.subarray(0, 1234))
    server.misbehave((_, response, data) => {
      response.writeHead(200, { 'content-length': data.length }).end(data)
      return 'handled'
    })
    await fetchIt()
    expect(isWhole()).toBe(true)
  })

  it('starts afresh, once, when what an earlier call left turns out damaged', async () => {
    writeFileSync(`${target}.part`, Buffer.alloc(1234, 1))
    await fetchIt()
    expect(isWhole()).toBe(true)
    expect(server.asked).toEqual(['bytes=1234-', ''])
  })

  it('gives up when no attempt in a row brings a byte, and keeps what there is', async () => {
    writeFileSync(`${target}.part`, whole.subarray(0, 1234))
    server.misbehave((request) => {
      request.socket.destroy()
      return 'handled'
    })
    await expect(fetchIt({ attempts: 3 })).rejects.toMatchObject({ kind: 'network' })
    expect(server.asked).toHaveLength(3)
    expect(readFileSync(`${target}.part`)).toHaveLength(1234)
  })

  it('takes a silent connection for a broken one', async () => {
    let silent = true
    server.misbehave(() => {
      if (!silent) return undefined
      silent = false
      return 'handled'
    })
    await fetchIt({ stallMs: 200 })
    expect(isWhole()).toBe(true)
    expect(server.asked).toEqual(['', ''])
  })

  it('follows a redirection', async () => {
    let first = true
    server.misbehave((_, response) => {
      if (!first) return undefined
      first = false
      response.writeHead(302, { location: new URL(server.url(wheel)).pathname }).end()
      return 'handled'
    })
    await fetchIt()
    expect(isWhole()).toBe(true)
  })

  it('does not try again when the server refuses', async () => {
    server.misbehave((_, response) => {
      response.writeHead(403).end()
      return 'handled'
    })
    await expect(fetchIt()).rejects.toMatchObject({ kind: 'refused' })
    expect(server.asked).toHaveLength(1)
  })

  it('refuses another file than the pinned one, and keeps nothing of it', async () => {
    await expect(fetchIt({ sha256: '0'.repeat(64) })).rejects.toMatchObject({ kind: 'checksum' })
    expect(existsSync(target) || existsSync(`${target}.part`)).toBe(false)
  })

  it('refuses more bytes than the pinned file has', async () => {
    await expect(fetchIt({ bytes: 100 })).rejects.toMatchObject({ kind: 'checksum' })
    expect(existsSync(target)).toBe(false)
  })

  it('reads a file of a local index', async () => {
    await fetchIt({ url: new URL(`file://${path.join(folder, wheelFile(wheel))}`).href })
    expect(isWhole()).toBe(true)
  })
})
