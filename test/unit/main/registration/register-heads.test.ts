import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  prepareFixed,
  prepareMoving,
  registerHeads,
  type TransformKind,
} from '../../../../src/main/registration/register-heads.ts'
import {
  applyAffine,
  closestAxes,
  identity,
  invert,
  multiply,
} from '../../../../src/shared/imaging/affine.ts'
import type { Point } from '../../../../src/shared/imaging/affine.ts'
import { resampleToGrid } from '../../../../src/shared/imaging/resample.ts'
import type { Affine, Volume } from '../../../../src/shared/imaging/volume.ts'
import { createRandom } from '../../../../src/shared/random.ts'
import { aHead, cut, distanceMm, moved } from '../../../helpers/heads.ts'
import { affineOf, aRigidMotion, orientationCodes } from '../../../helpers/volumes.ts'

const head = aHead(1)
const fixed = prepareFixed(head.scan)
const centres = head.sinuses.map(({ centreMm }) => centreMm) as Point[]
const register = (scan: Volume, kind: TransformKind = 'rigid') =>
  registerHeads(prepareMoving(scan), fixed, kind)
const errorMm = (found: Affine, truth: Affine) => Math.max(...centres.map((c) => distanceMm(found, truth, c)))

/** The head scanned anew after it moved: other voxels, so that interpolation has its say. */
function rescanned(motion: Affine, grid: Pick<Volume, 'shape' | 'affine'> = head.scan): Volume {
  return resampleToGrid(head.scan, grid, invert(motion)).volume
}

/** Grey values of other scans, from the share of the brightest; air stays air. */
const contrasts = {
  same: (share: number) => 900 * share,
  // As a T1 to a T2.
  inverted: (share: number) => (share < 0.12 ? share : 1.3 - share) * 4000 - 500,
  peaked: (share: number) => (share < 0.12 ? share : 0.2 + Math.exp(-(((share - 0.55) / 0.2) ** 2))),
  // Hounsfield units, all tissue much alike.
  tomogram: (share: number) => (share < 0.12 ? -1000 : -100 + 250 * Math.sqrt(share)),
}

const middleOf = ({ shape, affine }: Volume): Point =>
  applyAffine(affine, shape.map((n) => (n - 1) / 2) as unknown as Point)

/** Turns about the middle of the head, in degrees, then a shift. */
function aboutMiddle(turns: Point, [x, y, z]: Point): Affine {
  const [mx, my, mz] = middleOf(head.scan)
  const toOrigin = aRigidMotion([0, 0, 0], [-mx, -my, -mz])
  return multiply(aRigidMotion([0, 0, 0], [mx + x, my + y, mz + z]), multiply(aRigidMotion(turns), toOrigin))
}

/** Along which voxel axis a world axis runs. */
const worldAxisOf = (order: string, world: number): number =>
  [...order].findIndex((letter) => 'RLAPSI'.indexOf(letter) >> 1 === world)

/** The part of a scan that ends above the head's forehead, or below its sinuses. */
function withField(scan: Volume, motion: Affine, field: string): Volume {
  if (field === 'whole') return scan
  const axis = closestAxes(scan.affine).findIndex(({ world }) => world === 2) as 0 | 1 | 2
  const sinuses = applyAffine(motion, centres[0])
  const edge: Point = [sinuses[0], sinuses[1], sinuses[2] + (field === 'no vertex' ? 95 : -34)]
  const n = scan.shape[axis]
  const at = Math.min(n, Math.max(0, Math.round(applyAffine(invert(scan.affine), edge)[axis])))
  const keepsLow = scan.affine[8 + axis] > 0 === (field === 'no vertex')
  return keepsLow ? cut(scan, axis, 0, at) : cut(scan, axis, at, n)
}

describe('a head that moved', () => {
  it('is found again within half a millimetre when nothing else changed', () => {
    const { scanWorldFromFixed, score, flagged } = register(head.scan)
    expect(errorMm(scanWorldFromFixed, identity)).toBeLessThan(0.3)
    expect(score).toBeGreaterThan(0.9)
    expect(flagged).toBe(false)
  })

  it.each([
    ['turned by 9° and shifted', aRigidMotion([9, 0, 0], [5, -12, 8])],
    ['turned about all axes', aRigidMotion([-14, 8, 11], [-20, 10, 4])],
    ['lying face down, chin on the chest', aRigidMotion([-35, 5, -6], [12, -30, -35])],
  ])('is found within a millimetre: %s', (_, motion) => {
    const { scanWorldFromFixed, flagged } = register(rescanned(motion))
    expect(errorMm(scanWorldFromFixed, motion)).toBeLessThan(1)
    expect(flagged).toBe(false)
  })

  it('is found in a world far from the fixed one', () => {
    const motion = aRigidMotion([20, -15, 25], [150, -220, 900])
    expect(errorMm(register(moved(head.scan, motion)).scanWorldFromFixed, motion)).toBeLessThan(1)
  })

  it('is found with inverted contrast and other units', () => {
    const motion = aRigidMotion([6, 4, -5], [3, 9, -7])
    const scan = rescanned(motion)
    const brightest = scan.data.reduce((high, value) => Math.max(high, value))
    // As a T1 to a T2: what was bright is dark, and air stays air.
    const inverted = scan.data.map(
      (value) => (value < 0.12 * brightest ? value : 1.3 * brightest - value) * 9 - 500,
    )
    const { scanWorldFromFixed, flagged } = register({ ...scan, data: inverted })
    expect(errorMm(scanWorldFromFixed, motion)).toBeLessThan(1.5)
    expect(flagged).toBe(false)
  })

  it('is found in thick slices', () => {
    const motion = aRigidMotion([7, 0, 0], [0, 4, 6])
    const [ni, nj, nk] = head.scan.shape
    const thick = multiply(head.scan.affine, [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0.5, 0, 0, 0, 1])
    const scan = rescanned(motion, { shape: [ni, nj, Math.floor(nk / 2)], affine: thick })
    expect(errorMm(register(scan).scanWorldFromFixed, motion)).toBeLessThan(2)
  })

  it('is found in any pose, contrast, storage order, slice thickness and field of view', () => {
    const upTo = (most: number) => fc.double({ min: -most, max: most, noNaN: true })
    const aScan = fc.record({
      // Nodding up to lying face down with the chin on the chest; turned and tilted by 9° and more.
      turns: fc.tuple(fc.double({ min: -35, max: 20, noNaN: true }), upTo(15), upTo(20)),
      shift: fc.tuple(upTo(60), upTo(60), upTo(300)),
      contrast: fc.constantFrom(...Object.values(contrasts)),
      slices: fc.constantFrom(1, 2),
      order: fc.constantFrom(...orientationCodes),
      field: fc.constantFrom('whole', 'no vertex', 'to the upper lip'),
    })
    fc.assert(
      fc.property(aScan, ({ turns, shift, contrast, slices, order, field }) => {
        const motion = aboutMiddle(turns, shift)
        const [nx, ny, nz] = [70, 84, 84]
        const spacingMm = [3, 3, 3].map((each, axis) =>
          axis === worldAxisOf(order, 2) ? each * slices : each,
        )
        const extent = [nx, ny, nz].map((n) => 3 * n)
        const shape = [0, 1, 2].map((axis) =>
          Math.round(extent['RLAPSI'.indexOf(order[axis]) >> 1] / spacingMm[axis]),
        ) as [number, number, number]
        const middleMm = applyAffine(motion, middleOf(head.scan))
        const affine = affineOf(order, { spacingMm: spacingMm as [number, number, number], shape, middleMm })
        const scan = rescanned(motion, { shape, affine })
        const brightest = scan.data.reduce((high, value) => Math.max(high, value))
        const data = scan.data.map((value) => contrast(value / brightest))
        const found = register(withField({ ...scan, data }, motion, field))
        const error = errorMm(found.scanWorldFromFixed, motion)
        expect(error).toBeLessThan(2)
        // A turned head may have its sinuses cut by an edge that would clear an upright one's.
        if (field === 'whole') expect(found.flagged).toBe(false)
      }),
      { numRuns: 8, seed: 20 },
    )
  })

  it('gives the same answer every time', () => {
    const scan = rescanned(aRigidMotion([3, 2, 1]))
    expect(register(scan)).toEqual(register(scan))
  })
})

it('finds the sinuses of other heads, within 2 mm of the mean centre on average', () => {
  const heads = [1, 2, 3, 4, 5, 6].map((index) => aHead(index))
  const found = heads.map((other, i) => (i === 0 ? identity : register(other.scan).scanWorldFromFixed))
  const inFixed = heads.map(({ sinuses }, i) =>
    sinuses.map(({ centreMm }) => applyAffine(invert(found[i]), centreMm as Point)),
  )
  const errors = [0, 1].flatMap((side) => {
    const mean = [0, 1, 2].map((axis) => inFixed.reduce((sum, c) => sum + c[side][axis], 0) / heads.length)
    return inFixed.map((c) => Math.hypot(...c[side].map((mm, axis) => mm - mean[axis])))
  })
  expect(errors.reduce((sum, mm) => sum + mm, 0) / errors.length).toBeLessThan(2)
  expect(Math.max(...errors)).toBeLessThan(6)
})

it('finds stretch and shear when asked for an affine transform', () => {
  // 5 % wider, 4 % shorter, a little shear: a rigid transform must leave millimetres, an affine one need not.
  const stretched: Affine = [1.05, 0.02, 0, 3, 0, 1, 0.02, -5, 0, 0, 0.96, 7, 0, 0, 0, 1]
  const scan = moved(head.scan, stretched)
  const corners: Point[] = [...centres, [60, 0, 0], [-60, 0, 0], [0, -70, 20], [0, 0, 70]]
  const worst = (found: Affine) => Math.max(...corners.map((c) => distanceMm(found, stretched, c)))
  expect(worst(register(scan, 'affine').scanWorldFromFixed)).toBeLessThan(2)
  expect(worst(register(scan, 'rigid').scanWorldFromFixed)).toBeGreaterThan(3)
})

describe('what cannot be trusted is flagged', () => {
  const facePart = (share: number) => {
    // Index by index from the vertex down: the head of subject 1 is stored right-anterior-superior.
    const nk = head.scan.shape[2]
    return cut(head.scan, 2, Math.round(share * nk), nk)
  }

  it('a scan that ends above the sinuses', () => {
    const sinusIndex = applyAffine(invert(head.scan.affine), centres[0])[2] / head.scan.shape[2]
    const { scanWorldFromFixed, flagged } = register(facePart(sinusIndex + 0.02))
    expect(flagged).toBe(true)
    // It is aligned all the same.
    expect(errorMm(scanWorldFromFixed, identity)).toBeLessThan(2)
    expect(register(facePart(sinusIndex - 0.15)).flagged).toBe(false)
  })

  it('a head without a face', () => {
    const data = head.scan.data.slice()
    const [ni, nj, nk] = head.scan.shape
    for (let k = 0, at = 0; k < nk; k++)
      for (let j = 0; j < nj; j++)
        for (let i = 0; i < ni; i++, at++) {
          const [, y, z] = applyAffine(head.scan.affine, [i, j, k])
          if (y > centres[0][1] - 25 && z < centres[0][2] + 35) data[at] = 0
        }
    expect(register({ ...head.scan, data }).flagged).toBe(true)
  })

  it('a head whose orientation is written wrongly', () => {
    // Stored upside down, back to front; and with its axes exchanged.
    const upsideDown = multiply([1, 0, 0, 0, 0, -1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1], head.scan.affine)
    const exchanged = multiply([0, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1], head.scan.affine)
    for (const affine of [upsideDown, exchanged]) {
      expect(isFlaggedOrRefused({ ...head.scan, affine })).toBe(true)
    }
  })

  it('noise, a ball and a constant', () => {
    const random = createRandom('no head')
    const noise = head.scan.data.map(() => random.uniform())
    const [ni, nj, nk] = head.scan.shape
    const ball = head.scan.data.map((_, at) => {
      const [i, j, k] = [at % ni, Math.floor(at / ni) % nj, Math.floor(at / ni / nj)]
      return Math.hypot(i - ni / 2, j - nj / 2, k - nk / 2) < ni / 2.5 ? 100 : 0
    })
    expect(isFlaggedOrRefused({ ...head.scan, data: noise })).toBe(true)
    expect(isFlaggedOrRefused({ ...head.scan, data: ball })).toBe(true)
    expect(() => register({ ...head.scan, data: head.scan.data.map(() => 7) })).toThrowError(
      expect.objectContaining({ code: 'registration-failed' }),
    )
  })

  function isFlaggedOrRefused(scan: Volume): boolean {
    try {
      return register(scan).flagged
    } catch (error) {
      return (error as { code?: string }).code === 'registration-failed'
    }
  }
})
