import { describe, expect, it } from 'vitest'
import { agreeOnLabel } from '../../../../src/shared/domain/agreed-labels.ts'
import type { Finding } from '../../../../src/shared/domain/sinus.ts'

const normal = { label: 'normal' as const, findings: [] }
const anomalous = (...findings: Finding[]) => ({ label: 'anomalous' as const, findings })

describe('agreeOnLabel', () => {
  it.each([
    ['one reader', [anomalous('cyst', 'polyp')], { target: 1, finding: 'cyst' }],
    ['one who names no finding', [anomalous()], { target: 1, finding: null }],
    ['the majority', [normal, anomalous('cyst'), normal], { target: 0, finding: null }],
    ['nobody in a draw', [normal, anomalous('cyst')], null],
    [
      'the finding most name first',
      [anomalous('polyp'), anomalous('cyst', 'polyp'), normal, anomalous('cyst')],
      { target: 1, finding: 'cyst' },
    ],
    [
      'the first reader when findings draw',
      [anomalous('polyp'), anomalous('cyst')],
      { target: 1, finding: 'polyp' },
    ],
    ['who names one, when others do not', [anomalous(), anomalous('polyp')], { target: 1, finding: 'polyp' }],
  ])('follows %s', (_, labels, expected) => expect(agreeOnLabel(labels)).toEqual(expected))
})
