import { describe, expect, it } from 'vitest'
import { SetupFailure, explainWriteError, formatFailure } from '../../../../scripts/setup/failure.mjs'

describe('a failure of set-up', () => {
  it('is one block: what happened, what to do, and that it goes on from there', () => {
    expect(formatFailure(new SetupFailure('no-pip', 'there is no pip.', ['Install it.', 'Or not.']))).toBe(
      `antrum set-up stopped: there is no pip.

  - Install it.
  - Or not.

  Then run the same command again: it continues where it stopped.`,
    )
  })

  it('tells a full disk from a folder that cannot be written, and leaves other errors alone', () => {
    const withCode = (code: string) => Object.assign(new Error('system'), { code })
    expect(explainWriteError(withCode('ENOSPC'), '/f', 'way out')).toMatchObject({ code: 'no-space' })
    expect(explainWriteError(withCode('EROFS'), '/f', 'way out')).toMatchObject({ code: 'read-only' })
    const other = new Error('a defect')
    expect(explainWriteError(other, '/f', 'way out')).toBe(other)
  })
})
