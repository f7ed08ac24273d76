import { sideLetter, type Side } from '../../shared/domain/sinus.ts'
import { captionHeight } from './head-row.ts'
import { blankPicture, drawText, placePicture, setPixel } from './picture.ts'
import type { Colour, Picture } from './picture.ts'

/** A cube as it was cut: n³ intensities 0…1 in NIfTI order, a right one mirrored. */
export interface ShownCube {
  side: Side
  data: Float32Array
  voxels: number
  coverage: number
  flagged: boolean
}

/** Edge of a slice; smaller cubes are enlarged by whole numbers, larger ones are shown as they are. */
const tilePixels = 128
const gap = 2
const captionColour: Colour = [200, 255, 200]
const flagColour: Colour = [255, 90, 90]

/**
 * The cubes of one subject in a row, each as its middle axial, coronal and sagittal slice, from front or above as in
 * `drawHeadRow`. Cubes are shown by index, so a right one looks like a left one, as the networks see it.
 */
export function drawCubeRow(subject: string, cubes: readonly ShownCube[]): Picture {
  const tiles = cubes.map((cube) => ({ cube, slices: middleSlices(cube) }))
  const edges = tiles.map(({ slices }) => slices[0].width)
  const width = edges.reduce((sum, edge) => sum + 3 * (edge + gap), -gap)
  const row = blankPicture(Math.max(1, width), captionHeight + Math.max(0, ...edges))
  let x = 0
  for (const { cube, slices } of tiles) {
    const { side, coverage, flagged } = cube
    const inside = Math.floor(100 * coverage)
    const caption = `${subject} ${sideLetter(side)}${side === 'right' ? ' mirrored' : ''} ${inside}%${flagged ? ' look!' : ''}`
    drawText(row, caption, x + 3, 2, flagged ? flagColour : captionColour)
    for (const slice of slices) {
      placePicture(row, slice, x, captionHeight)
      x += slice.width + gap
    }
  }
  return row
}

function middleSlices({ data, voxels: n }: ShownCube): Picture[] {
  const middle = Math.floor(n / 2)
  const at = (i: number, j: number, k: number) => data[i + n * (j + n * k)]
  const last = n - 1
  return [
    drawSlice(n, (x, y) => at(last - x, last - y, middle)),
    drawSlice(n, (x, y) => at(last - x, middle, last - y)),
    drawSlice(n, (x, y) => at(middle, last - x, last - y)),
  ]
}

function drawSlice(n: number, value: (x: number, y: number) => number): Picture {
  const scale = Math.max(1, Math.floor(tilePixels / n))
  const tile = blankPicture(n * scale, n * scale)
  for (let y = 0; y < tile.height; y++) {
    for (let x = 0; x < tile.width; x++) {
      const grey = Math.round(
        255 * Math.min(1, Math.max(0, value(Math.floor(x / scale), Math.floor(y / scale)))),
      )
      setPixel(tile, x, y, [grey, grey, grey])
    }
  }
  return tile
}
