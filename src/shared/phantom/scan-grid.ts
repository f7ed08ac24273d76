import { multiply } from '../imaging/affine.ts'
import type { Affine, Volume } from '../imaging/volume.ts'
import type { Random } from '../random.ts'
import { between, direction, vary } from './variation.ts'

/** Storage orders met in the wild, the plain one most often; by subject, so that every cohort holds all of them. */
const orientations = ['RAS', 'LPS', 'RAS', 'LIA', 'RAS', 'PIR', 'LAS', 'RAS', 'ASL', 'RAS'] as const

/** Every fifth grid is tilted against the scanner's axes, as technicians do. */
const obliqueEvery = 5

/** Field of view from left to right, back to front, bottom to top, in mm, and its middle in the head. */
const fieldMm = [180, 234, 206] as const
const fieldMiddle = [0, 6, -13] as const

/** Where a head lies in the scanner: turned by up to 8° about any axis and moved by up to 10 mm. Rigid. */
export function drawHeadPose(random: Random): Affine {
  const rotation = rotate(direction(random), between(random, 0, 8))
  const lengthMm = between(random, 0, 10)
  return multiply(translate(direction(random).map((share) => share * lengthMm)), rotation)
}

/** The voxel grid a scan is stored on: shape and world-from-voxel affine, in one of several orientations. */
export function drawScanGrid(
  random: Random,
  index: number,
  spacingMm: number,
): Pick<Volume, 'shape' | 'affine'> {
  const tilt = index % obliqueEvery === 0 ? vary(random, 0, 6) : 0
  const middle = fieldMiddle.map((coordinate) => coordinate + vary(random, 0, 2))
  const placed = translate(middle)
  const code = orientations[(index - 1) % orientations.length]
  return scanGrid(code, spacingMm, multiply(placed, rotate([1, 0, 0], tilt)))
}

/** A grid over the field of view; voxel axes grow towards the letters of `code`. */
export function scanGrid(
  code: string,
  spacingMm: number,
  worldFromField: Affine,
): Pick<Volume, 'shape' | 'affine'> {
  const axes = [...code].map((letter) => {
    const world = 'RASLPI'.indexOf(letter)
    return { world: world % 3, sign: world < 3 ? 1 : -1 }
  })
  const shape = axes.map(({ world }) => Math.round(fieldMm[world] / spacingMm)) as [number, number, number]
  const fieldFromVoxel = new Array<number>(16).fill(0)
  axes.forEach(({ world, sign }, axis) => {
    fieldFromVoxel[4 * world + axis] = sign * spacingMm
    fieldFromVoxel[4 * world + 3] = (-sign * spacingMm * (shape[axis] - 1)) / 2
  })
  fieldFromVoxel[15] = 1
  // NIfTI keeps affines as float32: so do we, that truth and file agree to the bit.
  return { shape, affine: multiply(worldFromField, fieldFromVoxel).map(Math.fround) }
}

const translate = ([x, y, z]: readonly number[]): Affine => [1, 0, 0, x, 0, 1, 0, y, 0, 0, 1, z, 0, 0, 0, 1]

/** Rotation about a unit axis through the origin (Rodrigues). */
function rotate([x, y, z]: readonly number[], degrees: number): Affine {
  const c = Math.cos((degrees * Math.PI) / 180)
  const s = Math.sin((degrees * Math.PI) / 180)
  const t = 1 - c
  return [
    ...[t * x * x + c, t * x * y - s * z, t * x * z + s * y, 0],
    ...[t * x * y + s * z, t * y * y + c, t * y * z - s * x, 0],
    ...[t * x * z - s * y, t * y * z + s * x, t * z * z + c, 0],
    ...[0, 0, 0, 1],
  ]
}
