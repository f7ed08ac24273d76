import { describe, expect, it } from 'vitest'
import { residualOverlap } from '../../../../src/shared/metrics/overlap.ts'
import { createRandom } from '../../../../src/shared/random.ts'
import { defined } from './golden.ts'

const edge = 10
const cube = (value: (i: number) => number) => Float32Array.from({ length: edge ** 3 }, (_, i) => value(i))

describe('residualOverlap', () => {
  it('follows the hand-worked case', () => {
    // Ten voxels, lesion at 0, 1, 2; the top 30 % are voxels 0, 1 and 5: two hits of three.
    // Pairs won by lesion voxels: 0 beats 7, 1 beats 7, 2 (value .1) beats the six that are 0 → 20 of 21.
    const residual = Float32Array.from([0.9, 0.8, 0.1, 0, 0, 0.5, 0, 0, 0, 0])
    const overlap = defined(residualOverlap(residual, [1, 1, 1, 0, 0, 0, 0, 0, 0, 0], 0.3))
    expect(overlap.auroc).toBeCloseTo(20 / 21, 12)
    expect(overlap.hitShare).toBeCloseTo(2 / 3, 12)
    expect(overlap.dice).toBeCloseTo(4 / 6, 12)
    expect(overlap).toMatchObject({ chance: 0.3, lesionVoxels: 3, topVoxels: 3 })
  })

  it('scores a flat residual exactly as chance', () => {
    const lesion = cube((i) => (i < 50 ? 1 : 0))
    const overlap = defined(
      residualOverlap(
        cube(() => 0.4),
        lesion,
      ),
    )
    expect(overlap.auroc).toBe(0.5)
    expect(overlap.hitShare).toBeCloseTo(overlap.chance, 12)
  })

  it('is near chance for noise and perfect for the lesion itself', () => {
    const random = createRandom('overlap')
    const lesion = cube((i) => (i % 7 === 0 ? 1 : 0))
    expect(
      defined(
        residualOverlap(
          cube(() => random.uniform()),
          lesion,
        ),
      ).auroc,
    ).toBeCloseTo(0.5, 1)
    expect(defined(residualOverlap(lesion, lesion))).toMatchObject({ auroc: 1, hitShare: 1 })
  })

  it('is undefined without a lesion, with a full cube and for residuals that are not numbers', () => {
    expect(
      residualOverlap(
        cube(() => 1),
        cube(() => 0),
      ),
    ).toEqual({
      undefined: true,
      reason: 'the lesion has no voxel in the cube',
    })
    expect(
      residualOverlap(
        cube(() => 1),
        cube(() => 1),
      ),
    ).toMatchObject({ undefined: true })
    expect(
      residualOverlap(
        cube(() => NaN),
        cube((i) => i % 2),
      ),
    ).toMatchObject({ undefined: true })
    expect(() => residualOverlap(new Float32Array(8), new Uint8Array(27))).toThrow(
      '8 voxels and the lesion mask 27',
    )
  })
})
