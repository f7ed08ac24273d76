import { applyAffine, invert, multiply } from '../../shared/imaging/affine.ts'
import type { Volume } from '../../shared/imaging/volume.ts'
import { encodePng } from '../report/png.ts'
import type { Stack } from './stack.ts'

const edgePixels = 96
/** Looks per pixel and axis: enough that a fine slice does not flicker. */
const looks = 3

/**
 * The middle slice as a small grey picture, lying as the scanner shows it: columns to the right, rows downwards, square
 * pixels.
 *
 * @param volume  The converted series, its axes in any order, placed where the stack says.
 * @returns PNG bytes; the longer edge has 96 pixels.
 */
export function drawThumbnail(
  volume: Volume,
  { shape: [columns, rows, slices], spacingMm, affine }: Stack,
): Buffer {
  const mmPerPixel = Math.max(columns * spacingMm[0], rows * spacingMm[1]) / edgePixels
  const width = Math.max(1, Math.round((columns * spacingMm[0]) / mmPerPixel))
  const height = Math.max(1, Math.round((rows * spacingMm[1]) / mmPerPixel))
  const voxelFromStack = multiply(invert(volume.affine), affine)
  const slice = Math.floor(slices / 2)
  const valueAt = (column: number, row: number): number => {
    const [i, j, k] = applyAffine(voxelFromStack, [Math.floor(column), Math.floor(row), slice]).map(
      Math.round,
    )
    return volume.data[i + volume.shape[0] * (j + volume.shape[1] * k)]
  }
  const values = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0
      for (let v = 0; v < looks; v++)
        for (let u = 0; u < looks; u++) {
          const column = ((x + (u + 0.5) / looks) / width) * columns
          sum += valueAt(column, ((y + (v + 0.5) / looks) / height) * rows)
        }
      values[x + width * y] = sum / looks ** 2
    }
  }
  return encodePng(greys(values), width, height)
}

/** From the darkest value to one that a few hot pixels do not move. */
function greys(values: Float32Array): Uint8Array {
  const sorted = values.toSorted()
  const [low, high] = [sorted[0], sorted[Math.floor(0.995 * (sorted.length - 1))]]
  const scale = high > low ? 255 / (high - low) : 0
  const rgb = new Uint8Array(3 * values.length)
  values.forEach((value, i) =>
    rgb.fill(Math.round(Math.min(255, Math.max(0, (value - low) * scale))), 3 * i, 3 * i + 3),
  )
  return rgb
}
