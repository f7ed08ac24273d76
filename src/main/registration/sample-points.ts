import { applyAffine } from '../../shared/imaging/affine.ts'
import type { Point } from '../../shared/imaging/affine.ts'
import { trilinear } from './trilinear.ts'
import type { HeadImage } from './head-image.ts'
import type { HeadPlace } from './head-place.ts'

/** Places in the fixed head where two heads are compared. */
export interface SamplePoints {
  count: number
  /** x, y, z of each point in the fixed world, RAS mm. */
  xyzMm: Float32Array
  /** Grey level of the fixed head there, whole numbers. */
  levels: Uint8Array
  /** 1 where the fixed head has tissue. */
  tissue: Uint8Array
}

/** The outline of the head counts too, so points reach this far into the air around it. */
const marginMm = 12
/** Below this depth under the vertex there is only neck, which bends from scan to scan. */
const headHeightMm = 215

/** Height and depth of a row of points. */
const rowMm = 4

/** Share of candidates kept at a place, 0 … 1. */
export type Density = (point: Point) => number

/**
 * Spreads points evenly over a head and the air around it: an additive recurrence on the plastic number's relatives
 * (Roberts' R4), which has no lattice that could beat with the voxel grid and needs no random seed.
 *
 * @param count  Points wanted; fewer come back where most of the box is outside the scan.
 * @param density  Where to put more of them; the same everywhere when left out.
 */
export function samplePoints(
  head: HeadImage,
  { lowMm, highMm }: HeadPlace,
  count: number,
  density: Density = () => 1,
): SamplePoints {
  const low = lowMm.map((mm) => mm - marginMm)
  const high = highMm.map((mm) => mm + marginMm)
  low[2] = Math.max(low[2], highMm[2] - headHeightMm)
  const xyzMm = new Float32Array(3 * count)
  const levels = new Uint8Array(count)
  const tissue = new Uint8Array(count)
  let kept = 0
  for (let n = 1; kept < count && n < 40 * count; n++) {
    const [x, y, z, choice] = r4.map((step) => (0.5 + n * step) % 1)
    const point: Point = [
      low[0] + x * (high[0] - low[0]),
      low[1] + y * (high[1] - low[1]),
      low[2] + z * (high[2] - low[2]),
    ]
    if (choice >= density(point)) continue
    const level = trilinear(head.levels, head.shape, applyAffine(head.voxelFromWorld, point))
    if (Number.isNaN(level)) continue
    xyzMm.set(point, 3 * kept)
    levels[kept] = Math.round(level)
    tissue[kept] = level > head.tissueLevel ? 1 : 0
    kept++
  }
  return inOrder({
    count: kept,
    xyzMm: xyzMm.subarray(0, 3 * kept),
    levels: levels.subarray(0, kept),
    tissue: tissue.subarray(0, kept),
  })
}

/** The same points row by row, so that those compared one after another lie side by side in the moving scan's memory, too. */
function inOrder({ count, xyzMm, levels, tissue }: SamplePoints): SamplePoints {
  const block = (at: number) => Math.floor(xyzMm[at] / rowMm)
  const order = Uint32Array.from({ length: count }, (_, i) => i).sort(
    (a, b) =>
      block(3 * a + 2) - block(3 * b + 2) ||
      block(3 * a + 1) - block(3 * b + 1) ||
      xyzMm[3 * a] - xyzMm[3 * b],
  )
  const ordered = new Float32Array(3 * count)
  order.forEach((from, to) => ordered.set(xyzMm.subarray(3 * from, 3 * from + 3), 3 * to))
  return {
    count,
    xyzMm: ordered,
    levels: Uint8Array.from(order, (from) => levels[from]),
    tissue: Uint8Array.from(order, (from) => tissue[from]),
  }
}

/** Root of x⁵ = x + 1. */
const plastic4 = 1.1673039782614187
const r4 = [1, 2, 3, 4].map((power) => plastic4 ** -power)
