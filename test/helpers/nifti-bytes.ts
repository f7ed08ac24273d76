/**
 * NIfTI files of every kind Antrum must read, and defective ones, written byte by byte from the standard's tables
 * (nifti1.h, nifti2.h) so that they do not lean on Antrum's own writer.
 */
export interface NiftiFields {
  version?: 1 | 2
  littleEndian?: boolean
  paired?: boolean
  magic?: string
  dims?: readonly number[]
  /** NIfTI code; 4 = int16. */
  datatype?: number
  /** Stored numbers, before slope and intercept. */
  values?: readonly number[]
  pixdim?: readonly number[]
  voxelOffset?: number
  slope?: number
  intercept?: number
  qformCode?: number
  /** quatern_b, c, d, qoffset_x, y, z. */
  qform?: readonly number[]
  sformCode?: number
  sform?: readonly number[]
  units?: number
  /** Bytes of one header extension (a multiple of 16), between header and voxels. */
  extensionBytes?: number
}

const widths: Record<number, number> = {
  1: 1,
  2: 1,
  4: 2,
  8: 4,
  16: 4,
  32: 8,
  64: 8,
  128: 3,
  256: 1,
  512: 2,
  768: 4,
  1024: 8,
  1280: 8,
}

/** 2 × 3 × 4 voxels 0 … 23 of 1 mm with an identity sform, unless told otherwise. */
export function niftiBytes(fields: NiftiFields = {}): {
  header: Uint8Array
  image: Uint8Array
  file: Uint8Array
} {
  const {
    version = 1,
    littleEndian: le = true,
    paired = false,
    dims = [3, 2, 3, 4, 1, 1, 1, 1],
    datatype = 4,
    values = Array.from({ length: 24 }, (_, i) => i),
    pixdim = [1, 1, 1, 1],
    slope = 1,
    intercept = 0,
    qformCode = 0,
    qform = [0, 0, 0, 0, 0, 0],
    sformCode = 1,
    sform = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0],
    units = 2,
    extensionBytes = 0,
  } = fields
  const size = version === 1 ? 348 : 540
  const magic = fields.magic ?? `${paired ? 'ni' : 'n+'}${version}`
  const voxelOffset = fields.voxelOffset ?? (paired ? 0 : size + 4 + extensionBytes)
  const header = new Uint8Array(size + 4 + extensionBytes)
  const view = new DataView(header.buffer)
  const int16 = (at: number, ...numbers: number[]) =>
    numbers.forEach((n, i) => view.setInt16(at + 2 * i, n, le))
  const int32 = (at: number, ...numbers: number[]) =>
    numbers.forEach((n, i) => view.setInt32(at + 4 * i, n, le))
  const int64 = (at: number, ...numbers: number[]) =>
    numbers.forEach((n, i) => view.setBigInt64(at + 8 * i, BigInt(n), le))
  const float = (at: number, ...numbers: number[]) =>
    numbers.forEach((n, i) => view.setFloat32(at + 4 * i, n, le))
  const double = (at: number, ...numbers: number[]) =>
    numbers.forEach((n, i) => view.setFloat64(at + 8 * i, n, le))
  int32(0, size)
  const magicBytes = new TextEncoder().encode(magic)
  if (version === 1) {
    int16(40, ...dims)
    int16(70, datatype, 8 * (widths[datatype] ?? 1))
    float(76, ...pixdim)
    float(108, voxelOffset, slope, intercept)
    view.setUint8(123, units)
    int16(252, qformCode, sformCode)
    float(256, ...qform)
    float(280, ...sform)
    header.set(magicBytes, 344)
  } else {
    header.set(magicBytes, 4)
    header.set([0, 13, 10, 26, 10], 7)
    int16(12, datatype, 8 * (widths[datatype] ?? 1))
    int64(16, ...dims)
    double(104, ...pixdim)
    int64(168, voxelOffset)
    double(176, slope, intercept)
    int32(344, qformCode, sformCode)
    double(352, ...qform)
    double(400, ...sform)
    int32(500, units)
  }
  if (extensionBytes > 0) {
    header[size] = 1
    int32(size + 4, extensionBytes, 6) // 6: a comment
    header.fill(0x41, size + 12)
  }
  const image = voxelBytes(datatype, values, le)
  const file = new Uint8Array(header.length + image.length)
  file.set(header)
  file.set(image, header.length)
  return { header, image, file }
}

function voxelBytes(datatype: number, values: readonly number[], le: boolean): Uint8Array {
  const width = widths[datatype] ?? 1
  const bytes = new Uint8Array(width * values.length)
  const view = new DataView(bytes.buffer)
  values.forEach((value, i) => {
    const at = width * i
    switch (datatype) {
      case 2:
        return view.setUint8(at, value)
      case 4:
        return view.setInt16(at, value, le)
      case 8:
        return view.setInt32(at, value, le)
      case 16:
        return view.setFloat32(at, value, le)
      case 64:
        return view.setFloat64(at, value, le)
      case 256:
        return view.setInt8(at, value)
      case 512:
        return view.setUint16(at, value, le)
      case 768:
        return view.setUint32(at, value, le)
      case 1024:
        return view.setBigInt64(at, BigInt(value), le)
      case 1280:
        return view.setBigUint64(at, BigInt(value), le)
      default:
        return // kinds that are refused: what is in them does not matter
    }
  })
  return bytes
}
