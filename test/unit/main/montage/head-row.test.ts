import { expect, it } from 'vitest'
import { captionHeight, drawHeadRow } from '../../../../src/main/montage/head-row.ts'
import { applyAffine, invert } from '../../../../src/shared/imaging/affine.ts'
import { affineOf, aRigidMotion, aScan } from '../../../helpers/volumes.ts'

const shape = [90, 70, 60] as const
const grid = { shape, affine: affineOf('LIA', { spacingMm: [2, 2, 3], shape }) }
const centresMm = { left: [-25, 10, 5], right: [27, 12, 3] } as const
const motion = aRigidMotion([15, -10, 20], [8, -6, 4])
/** Dark with a bright ball on the right side and a half-bright one on the left, seen through the motion. */
const scan = aScan(grid, (place) => {
  const fixed = applyAffine(invert(motion), place)
  const near = (centre: readonly number[]) => Math.hypot(...fixed.map((mm, axis) => mm - centre[axis])) < 14
  return near(centresMm.right) ? 100 : near(centresMm.left) ? 50 : 0
})
const request = {
  scan,
  scanWorldFromFixed: motion,
  centresMm,
  edgeMm: 40,
  pixelsPerMm: 2,
  caption: 'one',
  flagged: false,
}
const row = drawHeadRow(request)
const colourAt = (x: number, y: number) => [
  ...row.rgb.subarray(3 * (x + row.width * y), 3 * (x + row.width * y) + 3),
]

// Tiles: 2 · (40 + 28 + 52) = 240 wide between the centres, 2 · (40 + 28) = 136 wide and high through one of them.
const [long, short] = [240, 136]

it('puts four slices side by side', () => {
  expect(row.width).toBe(2 * long + 2 * short + 3 * 2)
  expect(row.height).toBe(captionHeight + short)
})

it("shows the subject's right on the left of axial and coronal slices, the cube's middle on each centre", () => {
  // Across: right centre at +27, left at −25, middle 1: 26 mm each way, so 52 pixels from the tile's middle.
  for (const tile of [0, long + 2]) {
    const [right, left] = [tile + long / 2 - 52, tile + long / 2 + 52]
    const y = captionHeight + short / 2
    // Two pixels beside the little cross.
    expect(colourAt(right + 8, y + 8)).toEqual([255, 255, 255])
    expect(colourAt(left - 8, y - 8)[0]).toBeGreaterThan(110)
    expect(colourAt(left - 8, y - 8)[0]).toBeLessThan(145)
    expect(colourAt(tile + long / 2, y + 20)).toEqual([0, 0, 0])
  }
})

it('draws the edges of the cubes at their true distance', () => {
  // Sagittal through the right centre: 40 mm are 80 pixels, so 40 to either side of the middle.
  const [x, y] = [2 * (long + 2) + short / 2, captionHeight + short / 2]
  for (const [dx, dy] of [[-40, 7], [40, 7], [7, -40], [7, 40]]) expect(colourAt(x + dx, y + dy)).toEqual([255, 170, 0]) // prettier-ignore
  expect(colourAt(x + 38, y + 7)).not.toEqual([255, 170, 0])
})

it('tells what is outside the scan from what is dark', () => {
  const small = drawHeadRow({ ...request, centresMm: { left: [-25, 10, 75], right: [27, 12, 75] } })
  const colours = new Set<string>()
  for (let i = 0; i < small.rgb.length; i += 3) colours.add(small.rgb.subarray(i, i + 3).join())
  expect(colours.has('24,24,64')).toBe(true)
})
