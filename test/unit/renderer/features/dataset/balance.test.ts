import { expect, it } from 'vitest'
import { balanceOf, fractionsOf, parts } from '../../../../../src/renderer/src/features/dataset/balance.ts'
import { sideFromLetter, sinusId } from '../../../../../src/shared/domain/sinus.ts'
import type { Manifest } from '../../../../../src/shared/ipc/dataset.ts'

/** A letter per sinus, left and right: n normal, a anomalous, - unlabelled. */
const subjects = { s1: 'na', s2: 'nn', s3: 'aa', s4: 'n-', s5: '--' }
const sinuses: Manifest['sinuses'] = Object.entries(subjects).flatMap(([subject, letters]) =>
  (['L', 'R'] as const).map((letter, i) => {
    const side = sideFromLetter(letter)
    const id = sinusId(subject, side)
    const target = ({ n: 0, a: 1, '-': null } as const)[letters[i] as 'n' | 'a' | '-']
    return { id, subject, side, file: `${id}.nii`, sha256: id, target, finding: null }
  }),
)
const bySubject: Manifest['split'] = {
  seed: 0,
  test: ['s1'],
  folds: [
    { train: ['s2', 's3'], validation: ['s4'], fractions: { '1': ['s2', 's3'], '0.5': ['s3'] } },
    { train: ['s3', 's4'], validation: ['s2'], fractions: { '1': ['s3', 's4'] } },
  ],
  unlabelled: { train: ['s5'], validation: [] },
}

it('counts the sinuses of every set by side and class, so that each sinus is counted once', () => {
  const rows = balanceOf({ sinuses, split: bySubject }, 0)
  const counts = rows.map((row) => [row.set, ...parts.map((part) => row[part])])
  // left normal, anomalous, unlabelled; right normal, anomalous, unlabelled
  expect(counts).toEqual([
    ['train', 1, 1, 0, 1, 1, 0],
    ['validation', 1, 0, 0, 0, 0, 1],
    ['test', 1, 0, 0, 0, 1, 0],
    ['unlabelled', 0, 0, 1, 0, 0, 1],
  ])
  const sum = rows.flatMap((row) => parts.map((part) => row[part])).reduce((a, b) => a + b)
  expect(sum).toBe(sinuses.length)
})

it('reads a split by sinus by the names of sinuses', () => {
  const split: Manifest['split'] = {
    ...{ unit: 'sinus', seed: 0, test: ['s1_L'], unlabelled: { train: [], validation: [] } },
    folds: [{ train: ['s1_R', 's2_L'], validation: ['s3_L'], fractions: { '1': ['s1_R', 's2_L'] } }],
  }
  const [train, , test] = balanceOf({ sinuses, split }, 0)
  expect(train).toMatchObject({ 'left normal': 1, 'right anomalous': 1, 'left anomalous': 0 })
  expect(test).toMatchObject({ 'left normal': 1, 'right anomalous': 0 })
  expect(fractionsOf({ sinuses, split }, 0)).toEqual([{ fraction: 1, names: 2, normal: 1, anomalous: 1 }])
})

it('lists label fractions from the smallest with their classes', () => {
  expect(fractionsOf({ sinuses, split: bySubject }, 0)).toEqual([
    { fraction: 0.5, names: 1, normal: 0, anomalous: 2 },
    { fraction: 1, names: 2, normal: 2, anomalous: 2 },
  ])
})
