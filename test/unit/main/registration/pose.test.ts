import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { poseDistance, poseMatrix, rigidPart } from '../../../../src/main/registration/pose.ts'
import { applyAffine, determinant, multiply } from '../../../../src/shared/imaging/affine.ts'
import type { Point } from '../../../../src/shared/imaging/affine.ts'
import { aRigidMotion, largestDifference } from '../../../helpers/volumes.ts'

const centre = [10, -20, 30] as const

describe('the matrix of a pose', () => {
  it('turns about the centre and then shifts it', () => {
    const matrix = poseMatrix([1, 2, 3, 10, 20, 30], centre)
    applyAffine(matrix, centre).forEach((mm, axis) => expect(mm).toBeCloseTo(centre[axis] + axis + 1, 10))
    // The same from parts: centre to the origin, the turns, and back with the shift.
    const toOrigin = aRigidMotion([0, 0, 0], [-10, 20, -30])
    const turned = multiply(aRigidMotion([10, 20, 30], [11, -18, 33]), toOrigin)
    expect(largestDifference(matrix, turned)).toBeLessThan(1e-12)
  })

  it('stretches and shears before it turns', () => {
    // 10 % longer along z, and x growing by a twentieth of y: (0, 20, 40) from the centre goes to (1, 20, 44.2…).
    const matrix = poseMatrix([0, 0, 0, 0, 0, 0, 0, 0, 10, 5, 0, 0], centre)
    const moved = applyAffine(matrix, [10, 0, 70])
    expect(moved[0]).toBeCloseTo(11, 10)
    expect(moved[1]).toBeCloseTo(0, 10)
    expect(moved[2]).toBeCloseTo(30 + 40 * Math.exp(0.1), 10)
    expect(applyAffine(matrix, centre)).toEqual([...centre])
    expect(determinant(matrix)).toBeCloseTo(Math.exp(0.1), 10)
  })

  it('with nine numbers has no shear', () => {
    const nine = [1, 2, 3, 4, 5, 6, 7, 8, 9]
    expect(poseMatrix(nine, centre)).toEqual(poseMatrix([...nine, 0, 0, 0], centre))
  })

  it('is rigid with six numbers', () => {
    expect(determinant(poseMatrix([5, 6, 7, 40, -30, 20], centre))).toBeCloseTo(1, 12)
  })
})

it('keeps the turns of a stretched pose and the place of one point, and nothing of the stretch', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 12, maxLength: 12 }),
      fc.tuple(...[0, 1, 2].map(() => fc.double({ min: -200, max: 200, noNaN: true }))),
      fc.constantFrom(6, 9, 12),
      (numbers, point, length) => {
        const pose = numbers.slice(0, length)
        const rigid = rigidPart(pose, centre, point as unknown as Point)
        expect(rigid).toHaveLength(6)
        expect(rigid.slice(3)).toEqual(pose.slice(3, 6))
        const [a, b] = [pose, rigid].map((each) =>
          applyAffine(poseMatrix(each, centre), point as unknown as Point),
        )
        expect(largestDifference(a, b)).toBeLessThan(1e-9)
      },
    ),
  )
})

it('measures how far two poses are apart', () => {
  expect(poseDistance([0, 0, 0, 0, 0, 0], [3, 0, 0, 0, 4, 0])).toBe(5)
})
