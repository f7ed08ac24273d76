import { applyAffine } from '../../shared/imaging/affine.ts'
import type { Point } from '../../shared/imaging/affine.ts'
import { percentile } from './head-image.ts'
import type { HeadImage } from './head-image.ts'

/** Height of the part of a head whose centre of mass does not depend on how much neck was scanned. */
const upperHeadMm = 120

/** Where in its world a head lies; RAS mm. */
export interface HeadPlace {
  /** Centre of mass of the tissue, all tissue counting alike. */
  centreMm: Point
  /** The same for the uppermost 120 mm. */
  upperCentreMm: Point
  /** Corners of the world-aligned box around the tissue but for some specks of noise; highMm[2] is the vertex. */
  lowMm: Point
  highMm: Point
}

export function placeHead({ levels, shape: [ni, nj, nk], affine, tissueLevel }: HeadImage): HeadPlace {
  const points: Point[] = []
  for (let k = 0, voxel = 0; k < nk; k++)
    for (let j = 0; j < nj; j++)
      for (let i = 0; i < ni; i++, voxel++)
        if (levels[voxel] > tissueLevel) points.push(applyAffine(affine, [i, j, k]))

  const sorted = [0, 1, 2].map((axis) => Float32Array.from(points, (p) => p[axis]).sort())
  const lowMm = perAxis((axis) => percentile(sorted[axis], 0.002))
  const highMm = perAxis((axis) => percentile(sorted[axis], 0.998))
  const upper = points.filter((p) => p[2] > highMm[2] - upperHeadMm)
  return { centreMm: meanOf(points), upperCentreMm: meanOf(upper), lowMm, highMm }
}

const perAxis = (value: (axis: number) => number): Point => [value(0), value(1), value(2)]
const meanOf = (points: readonly Point[]): Point =>
  perAxis((axis) => points.reduce((sum, p) => sum + p[axis], 0) / points.length)

/**
 * Where the midpoint of the two maxillary sinuses is to be expected in an upright head, give or take a centimetre. On
 * eight real heads it lay 66 ± 2 mm before and 68 ± 2 mm below the centre of the upper head (docs/real-heads.md).
 */
export const midfaceMm = ({ upperCentreMm: [x, y, z] }: HeadPlace): Point => [x, y + 66, z - 68]
