import { AntrumError } from '../ipc/error.ts'

/**
 * The fields of a NIfTI header that Antrum uses, read with strict checks.
 *
 * Own code, not nifti-reader-js: version 0.8 reads big-endian and negative 64-bit fields of NIfTI-2 wrongly, prefers the
 * qform whenever its code is the larger one, and can loop for ever on a damaged extension (a negative size).
 * Source: nifti1.h and nifti2.h of the NIfTI data format working group.
 */
export interface NiftiHeader {
  format: 'NIfTI-1' | 'NIfTI-2'
  littleEndian: boolean
  /** True for a .hdr whose voxels are in an .img. */
  paired: boolean
  datatype: Datatype
  /** [ni, nj, nk], each ≥ 2. */
  shape: readonly [number, number, number]
  /** Where the voxels start: in the .img when paired, else in the file itself. */
  voxelOffsetBytes: number
  /** value = slope·stored + intercept; 1 and 0 when the header's scaling is to be ignored. */
  slope: number
  intercept: number
  /** The header's pixdim[0…3]: the handedness of the qform, then the spacing. */
  pixdim: readonly number[]
  qformCode: number
  /** quatern_b, c, d and qoffset_x, y, z. */
  quaternion: readonly number[]
  quaternionOffset: readonly number[]
  sformCode: number
  /** srow_x, srow_y, srow_z: 12 numbers. */
  sform: readonly number[]
  /** Millimetres per unit of length of this header. */
  millimetresPerUnit: number
}

const datatypes = {
  2: { name: 'uint8', bytes: 1 },
  4: { name: 'int16', bytes: 2 },
  8: { name: 'int32', bytes: 4 },
  16: { name: 'float32', bytes: 4 },
  64: { name: 'float64', bytes: 8 },
  256: { name: 'int8', bytes: 1 },
  512: { name: 'uint16', bytes: 2 },
  768: { name: 'uint32', bytes: 4 },
  1024: { name: 'int64', bytes: 8 },
  1280: { name: 'uint64', bytes: 8 },
} as const
export type Datatype = (typeof datatypes)[keyof typeof datatypes]

const unsupportedDatatypes: Record<number, string> = {
  1: 'single bits',
  32: 'complex numbers',
  128: 'colour (RGB)',
  1536: '128-bit numbers',
  1792: 'complex numbers',
  2048: 'complex numbers',
  2304: 'colour (RGBA)',
}

/** So many bytes from the start of a file are enough for `readNiftiHeader`. */
export const headerBytes = 540
/** 1024 × 1024 × 512: far above any head scan, and its float32 copy (2 GB) still fits a workstation. */
const voxelLimit = 2 ** 29

const unreadable = (message: string) => new AntrumError('unreadable-file', message)
const unsupported = (message: string) => new AntrumError('unsupported-file', message)

/** Bytes the file (or the .img of a pair) must have. */
export const promisedBytes = ({ shape, datatype, voxelOffsetBytes }: NiftiHeader): number =>
  voxelOffsetBytes + shape[0] * shape[1] * shape[2] * datatype.bytes

/**
 * @param bytes  The start of a file, at least `headerBytes` of it where the file has so many.
 * @throws AntrumError 'unreadable-file' | 'unsupported-file'.
 */
export function readNiftiHeader(bytes: Uint8Array): NiftiHeader {
  if (bytes.length === 0) throw unreadable('The file is empty. Copy it again from where it came from.')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const size = bytes.length < 4 ? 0 : view.getInt32(0, true)
  const swapped = bytes.length < 4 ? 0 : view.getInt32(0, false)
  const littleEndian = size === 348 || size === 540
  const headerSize = littleEndian ? size : swapped
  if (headerSize !== 348 && headerSize !== 540) {
    throw unreadable(
      'This is not a NIfTI file: it does not start with the header size 348 or 540. Convert the scan to NIfTI first.',
    )
  }
  if (bytes.length < headerSize) {
    throw unreadable(
      `The file ends inside its header: ${bytes.length} of ${headerSize} bytes are there. Copy it again from where it came from.`,
    )
  }
  return headerSize === 348 ? readNifti1(view, littleEndian) : readNifti2(view, littleEndian)
}

function readNifti1(view: DataView, littleEndian: boolean): NiftiHeader {
  const int16 = (at: number) => view.getInt16(at, littleEndian)
  const float = (at: number) => view.getFloat32(at, littleEndian)
  const floats = (at: number, count: number) => Array.from({ length: count }, (_, i) => float(at + 4 * i))
  return {
    format: 'NIfTI-1',
    littleEndian,
    paired: checkMagic(view, 344, '1'),
    datatype: checkDatatype(int16(70)),
    shape: checkDims(Array.from({ length: 8 }, (_, i) => int16(40 + 2 * i))),
    voxelOffsetBytes: checkOffset(float(108), view, 344, 348),
    ...scaling(float(112), float(116)),
    pixdim: floats(76, 4),
    qformCode: int16(252),
    quaternion: floats(256, 3),
    quaternionOffset: floats(268, 3),
    sformCode: int16(254),
    sform: floats(280, 12),
    millimetresPerUnit: millimetresPerUnit(view.getUint8(123)),
  }
}

function readNifti2(view: DataView, littleEndian: boolean): NiftiHeader {
  const int32 = (at: number) => view.getInt32(at, littleEndian)
  const int64 = (at: number) => Number(view.getBigInt64(at, littleEndian))
  const double = (at: number) => view.getFloat64(at, littleEndian)
  const doubles = (at: number, count: number) => Array.from({ length: count }, (_, i) => double(at + 8 * i))
  return {
    format: 'NIfTI-2',
    littleEndian,
    paired: checkMagic(view, 4, '2'),
    datatype: checkDatatype(view.getInt16(12, littleEndian)),
    shape: checkDims(Array.from({ length: 8 }, (_, i) => int64(16 + 8 * i))),
    voxelOffsetBytes: checkOffset(int64(168), view, 4, 540),
    ...scaling(double(176), double(184)),
    pixdim: doubles(104, 4),
    qformCode: int32(344),
    quaternion: doubles(352, 3),
    quaternionOffset: doubles(376, 3),
    sformCode: int32(348),
    sform: doubles(400, 12),
    millimetresPerUnit: millimetresPerUnit(int32(500)),
  }
}

/** True for a pair ('ni1'), false for a single file ('n+1'). */
function checkMagic(view: DataView, at: number, version: '1' | '2'): boolean {
  const magic = String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at, 4))
  if (magic === `n+${version}\0`) return false
  if (magic === `ni${version}\0`) return true
  if (magic === '\0\0\0\0') {
    throw unsupported(
      'This looks like an Analyze 7.5 file, which does not record which side is left. Convert the original scan to NIfTI.',
    )
  }
  throw unreadable(
    `This is not a NIfTI file: its signature is ${JSON.stringify(magic)}, expected "n+${version}" or "ni${version}". Convert the scan to NIfTI again.`,
  )
}

function checkDatatype(code: number): Datatype {
  if (Object.hasOwn(datatypes, code)) return datatypes[code as keyof typeof datatypes]
  const kind = unsupportedDatatypes[code]
  if (kind)
    throw unsupported(
      `Its voxels are ${kind}; Antrum reads one grey value per voxel. Export the scan as a grey-value image.`,
    )
  throw unreadable(
    `Its header names the voxel type ${code}, which does not exist. Convert the scan to NIfTI again.`,
  )
}

function checkDims(dims: readonly number[]): [number, number, number] {
  const rank = dims[0]
  if (!(rank >= 1 && rank <= 7))
    throw unreadable(`Its header gives ${rank} dimensions, expected 3. Convert the scan to NIfTI again.`)
  // Some writers leave 0 in a dimension above the third that is not used.
  const used = dims.slice(1, rank + 1).map((length, axis) => (axis >= 3 && length === 0 ? 1 : length))
  const text = used.join(' × ')
  if (used.some((length) => length < 1))
    throw unreadable(
      `Its header gives the size ${text}; every length must be positive. Convert the scan to NIfTI again.`,
    )
  if (rank < 3 || used.slice(0, 3).some((length) => length < 2))
    throw unsupported(`It holds a flat image (${text} voxels), not a volume. Choose the whole series.`)
  if (used.slice(3).some((length) => length > 1)) {
    throw unsupported(
      `It holds several volumes (${text} voxels), for example time points; Antrum takes one. Split the series and choose one volume.`,
    )
  }
  const [ni, nj, nk] = used as [number, number, number]
  if (ni * nj * nk > voxelLimit)
    throw unsupported(
      `Its header promises ${text} voxels; Antrum takes scans of up to ${voxelLimit} voxels. Check the file, or resample it first.`,
    )
  return [ni, nj, nk]
}

function checkOffset(offset: number, view: DataView, magicAt: number, headerSize: number): number {
  const paired = view.getUint8(magicAt + 1) === 0x69
  if (!paired && offset === 0) return headerSize + 4 // the standard's default
  if (Number.isSafeInteger(offset) && offset >= (paired ? 0 : headerSize)) return offset
  throw unreadable(
    `Its header says the voxels start at byte ${offset}, which cannot be. Convert the scan to NIfTI again.`,
  )
}

/** A slope of 0 means "no scaling" in the standard, whatever the intercept; a slope that is no number cannot mean anything. */
function scaling(slope: number, intercept: number): { slope: number; intercept: number } {
  if (slope === 0 || !Number.isFinite(slope) || !Number.isFinite(intercept)) return { slope: 1, intercept: 0 }
  return { slope, intercept }
}

/** The low three bits of xyzt_units: 1 metre, 2 millimetre, 3 micrometre; unknown is taken as millimetre. */
function millimetresPerUnit(units: number): number {
  const code = units & 7
  return code === 1 ? 1000 : code === 3 ? 0.001 : 1
}
