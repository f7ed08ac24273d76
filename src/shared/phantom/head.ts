import { invert, multiply } from '../imaging/affine.ts'
import type { Affine, Volume } from '../imaging/volume.ts'
import type { Random } from '../random.ts'
import { acquire } from './acquisition.ts'
import { createAnatomy, type Anatomy, type Findings } from './anatomy.ts'
import { drawHeadPose, drawScanGrid } from './scan-grid.ts'
import { SinusTally, type SinusTruth } from './sinus-tally.ts'
import type { Structure } from './structure.ts'

export interface PhantomHead {
  /** Whole-numbered intensities as stored. */
  scan: Volume
  /** Rigid 4×4, row-major: head frame (mm, RAS axes, origin in the middle of the brain) to the scan's world. */
  worldFromHead: Affine
  sinuses: SinusTruth[]
}

/** Signal where nothing is. */
const air = 2

/**
 * A synthetic fat-suppressed FLAIR of one head.
 *
 * @param random     The subject's own stream: the same stream gives the same head, bit for bit.
 * @param index      Subject number from 1: decides how the scan is stored.
 * @param spacingMm  Edge of a voxel.
 */
export function renderHead(
  random: Random,
  index: number,
  spacingMm: number,
  findings: Findings,
): PhantomHead {
  const worldFromHead = drawHeadPose(random.fork('pose'))
  const grid = drawScanGrid(random.fork('grid'), index, spacingMm)
  const anatomy = createAnatomy(random, spacingMm, findings)
  const tallies = anatomy.sinuses.map((sinus) => new SinusTally(sinus, grid))
  const averageFromVoxel = multiply(anatomy.averageFromHead, multiply(invert(worldFromHead), grid.affine))
  const scan: Volume = {
    ...grid,
    data: paintVoxels(anatomy, grid.shape, averageFromVoxel, spacingMm, tallies),
  }
  acquire(scan, random.fork('acquisition'))
  return { scan, worldFromHead, sinuses: tallies.map((tally) => tally.finish()) }
}

/** Ideal signals, white matter about 100. Every sinus voxel is counted in its tally. */
function paintVoxels(
  { structures, sinuses, bend }: Anatomy,
  [ni, nj, nk]: Volume['shape'],
  averageFromVoxel: Affine,
  spacingMm: number,
  tallies: SinusTally[],
): Float32Array<ArrayBuffer> {
  const data = new Float32Array(ni * nj * nk).fill(air)
  const m = averageFromVoxel
  // The bend is so smooth that a straight line between points some 8 mm apart will do.
  const stride = Math.max(1, Math.round(8 / spacingMm))
  const from = new Float64Array(3)
  const to = new Float64Array(3)
  const painted: Structure[] = [...structures, ...sinuses]
  const isNear = painted.map(() => false)
  for (let k = 0; k < nk; k++)
    for (let j = 0; j < nj; j++) {
      let bentAt = -1
      for (let start = 0; start < ni; start += stride) {
        const x0 = m[0] * start + m[1] * j + m[2] * k + m[3]
        const y0 = m[4] * start + m[5] * j + m[6] * k + m[7]
        const z0 = m[8] * start + m[9] * j + m[10] * k + m[11]
        if (isFarFromHead(x0, y0, z0)) continue
        if (bentAt === start) from.set(to)
        else bend(x0, y0, z0, from)
        bentAt = start + stride
        bend(x0 + m[0] * stride, y0 + m[4] * stride, z0 + m[8] * stride, to)
        for (let s = 0; s < painted.length; s++) isNear[s] = overlaps(painted[s].bounds, from, to)
        for (let i = start; i < Math.min(ni, start + stride); i++) {
          const share = (i - start) / stride
          const x = from[0] + (to[0] - from[0]) * share
          const y = from[1] + (to[1] - from[1]) * share
          const z = from[2] + (to[2] - from[2]) * share
          let signal = air
          for (let s = 0; s < painted.length; s++) if (isNear[s]) signal = painted[s].paint(signal, x, y, z)
          for (let s = 0; s < sinuses.length; s++) {
            if (isNear[structures.length + s] && sinuses[s].cavityShare > 0) tallies[s].add(i, j, k)
          }
          data[i + ni * (j + nj * k)] = signal
        }
      }
    }
  return data
}

/** Quick and generous: no part of a head is within 8 mm of a point this far out. */
function isFarFromHead(x: number, y: number, z: number): boolean {
  const sideways = (x / 100) ** 2
  const cylinder = sideways + ((y - 4) / 136) ** 2
  return cylinder > 1 || (z > 0 && sideways + ((y + 6) / 122) ** 2 + ((z - 2) / 100) ** 2 > 1)
}

/** Whether the box spanned by two points touches the bounds. */
function overlaps(bounds: Structure['bounds'], a: Float64Array, b: Float64Array): boolean {
  for (let axis = 0; axis < 3; axis++) {
    if (Math.max(a[axis], b[axis]) < bounds[axis][0] || Math.min(a[axis], b[axis]) > bounds[axis][1])
      return false
  }
  return true
}
