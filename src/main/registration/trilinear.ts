import type { Point } from '../../shared/imaging/affine.ts'

/** Value between voxel centres; NaN outside the box they span. One point at a time: for set-up, not for inner loops. */
export function trilinear(
  data: Float32Array,
  [ni, nj, nk]: readonly [number, number, number],
  [x, y, z]: Point,
): number {
  if (!(x >= 0 && y >= 0 && z >= 0 && x < ni - 1 && y < nj - 1 && z < nk - 1)) return NaN
  const [xi, yi, zi] = [Math.floor(x), Math.floor(y), Math.floor(z)]
  const [fx, fy, fz] = [x - xi, y - yi, z - zi]
  const at = (i: number, j: number, k: number) => data[xi + i + ni * (yi + j + nj * (zi + k))]
  const mix = (a: number, b: number, f: number) => a + f * (b - a)
  const row = (j: number, k: number) => mix(at(0, j, k), at(1, j, k), fx)
  return mix(mix(row(0, 0), row(1, 0), fy), mix(row(0, 1), row(1, 1), fy), fz)
}
