import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withLock } from '../../../../scripts/setup/lock.mjs'

const lockModule = new URL('../../../../scripts/setup/lock.mjs', import.meta.url).href

describe('withLock', () => {
  let folder: string
  let file: string
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'antrum-lock-'))
    file = path.join(folder, 'setup.lock')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const nobodyWaits = () => expect.unreachable('nobody holds the lock')
  const holder = (changes: object) =>
    JSON.stringify({ pid: process.pid, host: os.hostname(), processStart: '', token: 't', ...changes })

  it('lets one process work at a time', async () => {
    const log = path.join(folder, 'log')
    const program = `
      import { withLock } from ${JSON.stringify(lockModule)}
      import { appendFileSync } from 'node:fs'
      await withLock(${JSON.stringify(file)}, () => {}, async () => {
        appendFileSync(${JSON.stringify(log)}, 'in\\n')
        await new Promise((resolve) => setTimeout(resolve, 150))
        appendFileSync(${JSON.stringify(log)}, 'out\\n')
      })`
    const exits = Array.from({ length: 4 }, () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'inherit' })
      return new Promise((resolve) => child.on('close', resolve))
    })
    expect(await Promise.all(exits)).toEqual([0, 0, 0, 0])
    expect(readFileSync(log, 'utf8')).toBe('in\nout\n'.repeat(4))
    expect(existsSync(file)).toBe(false)
  })

  it('takes over from a process that died', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    writeFileSync(file, holder({ pid }))
    expect(await withLock(file, nobodyWaits, async () => 'done')).toBe('done')
    expect(existsSync(file)).toBe(false)
  })

  it.runIf(process.platform === 'linux')('knows a recycled process id by its start', async () => {
    writeFileSync(file, holder({ processStart: '1' }))
    expect(await withLock(file, nobodyWaits, async () => 'done')).toBe('done')
  })

  it('takes over from another machine only when that has been silent', async () => {
    writeFileSync(file, holder({ host: 'elsewhere', pid: 1 }))
    let waitedFor = ''
    const work = withLock(
      file,
      ({ host }) => {
        waitedFor = host
        const longAgo = new Date(Date.now() - 120_000)
        utimesSync(file, longAgo, longAgo)
      },
      async () => 'done',
    )
    expect(await work).toBe('done')
    expect(waitedFor).toBe('elsewhere')
  })

  it('is released when the work fails', async () => {
    const work = withLock(file, nobodyWaits, async () => {
      throw new Error('no')
    })
    await expect(work).rejects.toThrow('no')
    expect(existsSync(file)).toBe(false)
  })

  it('does not trip over a lock file that is half written', async () => {
    writeFileSync(file, '{"pid": 1')
    expect(await withLock(file, nobodyWaits, async () => 'done')).toBe('done')
  })
})
