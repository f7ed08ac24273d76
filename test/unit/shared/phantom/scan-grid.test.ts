import { describe, expect, it } from 'vitest'
import {
  applyAffine,
  determinant,
  identity,
  multiply,
  orientationCode,
} from '../../../../src/shared/imaging/affine.ts'
import { spacingMm } from '../../../../src/shared/imaging/volume.ts'
import { drawHeadPose, drawScanGrid, scanGrid } from '../../../../src/shared/phantom/scan-grid.ts'
import { createRandom } from '../../../../src/shared/random.ts'

describe('scanGrid', () => {
  it.each(['RAS', 'LPS', 'LIA', 'PIR', 'LAS', 'ASL'])('stores in the order %s, centred', (code) => {
    const { shape, affine } = scanGrid(code, 2, identity)
    expect(orientationCode(affine)).toBe(code)
    expect(spacingMm(affine)).toEqual([2, 2, 2])
    const middle = applyAffine(affine, [(shape[0] - 1) / 2, (shape[1] - 1) / 2, (shape[2] - 1) / 2])
    for (const coordinate of middle) expect(coordinate).toBeCloseTo(0, 6)
  })

  it('covers the same box whatever the order: right to left is the shortest side', () => {
    expect(scanGrid('RAS', 2, identity).shape).toEqual([90, 117, 103])
    expect(scanGrid('PIR', 2, identity).shape).toEqual([117, 103, 90])
  })
})

describe('drawScanGrid', () => {
  it('mixes orders and tilts within any ten subjects, and keeps affines that float32 can hold', () => {
    const grids = Array.from({ length: 10 }, (_, i) => drawScanGrid(createRandom(i), i + 1, 2))
    expect(new Set(grids.map(({ affine }) => orientationCode(affine))).size).toBeGreaterThanOrEqual(6)
    const oblique = grids.filter(({ affine }) =>
      affine.slice(0, 11).some((value) => value % 2 !== 0 && value),
    )
    expect(oblique.length).toBeGreaterThanOrEqual(2)
    for (const { affine } of grids) expect(affine.map(Math.fround)).toEqual(affine)
  })
})

describe('drawHeadPose', () => {
  it('is rigid, turned by 8° and moved by 10 mm at most', () => {
    const angles: number[] = []
    for (let seed = 0; seed < 200; seed++) {
      const pose = drawHeadPose(createRandom(seed))
      expect(determinant(pose)).toBeCloseTo(1, 12)
      const rotation = pose.map((value, i) => (i % 4 === 3 && i < 12 ? 0 : value))
      const transposed = rotation.map((_, i) => rotation[4 * (i % 4) + Math.floor(i / 4)])
      multiply(rotation, transposed).forEach((value, i) => expect(value).toBeCloseTo(identity[i], 12))
      angles.push((Math.acos((pose[0] + pose[5] + pose[10] - 1) / 2) * 180) / Math.PI)
      expect(Math.hypot(pose[3], pose[7], pose[11])).toBeLessThanOrEqual(10)
    }
    expect(Math.max(...angles)).toBeLessThanOrEqual(8 + 1e-9)
    expect(Math.max(...angles)).toBeGreaterThan(7)
  })
})
