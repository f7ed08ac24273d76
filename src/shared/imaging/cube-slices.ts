import type { Side } from '../domain/sinus.ts'

export const planes = ['axial', 'coronal', 'sagittal'] as const
export type Plane = (typeof planes)[number]

/** A square picture, row by row from the top. */
export interface Slice {
  edge: number
  data: Float32Array
}

export type VoxelIndex = readonly [i: number, j: number, k: number]

/** Axes of the cube's voxels: across the picture, up it, and through it. */
const axesOf: Record<Plane, readonly [across: 0 | 1, up: 1 | 2, through: 0 | 1 | 2]> = {
  axial: [0, 1, 2],
  coronal: [0, 2, 1],
  sagittal: [1, 2, 0],
}

/** The axis of the voxels that a plane's slices lie along. */
export const throughAxis = (plane: Plane): 0 | 1 | 2 => axesOf[plane][2]

/** Whether the picture's columns run against the voxels. In a sagittal slice the front is on the left of the screen. */
const runsBack = (plane: Plane, side: Side): boolean =>
  // The midline is on the screen's left of a left sinus and on the right of a right one.
  plane === 'sagittal' || side === 'left'

/**
 * One slice of a sinus cube as radiologists look at it: the subject's right on the left of the screen; superior
 * (coronal, sagittal) or anterior (axial) up. A right sinus, stored mirrored, is thereby shown as it lies in the head.
 *
 * @param volume  edge³ voxels, index = i + edge·(j + edge·k). i grows towards the midline on both sides, j to anterior,
 *                k to superior (see SinusVolume).
 */
export function sliceOf(volume: Float32Array, edge: number, plane: Plane, at: VoxelIndex, side: Side): Slice {
  const data = new Float32Array(edge * edge)
  for (let row = 0; row < edge; row++) {
    for (let column = 0; column < edge; column++) {
      const [i, j, k] = voxelUnder(edge, plane, at, side, row, column)
      data[row * edge + column] = volume[i + edge * (j + edge * k)]
    }
  }
  return { edge, data }
}

/** The voxel shown at a place of the picture, in the slice through `at`. */
export function voxelUnder(
  edge: number,
  plane: Plane,
  at: VoxelIndex,
  side: Side,
  row: number,
  column: number,
): VoxelIndex {
  const [across, up] = axesOf[plane]
  const voxel: [number, number, number] = [...at]
  voxel[across] = runsBack(plane, side) ? edge - 1 - column : column
  voxel[up] = edge - 1 - row
  return voxel
}

/** Where a voxel is shown: the other way of `voxelUnder`. */
export function placeInSlice(
  edge: number,
  plane: Plane,
  voxel: VoxelIndex,
  side: Side,
): { row: number; column: number } {
  const [across, up] = axesOf[plane]
  const column = runsBack(plane, side) ? edge - 1 - voxel[across] : voxel[across]
  return { row: edge - 1 - voxel[up], column }
}

/** Voxel with the highest value, the first of equals. */
export function maximumAt(volume: Float32Array, edge: number): VoxelIndex {
  let best = 0
  for (let index = 1; index < volume.length; index++) if (volume[index] > volume[best]) best = index
  return voxelAt(best, edge)
}

/** The voxel of a mask closest to its centre of mass, so that a slice through it meets the mask. Null when empty. */
export function middleOf(mask: ArrayLike<number>, edge: number): VoxelIndex | null {
  const inside: VoxelIndex[] = []
  for (let index = 0; index < mask.length; index++) if (mask[index]) inside.push(voxelAt(index, edge))
  if (inside.length === 0) return null
  const mean = [0, 1, 2].map((axis) => inside.reduce((sum, voxel) => sum + voxel[axis], 0) / inside.length)
  const distance = (voxel: VoxelIndex) => Math.hypot(...voxel.map((value, axis) => value - mean[axis]))
  return inside.reduce((best, voxel) => (distance(voxel) < distance(best) ? voxel : best))
}

const voxelAt = (index: number, edge: number): VoxelIndex => [
  index % edge,
  Math.floor(index / edge) % edge,
  Math.floor(index / (edge * edge)),
]

/** SVG path along the pixel edges between inside and outside of a mask, one unit per pixel. */
export function outlinePath({ edge, data }: Slice): string {
  const inside = (row: number, column: number) =>
    row >= 0 && column >= 0 && row < edge && column < edge && data[row * edge + column] > 0.5
  const parts: string[] = []
  for (let row = 0; row <= edge; row++) {
    for (let column = 0; column <= edge; column++) {
      if (inside(row, column) !== inside(row - 1, column)) parts.push(`M${column} ${row}h1`)
      if (inside(row, column) !== inside(row, column - 1)) parts.push(`M${column} ${row}v1`)
    }
  }
  return parts.join('')
}
