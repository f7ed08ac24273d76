import { describe, expect, it } from 'vitest'
import {
  drawSlice,
  fieldOf,
  layOver,
  movedBy,
  placeOf,
  planes,
  pointAt,
  sizeMm,
  valueAt,
  windowOf,
} from '../../../../../src/renderer/src/components/viewer/slices.ts'
import { applyAffine, orientedAffine } from '../../../../../src/shared/imaging/affine.ts'
import type { Point } from '../../../../../src/shared/imaging/affine.ts'
import type { Volume } from '../../../../../src/shared/imaging/volume.ts'

/** 4 × 5 × 6 voxels of 2 × 1 × 1 mm, one of them bright. */
function aScan(bright: Point, orientation = 'RAS'): Volume {
  const shape: Volume['shape'] = [4, 5, 6]
  const data = new Float32Array(120)
  data[bright[0] + 4 * (bright[1] + 5 * bright[2])] = 100
  return { data, shape, affine: orientedAffine(orientation, { shape, spacingMm: [2, 1, 1] }) }
}

/** Where the brightest pixel of a slice is, as shares of width and height. */
function brightest(volume: Volume, plane: (typeof planes)[number], at: Point): [number, number] {
  const size = [40, 50] as const
  const pixels = drawSlice(volume, plane, at, size, [0, 100])
  const reds = Array.from({ length: pixels.length / 4 }, (_, i) => pixels[4 * i])
  const most = Math.max(...reds)
  expect(most).toBeGreaterThan(200)
  const places = reds.flatMap((red, i) => (red === most ? [[(i % 40) + 0.5, Math.floor(i / 40) + 0.5]] : []))
  const mean = (axis: number) => places.reduce((sum, place) => sum + place[axis], 0) / places.length
  return [mean(0) / 40, mean(1) / 50]
}

describe('a slice of a small volume in the field of a large one', () => {
  it('lies where its affine puts it, and is black around', () => {
    const scan = aScan([0, 0, 0])
    // 2 × 2 × 2 voxels of 1 mm whose corner voxel lies 1 mm right, 2 mm front and 2 mm up of the scan's.
    const [x, y, z] = applyAffine(scan.affine, [0, 0, 0])
    const affine = [1, 0, 0, x + 1, 0, 1, 0, y + 2, 0, 0, 1, z + 2, 0, 0, 0, 1]
    const small: Volume = { data: new Float32Array(8).fill(1), shape: [2, 2, 2], affine }
    // 8 × 5 mm of the scan at 1 mm a pixel; the subject's right is left, the front on top.
    const at: Point = [x, y, z + 2]
    const pixels = drawSlice(small, 'axial', at, [8, 5], [0, 1], fieldOf(scan))
    const lit = Array.from({ length: 40 }, (_, i) => i).filter((i) => pixels[4 * i] > 0)
    // The field starts 1 mm left and 0.5 mm behind the first voxel: x + 0.5…x + 2.5 are the pixels 4.5…6.5 from the left.
    expect(new Set(lit.map((i) => Math.floor(i / 8)))).toEqual(new Set([1, 2]))
    expect(lit.map((i) => i % 8).filter((column) => column < 4 || column > 6)).toEqual([])
    expect(lit.length).toBeGreaterThanOrEqual(4)
  })
})

describe.each(['RAS', 'LPS', 'SAR', 'PIL'])('slices of a scan stored as %s', (orientation) => {
  it('have a value where a voxel lies, up to half its edge away, and none outside', () => {
    const scan = aScan([2, 1, 4], orientation)
    const value = (i: number, j: number, k: number) => valueAt(scan, applyAffine(scan.affine, [i, j, k]))
    expect(value(2, 1, 4)).toBe(100)
    expect(value(2.4, 0.6, 4.4)).toBe(100)
    expect(value(2.6, 1, 4)).toBe(0)
    expect(value(-0.4, 4.4, 5.4)).toBe(0)
    expect(value(-0.6, 0, 0)).toBeNull()
    expect(value(0, 0, 5.6)).toBeNull()
  })

  it.each(planes)('show a voxel of the %s slice where a click finds it again', (plane) => {
    const voxel: Point = [2, 1, 4]
    const scan = aScan(voxel, orientation)
    const at = applyAffine(scan.affine, voxel)
    const [fromLeft, fromTop] = brightest(scan, plane, at)
    const clicked = pointAt(plane, fieldOf(scan), at, fromLeft, fromTop)
    expect(Math.hypot(...clicked.map((v, axis) => v - at[axis]))).toBeLessThan(0.2)
    const [left, top] = placeOf(plane, fieldOf(scan), at)
    expect([left, top]).toEqual([expect.closeTo(fromLeft, 1), expect.closeTo(fromTop, 1)])
  })
})

it('puts the right of the subject on the left of the screen, its front and its top upwards', () => {
  const scan = aScan([0, 0, 0])
  const field = fieldOf(scan)
  const right: Point = [field.high[0], 0, 0]
  expect(placeOf('axial', field, right)[0]).toBe(0)
  expect(placeOf('coronal', field, right)[0]).toBe(0)
  expect(placeOf('axial', field, [0, field.high[1], 0])[1]).toBe(0)
  expect(placeOf('coronal', field, [0, 0, field.high[2]])[1]).toBe(0)
  expect(placeOf('sagittal', field, [0, field.high[1], field.high[2]])).toEqual([0, 0])
  expect(sizeMm('axial', field)).toEqual([8, 5])
})

describe('the arrow keys', () => {
  const scan = aScan([1, 2, 3])
  const move = (key: string, plane: (typeof planes)[number], isFar = false) =>
    movedBy(key, isFar, plane, scan, [0, 0, 0])

  it('move by the finest voxel edge as the screen shows it, by five with Shift', () => {
    expect(move('ArrowLeft', 'axial')).toEqual([1, 0, 0])
    expect(move('ArrowDown', 'axial')).toEqual([0, -1, 0])
    expect(move('ArrowUp', 'coronal')).toEqual([0, 0, 1])
    expect(move('ArrowRight', 'sagittal')).toEqual([0, -1, 0])
    expect(move('PageUp', 'axial')).toEqual([0, 0, 1])
    expect(move('ArrowLeft', 'axial', true)).toEqual([fieldOf(scan).high[0], 0, 0])
  })

  it('leave every other key alone', () => expect(move('Enter', 'axial')).toBeNull())
})

it('lays colours over a slice: none where the overlay is 0, most of its own where it is 1', () => {
  const pixels = Uint8ClampedArray.from([100, 100, 100, 255, 100, 100, 100, 255])
  layOver(pixels, Uint8ClampedArray.from([0, 0, 0, 255, 255, 255, 255, 255]), 0.85)
  // The last colour is 252, 255, 164: 100 + 0.85 · (252 − 100) = 229.2, 231.75, 154.4.
  expect([...pixels]).toEqual([100, 100, 100, 255, 229, 232, 154, 255])
})

it('spreads contrast over what most voxels show', () => {
  const data = Float32Array.from({ length: 1000 }, (_, i) => i)
  data[0] = 1e6
  const [low, high] = windowOf({ data, shape: [10, 10, 10], affine: [] })
  expect(low).toBeLessThan(20)
  expect(high).toBeLessThan(1000)
})
