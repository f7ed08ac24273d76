import os from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { requireSpace } from '../../../../scripts/setup/disk.mjs'

describe('requireSpace', () => {
  const notThere = path.join(os.tmpdir(), 'not', 'there', 'yet')
  const free = (bytes: number) => async () => ({ bavail: bytes / 1000, bsize: 1000 })

  it('passes where there is enough, also for a folder that is not there yet', async () => {
    await requireSpace(notThere, 1, 'write a byte')
    await requireSpace(notThere, 5e6, 'fetch', free(5e6))
  })

  it('says how much is wanted, how much there is, and where', async () => {
    const failure = requireSpace(notThere, 5e9, 'fetch TensorFlow', free(4e9))
    await expect(failure).rejects.toMatchObject({ code: 'no-space' })
    await expect(failure).rejects.toThrow(
      `to fetch TensorFlow, 5.0 GB must be free on the disk of ${os.tmpdir()}; 4.0 GB are.`,
    )
  })
})
