import { AntrumError } from '../ipc/error.ts'
import { determinant } from './affine.ts'
import { isSheared } from './nifti-geometry.ts'
import { spacingMm } from './volume.ts'
import type { Affine, Volume } from './volume.ts'

const headerSize = 348
const voxelOffset = 352

/**
 * A float32 NIfTI-1 file, not compressed. The affine is kept as sform; as qform too where its axes are at right
 * angles. Text fields are empty, so nothing about a person can be in them.
 *
 * @throws AntrumError 'shape-mismatch' when voxels and shape differ, 'unsupported-file' for an axis above 32 767.
 */
export function encodeNifti({ data, shape, affine }: Volume): Uint8Array<ArrayBuffer> {
  if (data.length !== shape[0] * shape[1] * shape[2]) {
    throw new AntrumError(
      'shape-mismatch',
      `A volume of ${shape.join(' × ')} voxels was given ${data.length} values.`,
    )
  }
  if (shape.some((length) => length > 32767)) {
    throw new AntrumError(
      'unsupported-file',
      `NIfTI-1 holds at most 32767 voxels along an axis, not ${Math.max(...shape)}. Resample the volume first.`,
    )
  }
  const bytes = new Uint8Array(voxelOffset + 4 * data.length)
  const view = new DataView(bytes.buffer)
  const int16 = (at: number, ...values: number[]) =>
    values.forEach((v, i) => view.setInt16(at + 2 * i, v, true))
  const float = (at: number, ...values: number[]) =>
    values.forEach((v, i) => view.setFloat32(at + 4 * i, v, true))
  const leftHanded = determinant(affine) < 0
  view.setInt32(0, headerSize, true)
  view.setUint8(38, 0x72) // 'regular', which some readers insist on
  int16(40, 3, ...shape, 1, 1, 1, 1)
  int16(70, 16, 32) // float32
  float(76, leftHanded ? -1 : 1, ...spacingMm(affine))
  float(108, voxelOffset, 1, 0) // slope 1, intercept 0
  view.setUint8(123, 2) // millimetres
  if (!isSheared(affine)) {
    int16(252, 1)
    float(256, ...quaternion(affine, leftHanded), affine[3], affine[7], affine[11])
  }
  int16(254, 1)
  float(280, ...affine.slice(0, 12))
  bytes.set(new TextEncoder().encode('n+1'), 344)
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), voxelOffset)
  return bytes
}

/**
 * quatern_b, c, d of an affine's rotation, the third axis reversed when left-handed (qfac −1).
 * Source: nifti_mat44_to_quatern; the largest component is found first, so nothing is divided by a small number.
 */
function quaternion(affine: Affine, leftHanded: boolean): [number, number, number] {
  const length = spacingMm(affine)
  if (leftHanded) length[2] = -length[2]
  const r = (row: number, column: 0 | 1 | 2) => affine[4 * row + column] / length[column]
  const [xx, yy, zz] = [r(0, 0), r(1, 1), r(2, 2)]
  // Four times the squares of a, b, c, d.
  const squares = [1 + xx + yy + zz, 1 + xx - yy - zz, 1 - xx + yy - zz, 1 - xx - yy + zz]
  const largest = squares.indexOf(Math.max(...squares))
  const sums = [r(1, 0) + r(0, 1), r(2, 0) + r(0, 2), r(2, 1) + r(1, 2)] as const
  const differences = [r(2, 1) - r(1, 2), r(0, 2) - r(2, 0), r(1, 0) - r(0, 1)] as const
  const scaled = [
    [squares[0], differences[0], differences[1], differences[2]],
    [differences[0], squares[1], sums[0], sums[1]],
    [differences[1], sums[0], squares[2], sums[2]],
    [differences[2], sums[1], sums[2], squares[3]],
  ][largest]
  const norm = Math.hypot(...scaled) * (scaled[0] < 0 ? -1 : 1)
  return [scaled[1] / norm, scaled[2] / norm, scaled[3] / norm]
}
