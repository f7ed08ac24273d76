import { applyAffine, multiply } from '../../src/shared/imaging/affine.ts'
import type { Point } from '../../src/shared/imaging/affine.ts'
import type { Affine, Volume } from '../../src/shared/imaging/volume.ts'

type Triple = readonly [number, number, number]

/** A volume whose voxels are a function of their index; 1 mm, right-anterior-superior, first voxel at the origin. */
export function aVolume({
  shape = [5, 6, 7] as Triple,
  affine = affineOf('RAS'),
  value = (i: number, j: number, k: number) => i + 10 * j + 100 * k,
}: { shape?: Triple; affine?: Affine; value?: (i: number, j: number, k: number) => number } = {}): Volume {
  const data = new Float32Array(shape[0] * shape[1] * shape[2])
  let at = 0
  for (let k = 0; k < shape[2]; k++)
    for (let j = 0; j < shape[1]; j++) for (let i = 0; i < shape[0]; i++) data[at++] = value(i, j, k)
  return { data, shape, affine }
}

/** A volume whose voxels are a function of their place in the world, RAS mm. */
export function aScan(
  { shape, affine }: Pick<Volume, 'shape' | 'affine'>,
  value: (place: Point) => number,
): Volume {
  return aVolume({ shape, affine, value: (i, j, k) => value(applyAffine(affine, [i, j, k])) })
}

const opposite = { R: 'L', A: 'P', S: 'I' } as const

/** All 48 ways in which voxel axes can follow the world's axes: 'RAS', 'LPS', 'AIL', … */
export const orientationCodes: readonly string[] = ['RAS', 'RSA', 'ARS', 'ASR', 'SRA', 'SAR'].flatMap(
  (order) =>
    [0, 1, 2, 3, 4, 5, 6, 7].map((turned) =>
      [...order]
        .map((letter, axis) => ((turned >> axis) & 1 ? opposite[letter as keyof typeof opposite] : letter))
        .join(''),
    ),
)

/**
 * The affine of a volume with these axes.
 * @param middleMm  Place of the middle of a volume of this shape; the first voxel is at the origin when left out.
 */
export function affineOf(
  code: string,
  {
    spacingMm = [1, 1, 1] as Triple,
    shape = undefined as Triple | undefined,
    middleMm = [0, 0, 0] as Point,
  } = {},
): Affine {
  const affine = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
  ;[...code].forEach((letter, axis) => {
    const world = 'RLAPSI'.indexOf(letter) >> 1
    affine[4 * world + axis] = 'RAS'.includes(letter) ? spacingMm[axis] : -spacingMm[axis]
  })
  if (!shape) return affine
  const middle = applyAffine(affine, [(shape[0] - 1) / 2, (shape[1] - 1) / 2, (shape[2] - 1) / 2])
  return affine.map((value, i) =>
    i % 4 === 3 && i < 12 ? middleMm[(i - 3) / 4] - middle[(i - 3) / 4] : value,
  )
}

/** A rigid motion: turns about x, then y, then z (degrees) around the origin, then a shift. */
export function aRigidMotion([ax, ay, az]: Triple, [x, y, z]: Point = [0, 0, 0]): Affine {
  const [cx, cy, cz, sx, sy, sz] = [Math.cos, Math.sin].flatMap((f) =>
    [ax, ay, az].map((degrees) => f((degrees * Math.PI) / 180)),
  )
  const aboutX = [1, 0, 0, 0, 0, cx, -sx, 0, 0, sx, cx, 0, 0, 0, 0, 1]
  const aboutY = [cy, 0, sy, 0, 0, 1, 0, 0, -sy, 0, cy, 0, 0, 0, 0, 1]
  const aboutZ = [cz, -sz, 0, x, sz, cz, 0, y, 0, 0, 1, z, 0, 0, 0, 1]
  return multiply(aboutZ, multiply(aboutY, aboutX))
}

/** The largest difference between two lists of numbers of equal length. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`${a.length} values against ${b.length}`)
  let largest = 0
  for (let i = 0; i < a.length; i++) {
    if (Number.isNaN(a[i] - b[i])) return NaN
    largest = Math.max(largest, Math.abs(a[i] - b[i]))
  }
  return largest
}
