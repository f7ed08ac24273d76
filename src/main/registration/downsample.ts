import { multiply } from '../../shared/imaging/affine.ts'
import { spacingMm } from '../../shared/imaging/volume.ts'
import type { Volume } from '../../shared/imaging/volume.ts'

/**
 * Averages blocks of whole voxels until every axis is about as coarse as asked; an axis that is coarser stays as it is.
 * Registration needs no finer grid, and block means cost one pass where smoothing and resampling cost many.
 *
 * @param targetMm  Spacing wanted. The result is between two thirds and four thirds of it, unless the source is coarser.
 * @returns The same volume when nothing is to be done. Voxels that fill no whole block at the far end are left out.
 */
export function averageBlocks(volume: Volume, targetMm: number): Volume {
  const [ni, nj] = volume.shape
  const [bi, bj, bk] = spacingMm(volume.affine).map((spacing, axis) =>
    Math.min(volume.shape[axis], Math.max(1, Math.round(targetMm / spacing))),
  )
  if (bi * bj * bk === 1) return volume
  const shape = [bi, bj, bk].map((block, axis) => Math.floor(volume.shape[axis] / block)) as [
    number,
    number,
    number,
  ]
  const data = new Float32Array(shape[0] * shape[1] * shape[2])
  for (let k = 0; k < shape[2] * bk; k++) {
    for (let j = 0; j < shape[1] * bj; j++) {
      const target = shape[0] * (Math.floor(j / bj) + shape[1] * Math.floor(k / bk))
      let source = ni * (j + nj * k)
      for (let i = 0; i < shape[0]; i++) {
        let sum = 0
        for (let b = 0; b < bi; b++) sum += volume.data[source++]
        data[target + i] += sum
      }
    }
  }
  const share = 1 / (bi * bj * bk)
  for (let i = 0; i < data.length; i++) data[i] *= share
  // A block's centre lies (block − 1) / 2 voxels behind its first voxel's centre.
  const blockToVoxel = [
    bi, 0, 0, (bi - 1) / 2,
    0, bj, 0, (bj - 1) / 2,
    0, 0, bk, (bk - 1) / 2,
    0, 0, 0, 1,
  ] // prettier-ignore
  return { data, shape, affine: multiply(volume.affine, blockToVoxel) }
}
