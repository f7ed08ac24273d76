import { expect, it } from 'vitest'
import { trilinear } from '../../../../src/main/registration/trilinear.ts'
import { aVolume } from '../../../helpers/volumes.ts'

// Linear in every index, so the value between voxels is known: i + 10 j + 100 k.
const { data, shape } = aVolume({ shape: [3, 4, 5] })

it('interpolates along all three axes', () => {
  expect(trilinear(data, shape, [0.5, 1.25, 2.75])).toBeCloseTo(0.5 + 12.5 + 275, 4)
  expect(trilinear(data, shape, [1, 2, 3])).toBe(321)
})

it('knows nothing outside', () => {
  expect(trilinear(data, shape, [-0.01, 1, 1])).toBeNaN()
  expect(trilinear(data, shape, [1, 1, 4.01])).toBeNaN()
  expect(trilinear(data, shape, [NaN, 1, 1])).toBeNaN()
})
