import { closestAxes } from './affine.ts'
import type { Volume } from './volume.ts'

/**
 * Turns the order of the voxels along the axis closest to left–right, and the affine with it: every voxel keeps its
 * value and its place in the world. Seen by index alone (by a network, or as an array) the volume is now its mirror
 * image, so that a right sinus looks like a left one; seen with its affine it is the same as before.
 *
 * @throws AntrumError 'no-geometry' when the affine's axes do not span space.
 */
export function mirrorLeftRight({ data, shape, affine }: Volume): Volume {
  const axis = closestAxes(affine).findIndex(({ world }) => world === 0)
  const [ni, nj] = shape
  const length = shape[axis]
  const mirrored = new Float32Array(data.length)
  const stride = [1, ni, ni * nj][axis]
  for (let at = 0; at < data.length; at++) {
    const index = Math.floor(at / stride) % length
    mirrored[at] = data[at + stride * (length - 1 - 2 * index)]
  }
  return { data: mirrored, shape, affine: reverseAxis(affine, axis, length) }
}

/** The affine of a volume whose voxels along one axis are stored the other way round. */
function reverseAxis(affine: Volume['affine'], axis: number, length: number): Volume['affine'] {
  return affine.map((value, i) => {
    const row = i - (i % 4)
    if (i >= 12) return value
    if (i % 4 === axis) return -value
    return i % 4 === 3 ? value + (length - 1) * affine[row + axis] : value
  })
}
