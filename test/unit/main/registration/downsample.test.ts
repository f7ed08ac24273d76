import { describe, expect, it } from 'vitest'
import { averageBlocks } from '../../../../src/main/registration/downsample.ts'
import { applyAffine } from '../../../../src/shared/imaging/affine.ts'
import { spacingMm } from '../../../../src/shared/imaging/volume.ts'
import { aScan, aVolume, affineOf, orientationCodes } from '../../../helpers/volumes.ts'

describe('averaging blocks', () => {
  it('averages whole blocks and leaves the rest out', () => {
    // Values 0 … 4 along i, blocks of two: (0 + 1) / 2, (2 + 3) / 2; the fifth voxel fills no block.
    const line = aVolume({ shape: [5, 1, 1], value: (i) => i })
    const { data, shape, affine } = averageBlocks(line, 2)
    expect(shape).toEqual([2, 1, 1])
    expect([...data]).toEqual([0.5, 2.5])
    expect(spacingMm(affine)[0]).toBe(2)
    expect(applyAffine(affine, [0, 0, 0])[0]).toBe(0.5)
  })

  it('keeps every place where it was, in all orientations', () => {
    // Means of a function that is linear in the world are its values at the blocks' centres.
    const linear = ([x, y, z]: readonly number[]) => x - 2 * y + 3 * z
    for (const code of orientationCodes) {
      const affine = affineOf(code, { spacingMm: [1, 1.2, 0.6] })
      const { data, shape, affine: coarse } = averageBlocks(aScan({ shape: [9, 8, 11], affine }, linear), 2.5)
      for (let k = 0, at = 0; k < shape[2]; k++)
        for (let j = 0; j < shape[1]; j++)
          for (let i = 0; i < shape[0]; i++)
            expect(data[at++]).toBeCloseTo(linear(applyAffine(coarse, [i, j, k])), 3)
    }
  })

  it('leaves an axis alone that is as coarse as asked', () => {
    const thick = aVolume({ shape: [8, 8, 4], affine: affineOf('RAS', { spacingMm: [1, 1, 5] }) })
    expect(averageBlocks(thick, 2).shape).toEqual([4, 4, 4])
    expect(averageBlocks(thick, 1)).toBe(thick)
  })
})
