import { sideLetter, type Side } from '../../shared/domain/sinus.ts'
import { multiply } from '../../shared/imaging/affine.ts'
import type { Point } from '../../shared/imaging/affine.ts'
import { resampleToGrid } from '../../shared/imaging/resample.ts'
import type { Affine, Volume } from '../../shared/imaging/volume.ts'
import { blankPicture, drawRectangle, drawText, placePicture, setPixel } from './picture.ts'
import type { Colour, Picture } from './picture.ts'

export interface HeadRowRequest {
  scan: Volume
  scanWorldFromFixed: Affine
  /** In the fixed scan's world, RAS mm. */
  centresMm: Record<Side, Point>
  edgeMm: number
  /** Whether the cubes are drawn; without, the centres only say where the slices go. */
  cubes?: boolean
  pixelsPerMm: number
  caption: string
  flagged: boolean
}

/** Shown around the cubes, so that one sees what a cube misses. */
const marginMm = 14
const outsideScan: Colour = [24, 24, 64]
const cubeColour: Record<Side, Colour> = { left: [0, 200, 255], right: [255, 170, 0] }
const captionColour: Colour = [200, 255, 200]
const flagColour: Colour = [255, 90, 90]
const letterColour: Colour = [255, 255, 0]
export const captionHeight = 14

type Axis = 0 | 1 | 2

/** A slice of the fixed world: `across` and `down` are world axes, signed by the direction they grow in. */
interface Plane {
  centreMm: Point
  across: { axis: Axis; sign: 1 | -1; lengthMm: number }
  down: { axis: Axis; sign: 1 | -1; lengthMm: number }
}

/**
 * One head in one row: axial and coronal slice between both sinus centres, sagittal slice through the right and through
 * the left one, the cubes drawn in. Slices follow the fixed scan's axes and are taken from the original scan.
 * As radiologists look: the subject's right is on the left side of axial and coronal slices; sagittal slices look left.
 * Dark blue is outside the scan's field of view.
 */
export function drawHeadRow(request: HeadRowRequest): Picture {
  const { centresMm, edgeMm, pixelsPerMm, cubes = true } = request
  const middle = [0, 1, 2].map((d) => (centresMm.left[d] + centresMm.right[d]) / 2) as unknown as Point
  const shortMm = edgeMm + 2 * marginMm
  const longMm = shortMm + Math.abs(centresMm.left[0] - centresMm.right[0])
  const across = { axis: 0, sign: -1, lengthMm: longMm } as const
  const forward = { axis: 1, sign: -1, lengthMm: shortMm } as const
  const down = { axis: 2, sign: -1, lengthMm: shortMm } as const
  const planes: { plane: Plane; sides: Side[] }[] = [
    { plane: { centreMm: middle, across, down: forward }, sides: ['left', 'right'] },
    { plane: { centreMm: middle, across, down }, sides: ['left', 'right'] },
    { plane: { centreMm: centresMm.right, across: forward, down }, sides: ['right'] },
    { plane: { centreMm: centresMm.left, across: forward, down }, sides: ['left'] },
  ]
  // Between two centres that are one, the sagittal slices are one, too.
  if (!cubes) planes.pop()
  const slices = planes.map(({ plane }) => samplePlane(request, plane))
  const [low, high] = greyWindow(slices.flatMap(({ values }) => [...values]))
  const tiles = slices.map(({ values, width, height }, at) => {
    const tile = blankPicture(width, height)
    values.forEach((value, i) => {
      const grey = Math.round(255 * Math.min(1, Math.max(0, (value - low) / (high - low))))
      tile.rgb.set(Number.isNaN(value) ? outsideScan : [grey, grey, grey], 3 * i)
    })
    const { plane, sides } = planes[at]
    if (cubes)
      for (const side of sides) drawCube(tile, plane, centresMm[side], edgeMm, pixelsPerMm, cubeColour[side])
    if (sides.length === 1) {
      if (cubes) drawText(tile, sideLetter(sides[0]), 3, 3, letterColour)
    } else {
      drawText(tile, 'R', 3, height / 2 - 5, letterColour)
      drawText(tile, 'L', width - 9, height / 2 - 5, letterColour)
    }
    return tile
  })
  return joinTiles(tiles, request)
}

function samplePlane(
  { scan, scanWorldFromFixed, pixelsPerMm }: HeadRowRequest,
  { centreMm, across, down }: Plane,
): { values: Float32Array; width: number; height: number } {
  const width = 2 * Math.round((across.lengthMm * pixelsPerMm) / 2)
  const height = 2 * Math.round((down.lengthMm * pixelsPerMm) / 2)
  const fixedFromPixel = [0, 0, 0, centreMm[0], 0, 0, 0, centreMm[1], 0, 0, 0, centreMm[2], 0, 0, 0, 1]
  const step = 1 / pixelsPerMm
  for (const [column, { axis, sign }, count] of [
    [0, across, width],
    [1, down, height],
  ] as const) {
    fixedFromPixel[4 * axis + column] = sign * step
    fixedFromPixel[4 * axis + 3] -= (sign * step * (count - 1)) / 2
  }
  // The slice has one voxel in its third direction; its length keeps the mapping invertible and unsmoothed.
  const through = ([0, 1, 2] as const).find((axis) => axis !== across.axis && axis !== down.axis)!
  fixedFromPixel[4 * through + 2] = step
  const target = { shape: [width, height, 1] as const, affine: multiply(scanWorldFromFixed, fixedFromPixel) }
  return { values: resampleToGrid(scan, target, undefined, NaN).volume.data, width, height }
}

/** 1st and 99th percentile of what is inside the scan; never the same number twice. */
function greyWindow(values: readonly number[]): [number, number] {
  const sorted = Float32Array.from(values.filter((value) => !Number.isNaN(value))).sort()
  const low = sorted[Math.floor(0.01 * sorted.length)] ?? 0
  const high = sorted[Math.floor(0.99 * sorted.length)] ?? 1
  return [low, high > low ? high : low + 1]
}

function drawCube(
  tile: Picture,
  { centreMm, across, down }: Plane,
  cubeMm: Point,
  edgeMm: number,
  pixelsPerMm: number,
  colour: Colour,
): void {
  const pixel = (line: Plane['across'], offsetMm: number, count: number) =>
    Math.round(
      line.sign * (cubeMm[line.axis] - centreMm[line.axis]) * pixelsPerMm +
        offsetMm * pixelsPerMm +
        count / 2,
    )
  const corner = (offsetMm: number) =>
    [pixel(across, offsetMm, tile.width), pixel(down, offsetMm, tile.height)] as const
  drawRectangle(tile, corner(-edgeMm / 2), corner(edgeMm / 2), colour)
  const [x, y] = corner(0)
  for (const d of [-2, -1, 0, 1, 2]) {
    setPixel(tile, x + d, y, colour)
    setPixel(tile, x, y + d, colour)
  }
}

function joinTiles(tiles: readonly Picture[], { caption, flagged }: HeadRowRequest): Picture {
  const width = tiles.reduce((sum, tile) => sum + tile.width + 2, -2)
  const row = blankPicture(width, captionHeight + Math.max(...tiles.map(({ height }) => height)))
  drawText(row, caption, 3, 2, flagged ? flagColour : captionColour)
  let x = 0
  for (const tile of tiles) {
    placePicture(row, tile, x, captionHeight)
    x += tile.width + 2
  }
  return row
}
