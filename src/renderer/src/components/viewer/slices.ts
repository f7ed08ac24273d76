import { colourOf } from '../../../../shared/colours.ts'
import { applyAffine, invert } from '../../../../shared/imaging/affine.ts'
import type { Point } from '../../../../shared/imaging/affine.ts'
import { planes } from '../../../../shared/imaging/cube-slices.ts'
import type { Plane } from '../../../../shared/imaging/cube-slices.ts'
import { spacingMm } from '../../../../shared/imaging/volume.ts'
import type { Volume } from '../../../../shared/imaging/volume.ts'

export { planes, type Plane }

/** World axes (RAS) of a picture: across, up, and through it. */
const axesOf: Record<Plane, readonly [across: number, up: number, through: number]> = {
  axial: [0, 1, 2],
  coronal: [0, 2, 1],
  sagittal: [1, 2, 0],
}
/** As a radiologist looks: the subject's right is left on the screen, and so is the front in a sagittal slice. */
const edgeLetters: Record<Plane, readonly [left: string, right: string, top: string, bottom: string]> = {
  axial: ['R', 'L', 'A', 'P'],
  coronal: ['R', 'L', 'S', 'I'],
  sagittal: ['A', 'P', 'S', 'I'],
}
export const lettersOf = (plane: Plane) => edgeLetters[plane]

/** The box in the scan's RAS world, mm, that holds all its voxels. */
export interface Field {
  low: Point
  high: Point
}

export function fieldOf({ shape, affine }: Pick<Volume, 'shape' | 'affine'>): Field {
  const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) =>
    applyAffine(affine, [0, 1, 2].map((axis) => ((bits >> axis) & 1 ? shape[axis] - 0.5 : -0.5)) as never),
  )
  const along = (axis: number) => corners.map((corner) => corner[axis])
  return {
    low: [0, 1, 2].map((axis) => Math.min(...along(axis))) as unknown as Point,
    high: [0, 1, 2].map((axis) => Math.max(...along(axis))) as unknown as Point,
  }
}

/** Width and height in mm of what a plane shows. */
export function sizeMm(plane: Plane, { low, high }: Field): [width: number, height: number] {
  const [across, up] = axesOf[plane]
  return [high[across] - low[across], high[up] - low[up]]
}

/** The point under a place in the picture, 0…1 from its left and top, in the slice through `at`. */
export function pointAt(
  plane: Plane,
  { low, high }: Field,
  at: Point,
  fromLeft: number,
  fromTop: number,
): Point {
  const [across, up] = axesOf[plane]
  const point = [...at]
  point[across] = high[across] - fromLeft * (high[across] - low[across])
  point[up] = high[up] - fromTop * (high[up] - low[up])
  return point as unknown as Point
}

/** Where a point is drawn: the other way of `pointAt`. */
export function placeOf(
  plane: Plane,
  { low, high }: Field,
  point: Point,
): [fromLeft: number, fromTop: number] {
  const [across, up] = axesOf[plane]
  const share = (axis: number) => (high[axis] - point[axis]) / (high[axis] - low[axis])
  return [share(across), share(up)]
}

/** How far a point lies before or behind the slice through `at`, mm. */
export const offPlaneMm = (plane: Plane, at: Point, point: Point): number =>
  Math.abs(point[axesOf[plane][2]] - at[axesOf[plane][2]])

/**
 * A point moved as a key asks for: arrows within the picture, PageUp and PageDown through it, by the finest voxel edge,
 * five of them with Shift. It stays in the field.
 *
 * @returns null for any other key.
 */
export function movedBy(key: string, isFar: boolean, plane: Plane, volume: Volume, at: Point): Point | null {
  const [across, up, through] = axesOf[plane]
  // To the right of the screen is towards the subject's left, or the back: down both axes.
  const moves: Record<string, readonly [axis: number, sign: number]> = {
    ArrowLeft: [across, 1],
    ArrowRight: [across, -1],
    ArrowUp: [up, 1],
    ArrowDown: [up, -1],
    PageUp: [through, 1],
    PageDown: [through, -1],
  }
  const move = moves[key]
  if (!move) return null
  const [axis, sign] = move
  const { low, high } = fieldOf(volume)
  const step = Math.min(...spacingMm(volume.affine)) * (isFar ? 5 : 1)
  const point = [...at]
  point[axis] = Math.min(high[axis], Math.max(low[axis], at[axis] + sign * step))
  return point as unknown as Point
}

/** The voxel that a point of the world lies in; null outside the volume. */
export function valueAt({ data, shape, affine }: Volume, at: Point): number | null {
  const voxel = applyAffine(invert(affine), at).map(Math.round)
  if (voxel.some((index, axis) => index < 0 || index >= shape[axis])) return null
  return data[voxel[0] + shape[0] * (voxel[1] + shape[1] * voxel[2])]
}

/** The grey values between which contrast is spread: a few hot voxels do not darken the rest. */
export function windowOf({ data }: Volume): [low: number, high: number] {
  const step = Math.max(1, Math.floor(data.length / 50_000))
  const some = Float32Array.from({ length: Math.ceil(data.length / step) }, (_, i) => data[i * step]).sort()
  const at = (share: number) => some[Math.floor(share * (some.length - 1))]
  return [at(0.01), at(0.995)]
}

/**
 * The slice through a point, sampled between voxels.
 *
 * @param at     RAS world of the scan, mm.
 * @param field  What of the world is drawn: another scan's, to lay this over that.
 * @returns RGBA, row by row from the top; black outside the scan.
 */
export function drawSlice(
  volume: Volume,
  plane: Plane,
  at: Point,
  [width, height]: readonly [number, number],
  [darkest, brightest]: readonly [number, number],
  field = fieldOf(volume),
): Uint8ClampedArray<ArrayBuffer> {
  const fromWorld = invert(volume.affine)
  const voxelAt = (fromLeft: number, fromTop: number) =>
    applyAffine(fromWorld, pointAt(plane, field, at, fromLeft, fromTop))
  // Affine: a step along the picture is the same step in voxels everywhere.
  const first = voxelAt(0.5 / width, 0.5 / height)
  const right = voxelAt(1.5 / width, 0.5 / height).map((v, axis) => v - first[axis])
  const down = voxelAt(0.5 / width, 1.5 / height).map((v, axis) => v - first[axis])
  const scale = brightest > darkest ? 255 / (brightest - darkest) : 0
  const pixels = new Uint8ClampedArray(4 * width * height)
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0; x < width; x++, to += 4) {
      const value = between(
        volume,
        first[0] + x * right[0] + y * down[0],
        first[1] + x * right[1] + y * down[1],
        first[2] + x * right[2] + y * down[2],
      )
      pixels.fill(value === null ? 0 : (value - darkest) * scale, to, to + 3)
      pixels[to + 3] = 255
    }
  return pixels
}

/**
 * Lays a slice in colours over another: what is 0 in it stays clear, 1 covers most.
 *
 * @param pixels   RGBA, changed in place.
 * @param overlay  The same place of a volume of 0…1, as `drawSlice` draws it.
 * @param opacity  How much of the picture the highest values cover, 0…1.
 */
export function layOver(pixels: Uint8ClampedArray, overlay: Uint8ClampedArray, opacity: number): void {
  for (let at = 0; at < pixels.length; at += 4) {
    const share = overlay[at] / 255
    const colour = colourOf('inferno', share)
    for (const channel of [0, 1, 2])
      pixels[at + channel] += opacity * share * (colour[channel] - pixels[at + channel])
  }
}

/** Trilinear; the outer half of a border voxel has its value; null beyond. */
function between({ data, shape: [nx, ny, nz] }: Volume, x: number, y: number, z: number): number | null {
  if (x < -0.5 || y < -0.5 || z < -0.5 || x > nx - 0.5 || y > ny - 0.5 || z > nz - 0.5) return null
  const inside = (value: number, length: number) => Math.min(length - 1, Math.max(0, value))
  const [px, py, pz] = [inside(x, nx), inside(y, ny), inside(z, nz)]
  const [i, j, k] = [Math.floor(px), Math.floor(py), Math.floor(pz)]
  const [u, v, w] = [px - i, py - j, pz - k]
  const [di, dj, dk] = [i + 1 < nx ? 1 : 0, j + 1 < ny ? nx : 0, k + 1 < nz ? nx * ny : 0]
  const o = i + nx * (j + ny * k)
  const line = (at: number) => data[at] * (1 - u) + data[at + di] * u
  const face = (at: number) => line(at) * (1 - v) + line(at + dj) * v
  return face(o) * (1 - w) + face(o + dk) * w
}
