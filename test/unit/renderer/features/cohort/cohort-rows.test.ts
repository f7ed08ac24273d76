import { describe, expect, it } from 'vitest'
import { cohortRows, findRows } from '../../../../../src/renderer/src/features/cohort/cohort-rows.ts'
import type { CohortScan, SettledFile } from '../../../../../src/shared/ipc/cohort.ts'

const aScan = (scan: string, given: Partial<CohortScan> = {}): CohortScan => ({
  ...{ subject: scan, scan, contrast: 'FLAIR', shape: [8, 8, 8], spacingMm: [1, 1, 1], used: true },
  ...{ affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1], lane: 'ok', notes: [], leftOut: null },
  ...given,
})
const note = (code: string) => ({ code, reason: `It is ${code}. Look at it.`, fix: 'Look at it.' })
const ok = (scan: string): SettledFile => ({ lane: 'ok', file: `${scan}.nii`, subject: scan, scan })
const look = (scan: string, code: string): SettledFile => ({
  ...{ lane: 'look', file: `${scan}.nii`, subject: scan, scan, notes: [note(code)] },
  ...note(code),
})
const rejected = (file: string): SettledFile => ({ lane: 'rejected', file, ...note('unreadable-file') })

describe('the lines of the cohort table', () => {
  it('show a file as soon as it is told, and once when the project has it too', () => {
    expect(cohortRows([], [ok('a')]).map(({ key, scan }) => [key, scan])).toEqual([['a.nii', null]])
    const after = cohortRows([aScan('a')], [ok('a')])
    expect(after.map(({ key, scan }) => [key, scan?.scan])).toEqual([['a', 'a']])
  })

  it('keep files that did not become a scan: rejected ones, and copies of a scan that is there', () => {
    const rows = cohortRows([aScan('a')], [ok('a'), look('a', 'duplicate'), rejected('broken.nii')])
    expect(rows.map(({ key, lane }) => [key, lane])).toEqual([
      ['broken.nii', 'rejected'],
      ['a.nii', 'look'],
      ['a', 'ok'],
    ])
  })

  it('come with what wants a look first, whenever it was told', () => {
    const rows = cohortRows([aScan('a'), aScan('b', { lane: 'look', notes: [note('sheared')] })], [ok('c')])
    expect(rows.map(({ subject }) => subject)).toEqual(['b', 'c', 'a'])
  })

  it('are found by lane and by words of subject, contrast, code and reason', () => {
    const rows = cohortRows([aScan('sub-1'), aScan('sub-2', { contrast: 'T1w' })], [look('sub-3', 'sheared')])
    const found = (lane: 'ok' | 'look' | null, search: string) =>
      findRows(rows, lane, search).map(({ subject }) => subject)
    expect(found(null, '')).toEqual(['sub-3', 'sub-1', 'sub-2'])
    expect(found('ok', '')).toEqual(['sub-1', 'sub-2'])
    expect(found(null, 't1W sub')).toEqual(['sub-2'])
    expect(found(null, 'it is sheared')).toEqual(['sub-3'])
    expect(found('ok', 'sheared')).toEqual([])
  })
})
