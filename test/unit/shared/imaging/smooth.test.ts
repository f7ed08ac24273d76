import { expect, it } from 'vitest'
import { smoothGaussian } from '../../../../src/shared/imaging/smooth.ts'
import { aVolume, largestDifference } from '../../../helpers/volumes.ts'

/** scipy.ndimage.gaussian_filter1d([0, 0, 1, 5, 2, 0, 0, 7], 0.8, mode='nearest', truncate=4). */
const line = [0, 0, 1, 5, 2, 0, 0, 7]
const smoothed = [
  0.024114031, 0.338743774, 1.6840506626, 3.1783144094, 2.163902004, 0.7230711499, 1.8006567632, 5.2462490688,
]

it.each([0, 1, 2])('smooths along axis %i as SciPy does and leaves the others alone', (axis) => {
  const shape = [3, 4, 5] as [number, number, number]
  shape[axis] = 8
  const sigmas = [0, 0, 0] as [number, number, number]
  sigmas[axis] = 0.8
  const at = (values: number[]) =>
    aVolume({ shape, value: (i, j, k) => values[[i, j, k][axis]] * (1 + [i, j, k][(axis + 1) % 3]) }).data
  const data = at(line)
  smoothGaussian(data, shape, sigmas)
  expect(largestDifference(data, at(smoothed))).toBeLessThan(1e-5)
})

it('does nothing where every width is 0', () => {
  const { data, shape } = aVolume()
  const before = data.slice()
  smoothGaussian(data, shape, [0, 0, 0])
  expect(data).toEqual(before)
})
