import { describe, expect, it } from 'vitest'
import type { DatasetManifest, DatasetSinus } from '../../../../src/shared/domain/dataset.ts'
import { diffDatasets } from '../../../../src/shared/domain/dataset-diff.ts'
import { sinusId } from '../../../../src/shared/domain/sinus.ts'

const sinus = (subject: string, side: 'left' | 'right', given: Partial<DatasetSinus> = {}): DatasetSinus => {
  const id = sinusId(subject, side)
  return { ...{ id, subject, side, file: `${id}.nii`, sha256: id, target: 0, finding: null }, ...given }
}

/** Six subjects: a is tested, b, c, d, e are in two folds, u is unlabelled. */
const version = (given: Partial<DatasetManifest> = {}): DatasetManifest => ({
  ...{ schema: 1, version: 'v1', hash: 'h', edgeMm: 64, voxels: 32 },
  sinuses: ['a', 'b', 'c', 'd', 'e', 'u'].flatMap((name) => [sinus(name, 'left'), sinus(name, 'right')]),
  split: {
    seed: 0,
    test: ['a'],
    folds: [
      { train: ['d', 'e'], validation: ['b', 'c'], fractions: { '0.5': ['d'], '1': ['d', 'e'] } },
      { train: ['b', 'c'], validation: ['d', 'e'], fractions: { '0.5': ['b'], '1': ['b', 'c'] } },
    ],
    unlabelled: { train: ['u'], validation: [] },
  },
  ...given,
})

describe('diffDatasets', () => {
  it('finds nothing between a version and itself under another name', () => {
    expect(diffDatasets(version(), version({ version: 'v2', hash: 'other' }))).toMatchObject({
      same: true,
      labels: [],
      roles: [],
    })
  })

  it('names subjects and sinuses that came, went or have other voxels', () => {
    const before = version()
    const after = version({
      sinuses: [
        ...before.sinuses.filter(({ id }) => id !== 'c_R' && id !== 'u_L' && id !== 'u_R'),
        ...[sinus('f', 'left'), sinus('f', 'right')],
      ].map((each) => (each.id === 'b_L' ? { ...each, sha256: 'moved' } : each)),
    })
    expect(diffDatasets(before, after)).toMatchObject({
      same: false,
      subjects: { added: ['f'], removed: ['u'] },
      sinuses: { added: ['f_L', 'f_R'], removed: ['c_R', 'u_L', 'u_R'], changed: ['b_L'] },
    })
    expect(diffDatasets(after, before)).toMatchObject({
      subjects: { added: ['u'], removed: ['f'] },
      sinuses: { added: ['c_R', 'u_L', 'u_R'], removed: ['f_L', 'f_R'], changed: ['b_L'] },
    })
  })

  it('says what each corrected label was and is', () => {
    const before = version()
    const corrected: Record<string, Partial<DatasetSinus>> = {
      b_L: { target: 1, finding: 'cyst' },
      c_R: { target: null },
      d_L: { target: 1, finding: null },
    }
    const after = version({ sinuses: before.sinuses.map((each) => ({ ...each, ...corrected[each.id] })) })
    expect(diffDatasets(before, after).labels).toEqual([
      { sinus: 'b_L', from: 'normal', to: 'anomalous (cyst)' },
      { sinus: 'c_R', from: 'normal', to: 'unlabelled' },
      { sinus: 'd_L', from: 'normal', to: 'anomalous' },
    ])
  })

  it('says who has another role, and which fractions hold others', () => {
    const after = version({
      split: {
        seed: 1,
        test: ['b'],
        folds: [
          { train: ['d', 'e'], validation: ['a', 'c'], fractions: { '0.5': ['e'], '1': ['d', 'e'] } },
          { train: ['a', 'c'], validation: ['d', 'e'], fractions: { '0.2': ['a'], '1': ['a', 'c'] } },
        ],
        unlabelled: { train: [], validation: ['u'] },
      },
    })
    expect(diffDatasets(version(), after)).toMatchObject({
      roles: [
        { name: 'a', from: 'test', to: 'fold 1' },
        { name: 'u', from: 'unlabelled, training', to: 'unlabelled, validation' },
        { name: 'b', from: 'fold 1', to: 'test' },
      ],
      fractions: ['fold 1, 0.5', 'fold 2, 1'],
      settings: [{ name: 'seed', from: 0, to: 1 }],
    })
  })

  it('compares by sinus where one of the two was split by sinus', () => {
    const bySinus = version({
      edgeMm: 65,
      split: {
        ...{ unit: 'sinus', seed: 0 },
        test: ['a_L', 'b_L'],
        folds: [
          { train: ['d_L', 'e_L'], validation: ['a_R', 'c_L'], fractions: { '1': ['d_L', 'e_L'] } },
          { train: ['a_R', 'c_L'], validation: ['d_L', 'e_L'], fractions: { '1': ['a_R', 'c_L'] } },
        ],
        unlabelled: { train: ['u_L', 'u_R'], validation: [] },
      },
    })
    expect(diffDatasets(version(), bySinus)).toMatchObject({
      roles: [
        { name: 'a_R', from: 'test', to: 'fold 1' },
        { name: 'b_L', from: 'fold 1', to: 'test' },
      ],
      settings: [
        { name: 'edgeMm', from: 64, to: 65 },
        { name: 'unit', from: 'subject', to: 'sinus' },
      ],
    })
  })
})
