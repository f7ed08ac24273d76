import { describe, expect, it } from 'vitest'
import { subjectLookup } from '../../../../src/shared/domain/subject-lookup.ts'

const find = subjectLookup(['sub-0007', 'sub-12', 'P-03', 'AB', '005', '05'])

describe('subjectLookup', () => {
  it.each([
    ['sub-0007', 'sub-0007', false],
    ['0007', 'sub-0007', false],
    ['sub-AB', 'AB', false],
    ['ab', 'AB', false],
    ['P 03', 'P-03', false],
    ['SUB-12', 'sub-12', false],
    ['7', 'sub-0007', true],
    ['05', '05', false],
  ])('finds %s as %s', (written, subject, byNumber) => expect(find(written)).toEqual({ subject, byNumber }))

  it('takes none where several fit', () => expect(find('5')).toEqual({ candidates: ['005', '05'] }))

  it.each(['', '13', 'P-3', 'sub-'])('does not find "%s"', (written) =>
    expect(find(written)).toEqual({ candidates: [] }),
  )

  it('finds a person by the id that the pseudonym was made of, after the names there are', () => {
    const findPerson = subjectLookup(['sub-x9', 'PAT-1'], (written) =>
      written.startsWith('PAT') ? 'sub-x9' : 'sub-none',
    )
    expect(findPerson('PAT-2')).toEqual({ subject: 'sub-x9', byNumber: false })
    expect(findPerson('PAT-1')).toEqual({ subject: 'PAT-1', byNumber: false })
    expect(findPerson('OTHER')).toEqual({ candidates: [] })
  })
})
