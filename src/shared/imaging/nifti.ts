import { AntrumError } from '../ipc/error.ts'
import { orientationCode } from './affine.ts'
import { readGeometry } from './nifti-geometry.ts'
import type { GeometrySource } from './nifti-geometry.ts'
import { promisedBytes, readNiftiHeader } from './nifti-header.ts'
import type { NiftiHeader } from './nifti-header.ts'
import { spacingMm } from './volume.ts'
import type { Volume } from './volume.ts'

export { encodeNifti } from './nifti-encode.ts'

/** Something a person should look at before using the scan; the file was read all the same. */
export interface NiftiWarning {
  code:
    | 'sides-unknown'
    | 'orientation-unusable'
    | 'qform-sform-disagree'
    | 'sheared'
    | 'implausible-spacing'
    | 'non-finite-voxels'
    | 'constant-image'
  message: string
}

/** What a file said about itself; no free text of it, which may hold names. */
export interface NiftiInfo {
  format: NiftiHeader['format']
  /** As stored, e.g. 'int16'; the volume itself is float32, scaled. */
  datatype: NiftiHeader['datatype']['name']
  /** As `orientationCode`; means nothing when `geometrySource` is 'spacing-only'. */
  orientation: string
  spacingMm: [number, number, number]
  dims: [number, number, number]
  geometrySource: GeometrySource
}

export interface ParsedNifti {
  volume: Volume
  warnings: NiftiWarning[]
  info: NiftiInfo
}

/**
 * Reads NIfTI-1 or NIfTI-2 bytes (not compressed) of either byte order, one volume of any scalar type, scaled as the
 * header says. Voxels that are no finite float32 become 0, with a warning. Which orientation counts: `readGeometry`.
 *
 * @param bytes  A whole .nii, or the .hdr of a pair.
 * @param image  The .img of a pair.
 * @throws AntrumError 'unreadable-file' (damaged), 'unsupported-file' (colour, several volumes, …), 'no-geometry'.
 */
export function parseNifti(bytes: Uint8Array, image?: Uint8Array): ParsedNifti {
  const header = readNiftiHeader(bytes)
  if (header.paired && !image) {
    throw new AntrumError(
      'unreadable-file',
      'This is the header of a .hdr/.img pair and the .img is not there. Put both files side by side.',
    )
  }
  const stored = header.paired ? image! : bytes
  if (stored.length < promisedBytes(header)) {
    throw new AntrumError(
      'unreadable-file',
      `The voxel data is incomplete: ${promisedBytes(header)} bytes are needed, ${stored.length} are there. Copy the file again from where it came from.`,
    )
  }
  const { affine, source, warnings } = readGeometry(header)
  const { data, nonFinite } = readVoxels(header, stored)
  if (nonFinite > 0) {
    warnings.push({
      code: 'non-finite-voxels',
      message: `${nonFinite} of ${data.length} voxels are not finite numbers and were set to 0. Check that they are background.`,
    })
  }
  if (data.every((value) => value === data[0])) {
    warnings.push({
      code: 'constant-image',
      message: `Every voxel has the value ${data[0]}: there is nothing to see or to register. Choose another scan.`,
    })
  }
  return {
    volume: { data, shape: header.shape, affine },
    warnings,
    info: {
      format: header.format,
      datatype: header.datatype.name,
      orientation: orientationCode(affine),
      spacingMm: spacingMm(affine),
      dims: [...header.shape],
      geometrySource: source,
    },
  }
}

/** The stored numbers, scaled; those that are not finite as float32 are 0 and counted. */
function readVoxels(header: NiftiHeader, bytes: Uint8Array): { data: Float32Array; nonFinite: number } {
  const { datatype, voxelOffsetBytes, littleEndian, slope, intercept } = header
  let raw = bytes.subarray(voxelOffsetBytes, promisedBytes(header))
  if (!littleEndian || raw.byteOffset % datatype.bytes !== 0) raw = new Uint8Array(raw) // own, aligned copy
  if (!littleEndian) reverseEach(raw, datatype.bytes)
  const stored = typedView(datatype.name, raw)
  const data = new Float32Array(stored.length)
  let nonFinite = 0
  for (let i = 0; i < data.length; i++) {
    data[i] = Number(stored[i]) * slope + intercept
    if (!Number.isFinite(data[i])) {
      data[i] = 0
      nonFinite++
    }
  }
  return { data, nonFinite }
}

function typedView(datatype: NiftiInfo['datatype'], { buffer, byteOffset, byteLength }: Uint8Array) {
  switch (datatype) {
    case 'uint8':
      return new Uint8Array(buffer, byteOffset, byteLength)
    case 'int8':
      return new Int8Array(buffer, byteOffset, byteLength)
    case 'int16':
      return new Int16Array(buffer, byteOffset, byteLength / 2)
    case 'uint16':
      return new Uint16Array(buffer, byteOffset, byteLength / 2)
    case 'int32':
      return new Int32Array(buffer, byteOffset, byteLength / 4)
    case 'uint32':
      return new Uint32Array(buffer, byteOffset, byteLength / 4)
    case 'float32':
      return new Float32Array(buffer, byteOffset, byteLength / 4)
    case 'float64':
      return new Float64Array(buffer, byteOffset, byteLength / 8)
    case 'int64':
      return new BigInt64Array(buffer, byteOffset, byteLength / 8)
    case 'uint64':
      return new BigUint64Array(buffer, byteOffset, byteLength / 8)
  }
}

/** Turns big-endian values of `width` bytes into little-endian ones, in place. */
function reverseEach(bytes: Uint8Array, width: number): void {
  for (let start = 0; start < bytes.length; start += width) {
    for (let low = start, high = start + width - 1; low < high; low++, high--) {
      const byte = bytes[low]
      bytes[low] = bytes[high]
      bytes[high] = byte
    }
  }
}
