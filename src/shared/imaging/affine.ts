import { AntrumError } from '../ipc/error.ts'
import type { Affine } from './volume.ts'

/** A place in world space: RAS millimetres, x towards the subject's right, y anterior, z superior. */
export type Point = readonly [number, number, number]

export const identity: Affine = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]

/** a·b: first b, then a. */
export function multiply(a: Affine, b: Affine): Affine {
  const product = new Array<number>(16).fill(0)
  for (let row = 0; row < 4; row++)
    for (let column = 0; column < 4; column++)
      for (let i = 0; i < 4; i++) product[4 * row + column] += a[4 * row + i] * b[4 * i + column]
  return product
}

/** Moves a point: a·[x, y, z, 1]. */
export function applyAffine(a: Affine, [x, y, z]: Point): [number, number, number] {
  const row = (r: number) => a[4 * r] * x + a[4 * r + 1] * y + a[4 * r + 2] * z + a[4 * r + 3]
  return [row(0), row(1), row(2)]
}

/** Determinant of the 3×3 part: the volume of one voxel in mm³, negative when the axes are left-handed. */
export function determinant(a: Affine): number {
  return (
    a[0] * (a[5] * a[10] - a[6] * a[9]) -
    a[1] * (a[4] * a[10] - a[6] * a[8]) +
    a[2] * (a[4] * a[9] - a[5] * a[8])
  )
}

/** 1 when the voxel axes are right-handed in RAS, −1 when they are left-handed, 0 when they span no volume. */
export const determinantSign = (a: Affine): -1 | 0 | 1 => (isSingular(a) ? 0 : determinant(a) > 0 ? 1 : -1)

/** Whether the 3×3 part cannot be inverted: not finite, an axis of length 0, or axes (nearly) in one plane. */
export function isSingular(a: Affine): boolean {
  const lengths = [0, 1, 2].map((column) => Math.hypot(a[column], a[4 + column], a[8 + column]))
  // Relative to a box with those edges, so that the unit of length does not matter.
  const volume = Math.abs(determinant(a)) / (lengths[0] * lengths[1] * lengths[2])
  return !(volume > 1e-6) || !a.every(Number.isFinite)
}

/** @throws AntrumError 'no-geometry' when the axes do not span space. */
export function invert(a: Affine): Affine {
  if (isSingular(a)) {
    throw new AntrumError(
      'no-geometry',
      `This voxel-to-world mapping cannot be inverted: its axes do not span space (${a
        .slice(0, 12)
        .map((v) => +v.toPrecision(4))
        .join(' ')}). Check the orientation stored in the scan.`,
    )
  }
  const d = determinant(a)
  const cofactor = (p: number, q: number, r: number, s: number) => (a[p] * a[q] - a[r] * a[s]) / d
  const m = [
    [cofactor(5, 10, 6, 9), cofactor(2, 9, 1, 10), cofactor(1, 6, 2, 5)],
    [cofactor(6, 8, 4, 10), cofactor(0, 10, 2, 8), cofactor(2, 4, 0, 6)],
    [cofactor(4, 9, 5, 8), cofactor(1, 8, 0, 9), cofactor(0, 5, 1, 4)],
  ]
  const rows = m.flatMap((row) => [...row, -(row[0] * a[3] + row[1] * a[7] + row[2] * a[11])])
  return [...rows, 0, 0, 0, 1]
}

/**
 * The direction each voxel index grows towards: 'RAS' = first index towards the subject's right, second anterior,
 * third superior. Oblique axes go to the nearest direction, each direction used once.
 *
 * @throws AntrumError 'no-geometry' when the axes do not span space.
 */
export function orientationCode(affine: Affine): string {
  return closestAxes(affine)
    .map(({ world, positive }) => (positive ? 'RAS' : 'LPI')[world])
    .join('')
}

/**
 * The affine of a volume whose voxel axes grow straight towards these directions, its middle at the origin.
 *
 * @param code  As `orientationCode`: 'RAS', 'LPI', … one letter for each world axis.
 * @throws AntrumError as `checkOrientation`.
 */
export function orientedAffine(
  code: string,
  { shape, spacingMm }: { shape: readonly [number, number, number]; spacingMm: Point },
): Affine {
  const affine = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
  checkOrientation(code).forEach(({ world, positive }, axis) => {
    const step = positive ? spacingMm[axis] : -spacingMm[axis]
    affine[4 * world + axis] = step
    affine[4 * world + 3] = (-step * (shape[axis] - 1)) / 2
  })
  return affine
}

/** What an orientation code says of each voxel axis. @throws AntrumError 'usage' for any other text. */
export function checkOrientation(code: string): { world: number; positive: boolean }[] {
  const axes = [...code.toUpperCase()].map((letter) => ({
    world: 'RLAPSI'.indexOf(letter) >> 1,
    positive: 'RAS'.includes(letter),
  }))
  if (axes.length === 3 && [0, 1, 2].every((wanted) => axes.some(({ world }) => world === wanted)))
    return axes
  throw new AntrumError(
    'usage',
    `"${code}" is no orientation: three letters are wanted, the direction in which each voxel axis grows, one of R and L, one of A and P, one of S and I. For example RAS.`,
  )
}

/** The six orders of three axes. */
export const axisOrders = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const

/**
 * For each voxel axis the world axis (0 x, 1 y, 2 z) it runs along and whether it grows with it: the assignment of
 * axes, one to one, with the largest sum of direction cosines.
 */
export function closestAxes(affine: Affine): { world: 0 | 1 | 2; positive: boolean }[] {
  if (isSingular(affine)) invert(affine) // throws with the reason
  const cosine = (world: number, voxel: number) =>
    affine[4 * world + voxel] / Math.hypot(affine[voxel], affine[4 + voxel], affine[8 + voxel])
  const fit = (p: readonly number[]) =>
    p.reduce((sum, world, voxel) => sum + Math.abs(cosine(world, voxel)), 0)
  const best = axisOrders.reduce((a, b) => (fit(b) > fit(a) ? b : a))
  return best.map((world, voxel) => ({ world, positive: cosine(world, voxel) > 0 }))
}
