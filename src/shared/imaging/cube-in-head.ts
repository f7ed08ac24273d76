import { applyAffine, type Point } from './affine.ts'
import type { VoxelIndex } from './cube-slices.ts'
import { resampleToGrid } from './resample.ts'
import type { Volume } from './volume.ts'

/**
 * Values on the voxels of a sinus cube, where the cube lies in the head it was cut from. The cube's own affine leads there
 * from either side: that of a right sinus, stored mirrored, runs against the head, and so mirrors it back.
 *
 * @param values  [edge³], in the order of the cube's voxels.
 * @param cube    As it was cut: its affine leads to the scan's RAS world (see SinusVolume).
 */
export const layerInHead = (values: Float32Array<ArrayBuffer>, { shape, affine }: Volume): Volume => ({
  data: values,
  shape,
  affine,
})

/** Where a voxel of a cube lies in the head, RAS mm. */
export const pointInHead = ({ affine }: Pick<Volume, 'affine'>, [i, j, k]: VoxelIndex): Point =>
  applyAffine(affine, [i, j, k])

/** An own head correlates far higher, also where the scan is noisy; another one has no reason to. */
const leastLikeness = 0.5

/**
 * Whether a cube was cut from this head, as far as its voxels tell: the head's values on the cube's grid rise and fall
 * with the cube's (correlation over the cube). A cube that is all one value tells nothing against it.
 */
export function isCutFrom(cube: Volume, head: Volume): boolean {
  const { data } = resampleToGrid(head, cube).volume
  const likeness = correlation(cube.data, data)
  return Number.isNaN(likeness) || likeness >= leastLikeness
}

/** Pearson's; not a number when one of them does not vary. */
function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [sumA, sumB] = [0, 0]
  for (let i = 0; i < a.length; i++) {
    sumA += a[i]
    sumB += b[i]
  }
  const [meanA, meanB] = [sumA / a.length, sumB / a.length]
  let [ab, aa, bb] = [0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - meanA) * (b[i] - meanB)
    aa += (a[i] - meanA) ** 2
    bb += (b[i] - meanB) ** 2
  }
  return ab / Math.sqrt(aa * bb)
}
