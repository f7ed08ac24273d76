import { expect, it } from 'vitest'
import { prepareHead } from '../../../../src/main/registration/head-image.ts'
import { midfaceMm, placeHead } from '../../../../src/main/registration/head-place.ts'
import { affineOf, aScan } from '../../../helpers/volumes.ts'

const shape = [30, 30, 60] as const
const affine = affineOf('LPS', { spacingMm: [5, 5, 5], shape, middleMm: [10, 20, 30] })

it('finds centre and extent of the tissue, and the centre of the upper head whatever the neck', () => {
  // A block 100 mm wide whose top is at z = 100; the neck below reaches to −100 or to −50.
  const block = (bottomMm: number) =>
    aScan({ shape, affine }, ([x, y, z]) =>
      Math.abs(x - 10) <= 50 && Math.abs(y - 20) <= 50 && z <= 100 && z >= bottomMm ? 100 : 0,
    )
  const long = placeHead(prepareHead(block(-100)))
  const short = placeHead(prepareHead(block(-50)))
  expect(long.centreMm[2]).toBeCloseTo(0, -0.5)
  expect(short.centreMm[2]).toBeCloseTo(25, -0.5)
  expect(short.upperCentreMm).toEqual(long.upperCentreMm)
  // The upper 120 mm: from −20 to 100.
  expect(long.upperCentreMm[2]).toBeCloseTo(40, -0.5)
  expect(Math.abs(long.highMm[2] - 100)).toBeLessThan(5)
  expect(Math.abs(long.lowMm[0] + 40)).toBeLessThan(5)
  expect(midfaceMm(long)[1]).toBeCloseTo(long.upperCentreMm[1] + 66)
})
