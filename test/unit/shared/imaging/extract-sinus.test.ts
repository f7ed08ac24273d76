import { describe, expect, it } from 'vitest'
import type { Side } from '../../../../src/shared/domain/sinus.ts'
import {
  applyAffine,
  identity,
  invert,
  multiply,
  orientationCode,
} from '../../../../src/shared/imaging/affine.ts'
import type { Point } from '../../../../src/shared/imaging/affine.ts'
import { extractSinus } from '../../../../src/shared/imaging/extract-sinus.ts'
import { normalisePercentiles } from '../../../../src/shared/imaging/normalise.ts'
import { sampleAt } from '../../../../src/shared/imaging/resample.ts'
import { spacingMm } from '../../../../src/shared/imaging/volume.ts'
import type { Volume } from '../../../../src/shared/imaging/volume.ts'
import {
  aRigidMotion,
  aScan,
  affineOf,
  largestDifference,
  orientationCodes,
} from '../../../helpers/volumes.ts'

/** A lopsided head: everything differs between left and right, front and back, up and down. */
const head = ([x, y, z]: Point) =>
  500 + 3 * x + 2 * y - z + 80 * Math.sin(x / 5) * Math.cos((y + 4) / 7) + 60 * Math.sin((z + x) / 6)
const shape = [60, 56, 52] as const
const aHead = (value = head) => aScan({ shape, affine: affineOf('RAS', { shape }) }, value)
const left: Point = [-12, 4, -3]
const request = {
  scan: aHead(),
  scanWorldFromFixedWorld: identity,
  centreMm: left,
  edgeMm: 16,
  voxels: 16,
  side: 'left' as Side,
}

/** World places of all voxels of a volume, in storage order. */
function placesOf({ shape, affine }: Volume): Point[] {
  const places: Point[] = []
  for (let k = 0; k < shape[2]; k++)
    for (let j = 0; j < shape[1]; j++)
      for (let i = 0; i < shape[0]; i++) places.push(applyAffine(affine, [i, j, k]))
  return places
}

describe('the cube', () => {
  it('lies about the centre along the fixed frame, outer faces edgeMm apart', () => {
    const { volume, coverage, centreInScanMm } = extractSinus({ ...request, edgeMm: 16, voxels: 8 })
    expect(volume.shape).toEqual([8, 8, 8])
    expect(spacingMm(volume.affine)).toEqual([2, 2, 2])
    expect(orientationCode(volume.affine)).toBe('RAS')
    // Voxel centres run from −7 to 7 mm about the centre: with half a voxel each side 16 mm.
    expect(applyAffine(volume.affine, [0, 0, 0])).toEqual([-19, -3, -10])
    expect(applyAffine(volume.affine, [7, 7, 7])).toEqual([-5, 11, 4])
    expect(coverage).toBe(1)
    expect(centreInScanMm).toEqual(left)
  })

  it('holds the scan at the places its affine names, normalised, for both sides and an oblique registration', () => {
    const scanWorldFromFixedWorld = aRigidMotion([6, -9, 4], [2, -1, 3])
    for (const side of ['left', 'right'] as const) {
      const { volume } = extractSinus({ ...request, scanWorldFromFixedWorld, side })
      const there = sampleAt(request.scan, placesOf(volume))
      expect(largestDifference(volume.data, normalisePercentiles(there))).toBeLessThan(1e-5)
    }
  })

  it.each(['left', 'right'] as const)(
    'leads its brightest voxel back to the bright spot of the scan (%s)',
    (side) => {
      // In the fixed frame the spot is 4 mm lateral, 2 mm anterior, 3 mm inferior of the centre.
      const lateral = side === 'left' ? -4 : 4
      const centreMm: Point = side === 'left' ? left : [12, 4, -3]
      const scanWorldFromFixedWorld = aRigidMotion([5, 7, -10], [-2, 3, 1])
      const spot = applyAffine(scanWorldFromFixedWorld, [
        centreMm[0] + lateral,
        centreMm[1] + 2,
        centreMm[2] - 3,
      ])
      const scan = aScan({ shape: [60, 60, 60], affine: affineOf('PIL', { shape: [60, 60, 60] }) }, (place) =>
        Math.exp(-place.reduce((sum, p, axis) => sum + (p - spot[axis]) ** 2, 0) / 4),
      )
      const { volume } = extractSinus({ ...request, scan, scanWorldFromFixedWorld, centreMm, side })
      // The brightest hundredth is clipped to 1: its middle is the spot.
      const brightest = [...volume.data.keys()].filter((at) => volume.data[at] === 1)
      const middle = [1, 16, 256].map(
        (stride) => brightest.reduce((sum, at) => sum + (Math.floor(at / stride) % 16), 0) / brightest.length,
      ) as [number, number, number]
      expect(largestDifference(applyAffine(volume.affine, middle), spot)).toBeLessThan(0.3)
      // By index alone lateral is low for both sides: 7.5 − 4, 7.5 + 2, 7.5 − 3.
      expect(largestDifference(middle, [3.5, 9.5, 4.5])).toBeLessThan(0.3)
    },
  )
})

describe('sides', () => {
  it('makes a mirrored right equal to the left of the mirrored head, voxel for voxel', () => {
    // Mirrored about x = 0; the voxel centres are symmetric about it, so both read the very same voxels.
    const mirroredHead = aHead(([x, y, z]) => head([-x, y, z]))
    const right = extractSinus({ ...request, side: 'right', centreMm: [12, 4, -3] })
    const leftOfMirrored = extractSinus({
      ...request,
      scan: mirroredHead,
      side: 'left',
      centreMm: [-12, 4, -3],
    })
    expect(right.volume.data).toEqual(leftOfMirrored.volume.data)
    const unmirrored = extractSinus({ ...request, side: 'left', centreMm: [12, 4, -3] })
    expect(right.volume.data).not.toEqual(unmirrored.volume.data)
  })

  it('does so through a registration and between voxels too', () => {
    const motion = aRigidMotion([4, 7, -6], [1.3, -0.7, 2.1])
    const flip = [-1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]
    const mirroredHead = aHead(([x, y, z]) => head([-x, y, z]))
    const right = extractSinus({
      ...request,
      scanWorldFromFixedWorld: motion,
      side: 'right',
      centreMm: [11.3, 4.4, -3.1],
    })
    const leftOfMirrored = extractSinus({
      ...request,
      scan: mirroredHead,
      scanWorldFromFixedWorld: multiply(flip, multiply(motion, flip)),
      side: 'left',
      centreMm: [-11.3, 4.4, -3.1],
    })
    expect(largestDifference(right.volume.data, leftOfMirrored.volume.data)).toBeLessThan(1e-5)
  })

  it('finds the same left sinus in all 48 orientations of the file', () => {
    const cubes = orientationCodes.map((code) => {
      const shape = [40, 40, 40] as const
      const scan = aScan({ shape, affine: affineOf(code, { shape, middleMm: [-8, 0, 0] }) }, head)
      return { code, ...extractSinus({ ...request, scan }) }
    })
    for (const { code, volume, coverage } of cubes) {
      expect(coverage, code).toBe(1)
      expect(volume.affine, code).toEqual(cubes[0].volume.affine)
      expect(largestDifference(volume.data, cubes[0].volume.data), code).toBeLessThan(1e-5)
    }
  })

  it('places the centre in the scan by the transform as named', () => {
    const fixedFromScan = aRigidMotion([0, 0, 90], [10, 0, 0])
    const { centreInScanMm } = extractSinus({ ...request, scanWorldFromFixedWorld: invert(fixedFromScan) })
    expect(largestDifference(applyAffine(fixedFromScan, centreInScanMm), left)).toBeLessThan(1e-9)
  })
})

describe('at the edge of the scan', () => {
  it('says how much of the cube the scan shows, and lets the rest neither be made up nor change the contrast', () => {
    // The scan ends at x = −29.5; the cube spans −37.5 … −22.5, so 8 of 16 columns are inside.
    const { volume, coverage } = extractSinus({ ...request, centreMm: [-30, 4, -3] })
    expect(coverage).toBe(8 / 16)
    const places = placesOf(volume)
    const inside = places.map(([x]) => x >= -29.5)
    const values = normalisePercentiles(
      sampleAt(
        request.scan,
        places.filter((_, at) => inside[at]),
      ),
    )
    expect(
      largestDifference(
        volume.data.filter((_, at) => inside[at]),
        values,
      ),
    ).toBeLessThan(1e-5)
    expect(volume.data.every((value, at) => inside[at] || value === 0)).toBe(true)
  })

  it('is all zero, with coverage 0, beside the scan', () => {
    const { volume, coverage } = extractSinus({ ...request, centreMm: [900, 0, 0] })
    expect(coverage).toBe(0)
    expect(volume.data.every((value) => value === 0)).toBe(true)
  })
})
