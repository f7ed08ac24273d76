import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  applyAffine,
  determinantSign,
  identity,
  invert,
  multiply,
  orientationCode,
  orientedAffine,
} from '../../../../src/shared/imaging/affine.ts'
import { spacingMm } from '../../../../src/shared/imaging/volume.ts'
import { aRigidMotion, affineOf, largestDifference, orientationCodes } from '../../../helpers/volumes.ts'

const angle = fc.double({ min: -180, max: 180, noNaN: true })
const shift = fc.double({ min: -300, max: 300, noNaN: true })
const spacing = fc.double({ min: 0.2, max: 6, noNaN: true })
/** Any scan's affine: a turned, shifted grid with unequal spacing, perhaps left-handed. */
const anAffine = fc
  .tuple(
    fc.tuple(angle, angle, angle),
    fc.tuple(shift, shift, shift),
    fc.tuple(spacing, spacing, spacing),
    fc.constantFrom(...orientationCodes),
  )
  .map(([angles, shifts, spacingMm, code]) =>
    multiply(aRigidMotion(angles, shifts), affineOf(code, { spacingMm })),
  )

describe('affines', () => {
  it('applies the second factor of a product first', () => {
    const turn = aRigidMotion([0, 0, 90]) // x to y
    const move = aRigidMotion([0, 0, 0], [1, 0, 0])
    expect(largestDifference(applyAffine(multiply(turn, move), [0, 0, 0]), [0, 1, 0])).toBeLessThan(1e-12)
    expect(largestDifference(applyAffine(multiply(move, turn), [0, 0, 0]), [1, 0, 0])).toBeLessThan(1e-12)
  })

  it('inverts what it can apply', () => {
    fc.assert(
      fc.property(anAffine, (affine) => {
        expect(largestDifference(multiply(affine, invert(affine)), identity)).toBeLessThan(1e-9)
        expect(largestDifference(multiply(invert(affine), affine), identity)).toBeLessThan(1e-9)
      }),
    )
  })

  it.each([
    ['an axis of length 0', [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]],
    ['axes in one plane', [1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1]],
    ['a number that is none', [1, 0, 0, NaN, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]],
    ['an endless axis', [Infinity, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]],
  ])('refuses to invert %s', (_, affine) => {
    expect(() => invert(affine)).toThrow(expect.objectContaining({ code: 'no-geometry' }))
    expect(() => orientationCode(affine)).toThrow(expect.objectContaining({ code: 'no-geometry' }))
    expect(determinantSign(affine)).toBe(0)
  })

  it('names all 48 orientations, also when tilted by up to 30 degrees', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...orientationCodes),
        fc.integer({ min: -30, max: 30 }),
        fc.constantFrom(0, 1, 2),
        (code, degrees, about) => {
          const tilt = aRigidMotion(
            [0, 1, 2].map((axis) => (axis === about ? degrees : 0)) as [number, number, number],
          )
          expect(orientationCode(multiply(tilt, affineOf(code, { spacingMm: [0.4, 1, 6] })))).toBe(code)
        },
      ),
    )
    expect(new Set(orientationCodes).size).toBe(48)
  })

  it('gives each direction to one axis only when axes are far off', () => {
    // Both the first and the second axis are nearest to x; together the best assignment is first to x, second to y.
    const affine = [0.9, 0.75, 0, 0, 0.1, 0.6, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]
    expect(orientationCode(affine)).toBe('RAS')
  })

  it('knows left-handed axes', () => {
    expect(determinantSign(affineOf('RAS'))).toBe(1)
    expect(determinantSign(affineOf('LAS'))).toBe(-1)
    expect(determinantSign(affineOf('LPS'))).toBe(1)
  })

  it('measures the spacing of a turned grid', () => {
    expect(
      largestDifference(
        spacingMm(multiply(aRigidMotion([20, 30, -40]), affineOf('PSR', { spacingMm: [0.5, 2, 3] }))),
        [0.5, 2, 3],
      ),
    ).toBeLessThan(1e-12)
  })
})

describe('orientedAffine', () => {
  const grid = { shape: [5, 6, 7], spacingMm: [1, 2, 3] } as const

  it('is what every one of the 48 codes says, its middle at the origin', () => {
    for (const code of orientationCodes) {
      const affine = orientedAffine(code, grid)
      expect(affine).toEqual(
        affineOf(code, { ...grid, middleMm: [0, 0, 0] }).map((v) => expect.closeTo(v, 9) as number),
      )
      expect(orientationCode(affine)).toBe(code)
    }
    expect(orientedAffine('las', grid)).toEqual(orientedAffine('LAS', grid))
  })

  it.each(['', 'RA', 'RAR', 'RASL', 'XYZ', 'RLA', 'R A'])('refuses "%s"', (code) =>
    expect(() => orientedAffine(code, grid)).toThrow(/no orientation: three letters/),
  )
})
