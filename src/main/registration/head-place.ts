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

export function placeHead({ levels, shape: [ni, nj, nk], affine: m, tissueLevel }: HeadImage): HeadPlace {
  const inWorld = [0, 1, 2].map(() => new Float32Array(levels.length))
  let count = 0
  for (let k = 0, voxel = 0; k < nk; k++)
    for (let j = 0; j < nj; j++)
      for (let i = 0; i < ni; i++, voxel++) {
        if (!(levels[voxel] > tissueLevel)) continue
        for (let axis = 0; axis < 3; axis++) {
          const row = 4 * axis
          inWorld[axis][count] = m[row] * i + m[row + 1] * j + m[row + 2] * k + m[row + 3]
        }
        count++
      }

  const tissue = inWorld.map((mm) => mm.subarray(0, count))
  const sorted = tissue.map((mm) => mm.toSorted())
  const lowMm = perAxis((axis) => percentile(sorted[axis], 0.002))
  const highMm = perAxis((axis) => percentile(sorted[axis], 0.998))
  const edge = highMm[2] - upperHeadMm
  return {
    centreMm: perAxis((axis) => meanOf(tissue[axis])),
    upperCentreMm: perAxis((axis) => meanOf(tissue[axis].filter((_, i) => tissue[2][i] > edge))),
    lowMm,
    highMm,
  }
}

const perAxis = (value: (axis: number) => number): Point => [value(0), value(1), value(2)]
const meanOf = (mm: Float32Array): number => mm.reduce((sum, each) => sum + each, 0) / mm.length

/**
 * Where the midpoint of the two maxillary sinuses is to be expected in an upright head, give or take a centimetre. On
 * eight real heads it lay 66 ± 2 mm before and 68 ± 2 mm below the centre of the upper head (docs/real-heads.md).
 */
export const midfaceMm = ({ upperCentreMm: [x, y, z] }: HeadPlace): Point => [x, y + 66, z - 68]
