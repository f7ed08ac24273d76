import { describe, expect, it } from 'vitest'
import {
  maximumAt,
  middleOf,
  outlinePath,
  placeInSlice,
  planes,
  sliceOf,
  voxelUnder,
} from '../../../../src/shared/imaging/cube-slices.ts'

const edge = 3
/** Each voxel says where it is: 100·i + 10·j + k. */
const places = Float32Array.from(
  { length: edge ** 3 },
  (_, at) => 100 * (at % 3) + 10 * (Math.floor(at / 3) % 3) + Math.floor(at / 9),
)
const rows = (data: Float32Array) => [0, 1, 2].map((row) => [...data.subarray(3 * row, 3 * row + 3)])

describe('sliceOf', () => {
  it('shows a left sinus with superior up and the midline, where i ends, on the left of the screen', () => {
    expect(rows(sliceOf(places, edge, 'coronal', [0, 1, 0], 'left').data)).toEqual([
      [212, 112, 12],
      [211, 111, 11],
      [210, 110, 10],
    ])
  })

  it('shows a right sinus, stored mirrored, the other way round', () => {
    expect(rows(sliceOf(places, edge, 'coronal', [0, 1, 0], 'right').data)[0]).toEqual([12, 112, 212])
  })

  it('shows axial slices with anterior up', () => {
    expect(rows(sliceOf(places, edge, 'axial', [0, 0, 2], 'left').data)).toEqual([
      [222, 122, 22],
      [212, 112, 12],
      [202, 102, 2],
    ])
  })

  it('shows sagittal slices with superior up and the front on the left, of either side', () => {
    for (const side of ['left', 'right'] as const)
      expect(rows(sliceOf(places, edge, 'sagittal', [1, 0, 0], side).data)).toEqual([
        [122, 112, 102],
        [121, 111, 101],
        [120, 110, 100],
      ])
  })
})

describe('placeInSlice', () => {
  it('is where voxelUnder takes a voxel from', () => {
    for (const plane of planes)
      for (const side of ['left', 'right'] as const) {
        const voxel = voxelUnder(edge, plane, [1, 1, 1], side, 0, 2)
        expect(placeInSlice(edge, plane, voxel, side)).toEqual({ row: 0, column: 2 })
      }
  })
})

describe('maximumAt and middleOf', () => {
  it('find the highest voxel and the mask voxel nearest to its centre of mass', () => {
    expect(maximumAt(places, edge)).toEqual([2, 2, 2])
    const mask = places.map((place) => (place === 11 || place === 111 || place === 211 ? 1 : 0))
    expect(middleOf(mask, edge)).toEqual([1, 1, 1])
    expect(middleOf(new Float32Array(27), edge)).toBeNull()
  })

  it('stay inside a mask that is hollow in the middle', () => {
    const ring = places.map((place) => (place % 10 === 1 && place !== 111 ? 1 : 0))
    const [i, j, k] = middleOf(ring, edge)!
    expect(ring[i + edge * (j + edge * k)]).toBe(1)
  })
})

describe('outlinePath', () => {
  it('runs round a single pixel on its four edges', () => {
    const data = new Float32Array(9)
    data[4] = 1
    const edges = outlinePath({ edge, data }).split('M').slice(1).sort()
    expect(edges).toEqual(['1 1h1', '1 1v1', '1 2h1', '2 1v1'])
  })

  it('closes at the border of the picture and is empty without a mask', () => {
    expect(outlinePath({ edge: 1, data: Float32Array.of(1) }).split('M')).toHaveLength(5)
    expect(outlinePath({ edge, data: new Float32Array(9) })).toBe('')
  })
})
