import { expect, it } from 'vitest'
import { drawCubeRow, type ShownCube } from '../../../../src/main/montage/cube-row.ts'
import { captionHeight } from '../../../../src/main/montage/head-row.ts'

const n = 8
/** Dark, with one bright voxel for each direction: towards the end of x, of y and of z, each off the middle of that axis only. */
const data = new Float32Array(n ** 3)
const middle = n / 2
data[7 + n * (middle + n * middle)] = 1
data[middle + n * (7 + n * middle)] = 0.8
data[middle + n * (middle + n * 7)] = 0.6
const cube = (side: ShownCube['side']): ShownCube => ({ side, data, voxels: n, coverage: 1, flagged: false })

const edge = 128
const voxel = edge / n
const row = drawCubeRow('s', [cube('left'), cube('right')])
/** Grey of a voxel of a slice, counted from the upper left. */
const grey = (tile: number, column: number, line: number) =>
  row.rgb[
    3 * (tile * (edge + 2) + (column + 0.5) * voxel + row.width * (captionHeight + (line + 0.5) * voxel))
  ]

it('puts three slices of each cube side by side', () => {
  expect([row.width, row.height]).toEqual([6 * edge + 5 * 2, captionHeight + edge])
})

it('shows cubes as radiologists look: right on the left, front and top up, sagittal slices looking left', () => {
  for (const first of [0, 3]) {
    expect(grey(first, 0, 3)).toBe(255)
    expect(grey(first, 3, 0)).toBe(204)
    expect(grey(first + 1, 0, 3)).toBe(255)
    expect(grey(first + 1, 3, 0)).toBe(153)
    expect(grey(first + 2, 0, 3)).toBe(204)
    expect(grey(first + 2, 3, 0)).toBe(153)
  }
})

it('draws a warning in red', () => {
  const captionOf = (flagged: boolean) => {
    const { rgb, width } = drawCubeRow('s', [{ ...cube('left'), coverage: 0.5, flagged }])
    const pixels = rgb.subarray(0, 3 * width * captionHeight)
    return new Set(
      Array.from({ length: pixels.length / 3 }, (_, i) => pixels.subarray(3 * i, 3 * i + 3).join(' ')),
    )
  }
  expect(captionOf(true)).toEqual(new Set(['0 0 0', '255 90 90']))
  expect(captionOf(false)).toEqual(new Set(['0 0 0', '200 255 200']))
})
