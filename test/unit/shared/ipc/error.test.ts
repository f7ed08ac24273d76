import SqliteDatabase from 'better-sqlite3'
import { appendFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { AntrumError, toErrorPayload } from '../../../../src/shared/ipc/error.ts'

const caught = (work: () => void): unknown => {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

describe('toErrorPayload', () => {
  it('knows a full disk by the kernel’s word and by SQLite’s', () => {
    const sqlite = new SqliteDatabase(':memory:')
    sqlite.pragma('max_page_count = 2')
    const full = caught(() => sqlite.exec('CREATE TABLE a (b); CREATE TABLE c (d)'))
    expect(toErrorPayload(full)).toMatchObject({
      code: 'disk-full',
      message: expect.stringContaining('Free some space') as string,
    })
    sqlite.close()
    expect(toErrorPayload(caught(() => appendFileSync('/dev/full', 'x')))).toMatchObject({
      code: 'disk-full',
    })
  })

  it('keeps code, message and details of a domain error, and hides nothing of another', () => {
    expect(toErrorPayload(new AntrumError('usage', 'wrong', { at: 1 }))).toEqual({
      code: 'usage',
      message: 'wrong',
      details: { at: 1 },
    })
    expect(toErrorPayload(new AntrumError('usage', 'wrong'))).toEqual({ code: 'usage', message: 'wrong' })
    expect(toErrorPayload(new TypeError('x is not a function'))).toEqual({
      code: 'internal',
      message: 'x is not a function',
    })
  })
})
