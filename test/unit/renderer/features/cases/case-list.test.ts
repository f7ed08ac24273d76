import { describe, expect, it } from 'vitest'
import { labelsIn, listCases } from '../../../../../src/renderer/src/features/cases/case-list.ts'
import type { Wish } from '../../../../../src/renderer/src/features/cases/case-list.ts'
import type { WorklistCase } from '../../../../../src/shared/ipc/cases.ts'
import { caseScores } from '../../../../../src/shared/metrics/index.ts'

const aCase = (
  subject: string,
  target: 0 | 1,
  scores: number[],
  finding: string | null = null,
): WorklistCase => ({
  ...{ sinus: `${subject}_L`, subject, side: 'left', target, finding, scores },
  ...caseScores(target, scores),
})
const cases = [
  aCase('a', 0, [0.2, 0.2]),
  aCase('b', 1, [0.1, 0.3], 'cyst'),
  aCase('c', 1, [0.9, 0.5], 'polyp'),
  aCase('d', 1, [0.5, 0.5]),
  aCase('e', 0, [0.2, 0.2]),
]
const wish: Wish = { order: 'loss', verdict: 'all', label: 'any' }
const names = (changes: Partial<Wish>, second: WorklistCase[] | null = null) =>
  listCases({ cases }, second && { cases: second }, { ...wish, ...changes })
    .map(({ subject }) => subject)
    .join('')

describe('listCases', () => {
  it('puts those first that are most worth a look, equal ones by name', () => {
    expect(names({})).toBe('bdcae')
    expect(names({ order: 'uncertainty' })).toBe('dcabe')
    expect(names({ order: 'disagreement' })).toBe('cbade')
  })

  it('calls what is above a half anomalous', () => {
    expect(names({ verdict: 'wrong' })).toBe('bd')
    expect(names({ verdict: 'right' })).toBe('cae')
  })

  it('keeps those with a label, whether a finding was named or not', () => {
    expect(labelsIn(cases)).toEqual(['normal', 'anomalous', 'cyst', 'polyp'])
    expect(names({ label: 'normal' })).toBe('ae')
    expect(names({ label: 'anomalous' })).toBe('d')
    expect(names({ label: 'polyp', verdict: 'wrong' })).toBe('')
  })

  it('takes the disagreement of two methods where there is a second one that has the sinus', () => {
    const second = [aCase('a', 0, [0.9]), aCase('b', 1, [0.2])]
    const listed = listCases({ cases }, { cases: second }, { ...wish, order: 'disagreement' })
    expect(listed[0]).toMatchObject({ subject: 'a', other: 0.9 })
    expect(listed[0].disagreement).toBeCloseTo(0.7, 12)
    expect(listed.find(({ subject }) => subject === 'b')!.disagreement).toBeCloseTo(0, 12)
    expect(listed.find(({ subject }) => subject === 'c')).toMatchObject({ other: null })
  })
})
