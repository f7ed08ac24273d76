/** Row-major 4×4; maps voxel indices (i, j, k, 1) to RAS world millimetres. Last row 0 0 0 1. */
export type Affine = readonly number[]

/**
 * 3-D voxels in NIfTI order: index = i + ni·(j + nj·k).
 * Read as a row-major tensor the same bytes are [k, j, i] = [depth, height, width]: `tensorShape` makes that turn.
 */
export interface Volume {
  data: Float32Array
  /** [ni, nj, nk]. */
  shape: readonly [number, number, number]
  affine: Affine
}

/** Length of each voxel axis in mm, from the affine's columns. */
export function spacingMm(affine: Affine): [number, number, number] {
  const column = (c: number) => Math.hypot(affine[c], affine[4 + c], affine[8 + c])
  return [column(0), column(1), column(2)]
}

/** [depth, height, width] of a volume: the one turn from NIfTI order to tensors. */
export const tensorShape = ({ shape }: Pick<Volume, 'shape'>): [number, number, number] => [
  shape[2],
  shape[1],
  shape[0],
]
