import { describe, expect, it } from 'vitest'
import { endedOnPurpose, jobReason } from '../../../../../src/main/supervisor/slurm/reason.ts'
import type { JobEnd } from '../../../../../src/main/supervisor/slurm/reason.ts'

const reason = (state: string | null, others: Partial<JobEnd> = {}) =>
  jobReason({
    task: state === null ? null : { state, nodes: 'node7', reason: 'None' },
    end: null,
    lines: [],
    log: '/p/trainer.log',
    peakBytes: null,
    ...others,
  })

describe('why a job of Slurm ended', () => {
  it.each([
    ['TIMEOUT', {}, 'trainer-crashed', /time limit .*on node7.*slurm\.time=/],
    ['TIMEOUT', { end: '143' }, 'trainer-crashed', /time limit/],
    ['FAILED', { end: 'limit' }, 'trainer-crashed', /time limit/],
    ['NODE_FAIL', {}, 'trainer-crashed', /node failed \(.*node7/],
    ['OUT_OF_MEMORY', { peakBytes: 12e9 }, 'out-of-memory', /more memory.*12\.0 GB.*--mem=/],
    ['FAILED', { lines: ['slurmstepd: error: Exceeded job memory limit'] }, 'out-of-memory', /more memory/],
    ['CANCELLED', { end: '143' }, 'trainer-crashed', /cancelled.*somebody else/],
    ['PREEMPTED', {}, 'trainer-crashed', /preempted/],
    ['FAILED', { end: '139', lines: ['bad kernel'] }, 'trainer-crashed', /ended by SIGSEGV.*bad kernel/],
    ['FAILED', { end: '3' }, 'trainer-crashed', /exited with code 3/],
    ['FAILED', { end: '137' }, 'out-of-memory', /SIGKILL/],
    ['FAILED', { end: '1', lines: ['ENOSPC: no space left on device'] }, 'disk-full', /disk is full/],
    ['FAILED', {}, 'trainer-crashed', /without a word \(Slurm says FAILED\).*same paths/],
    ['COMPLETED', { end: '0' }, 'trainer-crashed', /no results in the stage folder/],
    [null, {}, 'trainer-crashed', /Slurm says UNKNOWN/],
  ])('%s %j is %s', (state, others, code, message) => {
    const found = reason(state, others)
    expect(found).toMatchObject({ code, details: { log: '/p/trainer.log' } })
    expect(found.message).toMatch(message)
  })

  it('is only somebody’s will when it was cancelled or had a deadline', () => {
    expect(['CANCELLED', 'DEADLINE', 'FAILED', 'TIMEOUT'].map((state) => endedOnPurpose({ state }))).toEqual([
      ...[true, true, false, false],
    ])
    expect(endedOnPurpose(null)).toBe(false)
  })
})
