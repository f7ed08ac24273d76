import { inflateSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { drawThumbnail } from '../../../../src/main/dicom/thumbnail.ts'
import type { Stack } from '../../../../src/main/dicom/stack.ts'
import { invert, multiply } from '../../../../src/shared/imaging/affine.ts'
import { aVolume } from '../../../helpers/volumes.ts'

/** Grey values of an 8-bit RGB PNG without filters, and its size. */
function readPng(png: Buffer) {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  const at = png.indexOf('IDAT')
  const rows = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)))
  return { width, height, grey: (x: number, y: number) => rows[y * (1 + 3 * width) + 1 + 3 * x] }
}

it('shows the middle slice as the scanner does: columns to the right, rows down, square pixels', () => {
  // 40 columns of 1 mm, 20 rows of 1.5 mm, three slices; bright in the upper left quarter of the middle one.
  const affine = [-1, 0, 0, 50, 0, -1.5, 0, 60, 0, 0, 4, -70, 0, 0, 0, 1]
  const stack: Stack = {
    shape: [40, 20, 3],
    spacingMm: [1, 1.5, 4],
    affine,
    plane: 'axial',
    order: [0, 1, 2],
  }
  // Stored with its rows upwards and its slices first, as a converter may.
  const stored = multiply(affine, [0, 1, 0, 0, 0, 0, -1, 19, 1, 0, 0, 0, 0, 0, 0, 1])
  const volume = aVolume({
    shape: [3, 40, 20],
    affine: stored,
    value: (slice, column, j) => (slice === 1 && column < 20 && 19 - j < 10 ? 900 : 100),
  })
  expect(multiply(invert(stored), affine)[2]).toBe(1) // slices are the first axis
  const { width, height, grey } = readPng(drawThumbnail(volume, stack))
  expect([width, height]).toEqual([96, 72])
  expect([grey(10, 10), grey(90, 10), grey(10, 70), grey(90, 70)]).toEqual([255, 0, 0, 0])
  expect([grey(47, 35), grey(48, 36)]).toEqual([255, 0])
})
