import fc from 'fast-check'
import { expect, it } from 'vitest'
import { multiply } from '../../../../src/shared/imaging/affine.ts'
import { mirrorLeftRight } from '../../../../src/shared/imaging/mirror.ts'
import { resampleToGrid } from '../../../../src/shared/imaging/resample.ts'
import {
  aRigidMotion,
  aVolume,
  affineOf,
  largestDifference,
  orientationCodes,
} from '../../../helpers/volumes.ts'

it('turns the order along the left–right axis', () => {
  const volume = aVolume({ shape: [3, 2, 1] })
  expect([...mirrorLeftRight(volume).data]).toEqual([2, 1, 0, 12, 11, 10])
  const sagittal = aVolume({ shape: [2, 1, 3], affine: affineOf('PIR') })
  expect([...mirrorLeftRight(sagittal).data]).toEqual([200, 201, 100, 101, 0, 1])
})

it('keeps every voxel at its place in the world, in any orientation', () => {
  fc.assert(
    fc.property(fc.constantFrom(...orientationCodes), fc.integer({ min: -25, max: 25 }), (code, degrees) => {
      const volume = aVolume({
        affine: multiply(
          aRigidMotion([degrees, 0, degrees], [4, 5, 6]),
          affineOf(code, { spacingMm: [0.5, 1, 2] }),
        ),
      })
      const mirrored = mirrorLeftRight(volume)
      expect(mirrored.data).not.toEqual(volume.data)
      const { volume: back, coverage } = resampleToGrid(mirrored, volume)
      expect(coverage).toBe(1)
      expect(largestDifference(back.data, volume.data)).toBeLessThan(1e-3)
    }),
  )
})

it('is undone by itself', () => {
  const volume = aVolume({ affine: affineOf('PSL', { spacingMm: [1, 2, 4] }) })
  expect(mirrorLeftRight(mirrorLeftRight(volume))).toEqual(volume)
})
