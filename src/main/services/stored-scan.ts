import { createHash } from 'node:crypto'
import { encodeNifti, type NiftiInfo } from '../../shared/imaging/nifti.ts'
import type { Volume } from '../../shared/imaging/volume.ts'

/**
 * A scan as a project keeps it: NIfTI-1, little endian, geometry and voxel values as they were, no text, no extension.
 * The voxel type is the smallest of uint8, int16 and float32 that holds every value exactly, so that the same scan from
 * another container (compressed, NIfTI-2, a pair, another integer type) becomes the same bytes.
 *
 * @returns The bytes, not compressed, and their SHA-256: the identity of the scan.
 */
export function encodeStoredScan({
  volume,
  info,
}: {
  volume: Volume
  info: Pick<NiftiInfo, 'geometrySource'>
}): {
  bytes: Uint8Array
  id: string
} {
  const bytes = withIntegers(encodeNifti(volume), volume.data)
  if (info.geometrySource === 'spacing-only') forgetOrientation(bytes)
  return { bytes, id: createHash('sha256').update(bytes).digest('hex') }
}

/** Offsets in a NIfTI-1 header. */
const at = { datatype: 70, bitsPerVoxel: 72, qformCode: 252, sformCode: 254, voxels: 352 } as const

function withIntegers(bytes: Uint8Array<ArrayBuffer>, values: Float32Array): Uint8Array<ArrayBuffer> {
  let [low, high] = [0, 0]
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (!Number.isInteger(value)) return bytes
    if (value < low) low = value
    if (value > high) high = value
  }
  const type =
    low >= 0 && high <= 255
      ? { code: 2, array: Uint8Array }
      : low >= -32768 && high <= 32767
        ? { code: 4, array: Int16Array }
        : null
  if (!type) return bytes
  const stored = type.array.from(values)
  const packed = new Uint8Array(at.voxels + stored.byteLength)
  packed.set(bytes.subarray(0, at.voxels))
  packed.set(new Uint8Array(stored.buffer), at.voxels)
  const header = new DataView(packed.buffer)
  header.setInt16(at.datatype, type.code, true)
  header.setInt16(at.bitsPerVoxel, 8 * type.array.BYTES_PER_ELEMENT, true)
  return packed
}

/** A file that did not know its sides must not claim them in the project either. */
function forgetOrientation(bytes: Uint8Array): void {
  const header = new DataView(bytes.buffer)
  header.setInt16(at.qformCode, 0, true)
  header.setInt16(at.sformCode, 0, true)
}
