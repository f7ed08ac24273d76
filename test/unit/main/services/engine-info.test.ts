import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engineInfo } from '../../../../src/main/services/engine-info.ts'
import type { AntrumError } from '../../../../src/shared/ipc/error.ts'

describe('engineInfo', () => {
  let folder: string
  beforeAll(() => void (folder = mkdtempSync(path.join(os.tmpdir(), 'antrum-probe-'))))
  afterAll(() => rmSync(folder, { recursive: true }))

  /** A real process in the probe's place, which ends the way that is to be explained. */
  const probe = (source: string): string => {
    const file = path.join(folder, `probe-${Math.random().toString(36).slice(2)}.mjs`)
    writeFileSync(file, source)
    return file
  }
  const failure = (source: string, timeoutMs = 60_000): Promise<AntrumError> =>
    engineInfo({ probe: probe(source), timeoutMs }).then(
      () => expect.unreachable('it must fail'),
      (error: AntrumError) => error,
    )
  const answer = `{"tensorflow":"2.21.0","device":"gpu","deviceName":"A card","reason":"seen","precision":"bfloat16","stepSeconds":0.01}`

  it('joins the last line of the probe with what is installed, whatever is printed before', async () => {
    const info = await engineInfo({ probe: probe(`console.log('noise'); console.log('${answer}')`) })
    expect(info.engine).toEqual({
      tensorflow: '2.21.0',
      device: 'gpu',
      deviceName: 'A card',
      reason: 'seen',
      precision: 'bfloat16',
    })
    expect(info.stepSeconds).toBe(0.01)
    expect(info.node).toBe(process.versions.node)
    expect(info.sqlite).toMatch(/^3\.\d+\.\d+$/)
    expect(info.cpu.cores).toBeGreaterThan(0)
  })

  it('says what could not be loaded, and what to run', async () => {
    const error = await failure(
      `class AntrumError extends Error { name = 'AntrumError' }; throw new AntrumError('TensorFlow could not be loaded (no libtensorflow). Run "npm run setup".')`,
    )
    expect(error.code).toBe('engine-missing')
    expect(error.message).toBe('TensorFlow could not be loaded (no libtensorflow). Run "npm run setup".')
  })

  it('tells a crash by its signal', async () => {
    const error = await failure(`process.kill(process.pid, 'SIGSEGV')`)
    expect(error.code).toBe('trainer-crashed')
    expect(error.message).toContain('SIGSEGV')
  })

  it('tells a processor without the needed instructions', async () => {
    const error = await failure(`process.kill(process.pid, 'SIGILL')`)
    expect(error.code).toBe('engine-missing')
    expect(error.message).toContain('AVX')
  })

  it('takes an exit without an answer, or with half of one, for a failure', async () => {
    expect((await failure(`process.exit(3)`)).message).toContain('exit code 3')
    expect((await failure(`console.log('{"tensorflow":"2.21.0"}')`)).message).toContain('gave no answer')
  })

  it('stops a probe that hangs', async () => {
    const error = await failure(`console.error('waiting for the card'); setInterval(() => {}, 1000)`, 1500)
    expect(error.code).toBe('trainer-crashed')
    expect(error.message).toContain('no answer within 2 s')
    expect((error.details as { stderr: string[] }).stderr).toContain('waiting for the card')
  })

  it('stops when the user cancels', async () => {
    const abort = new AbortController()
    const asked = engineInfo({ probe: probe(`setInterval(() => {}, 1000)`), signal: abort.signal })
    abort.abort()
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' })
  })
})
