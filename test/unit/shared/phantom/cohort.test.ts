import { describe, expect, it } from 'vitest'
import { findings } from '../../../../src/shared/domain/sinus.ts'
import { drawFindings, renderSubject, subjectName } from '../../../../src/shared/phantom/cohort.ts'

const cohort = (seed: number, count: number) =>
  Array.from({ length: count }, (_, i) => drawFindings(seed, i + 1))

describe('drawFindings', () => {
  it('gives every eleven subjects nine anomalous sinuses: five subjects with none, three with one, three with two', () => {
    for (const seed of [1, 2, 3]) {
      for (const start of [0, 11, 22]) {
        const block = cohort(seed, 33).slice(start, start + 11)
        const perSubject = block.map(({ left, right }) => Number(left !== null) + Number(right !== null))
        expect(perSubject.sort()).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2])
      }
    }
  })

  it('mixes the findings: thickening most, opacified least, all of them in every block', () => {
    const found = cohort(5, 11).flatMap(({ left, right }) => [left, right])
    const counts = findings.map((finding) => found.filter((other) => other === finding).length)
    expect(counts).toEqual([4, 2, 2, 1])
  })

  it('puts them on either side about as often', () => {
    const subjects = cohort(1, 440)
    const left = subjects.filter((subject) => subject.left).length
    const right = subjects.filter((subject) => subject.right).length
    expect(left + right).toBe(360)
    // Six a block are on both sides, three on one: the difference is odd per block, its spread over 40 blocks about 6.
    expect(Math.abs(left - right)).toBeLessThan(35)
  })

  it('depends on seed and subject only', () => {
    expect(cohort(1, 40).slice(0, 7)).toEqual(cohort(1, 7))
    expect(cohort(1, 40)).not.toEqual(cohort(2, 40))
  })
})

it('names subjects so that they sort', () => {
  expect([1, 42, 9999].map(subjectName)).toEqual(['sub-0001', 'sub-0042', 'sub-9999'])
})

it.each([
  [7, 150, 3, 'a ridge leaves hardly any room around the middle of the left sinus'],
  [5, 913, 6, 'voxels are larger than the lesion'],
])('every reported finding shows, also where (seed %i, subject %i, %i mm) %s', (seed, index, spacing) => {
  for (const { finding, lesionVolumeMm3, lesionMask } of renderSubject(seed, index, spacing).sinuses) {
    if (finding === null) continue
    expect(lesionVolumeMm3).toBeGreaterThan(0)
    expect(lesionMask!.data).toContain(1)
  }
})
