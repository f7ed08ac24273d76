import { AntrumError } from '../ipc/error.ts'
import { damagedFile } from './damaged.ts'
import { bytesPerValue, decodeValues, valueCount } from './tensor.ts'
import type { StoredTensor, TensorDtype } from './tensor.ts'

/**
 * The safetensors container: 8 bytes header length (little endian), a JSON header, then raw little-endian values.
 * Source: the format's own specification ("Format" in the safetensors README). Reading checks every offset, so a
 * damaged or hostile file ends in an error, never in a wrong tensor.
 */

/** What can be written: half precision is only read. */
export type WritableTensor = Exclude<StoredTensor, { dtype: 'F16' | 'BF16' }>

/** The limit of the reference implementation. */
const headerLimitBytes = 100_000_000

interface HeaderEntry {
  dtype: TensorDtype
  shape: number[]
  data_offsets: [number, number]
}

const damaged = damagedFile('safetensors')

/**
 * All tensors of a safetensors file, in the order of their data.
 *
 * @throws AntrumError 'unreadable-file' when anything is out of bounds, overlapping or missing;
 *   'unsupported-file' for a dtype that Antrum does not read.
 */
export function readSafetensors(bytes: Uint8Array): Map<string, StoredTensor> {
  const { entries, dataStart } = readHeader(bytes)
  const tensors = new Map<string, StoredTensor>()
  for (const [name, { dtype, shape, data_offsets }] of entries) {
    // A copy (slice() of a Node Buffer is none): the values of another writer need not be aligned for a typed array.
    const raw = new Uint8Array(bytes.subarray(dataStart + data_offsets[0], dataStart + data_offsets[1]))
      .buffer
    tensors.set(name, { dtype, shape, data: decodeValues(dtype, raw) } as StoredTensor)
  }
  return tensors
}

/** The free `__metadata__` strings of a safetensors file; throws as `readSafetensors` does. */
export function readSafetensorsMetadata(bytes: Uint8Array): Record<string, string> {
  return readHeader(bytes).metadata
}

/**
 * Writes tensors in one fixed layout: widest values first, then by name, so equal content gives equal bytes and every
 * tensor is aligned to its own width.
 *
 * @param tensors  A Map, or Object.entries of a record.
 * @throws AntrumError 'shape-mismatch' when a shape does not fit the number of values.
 */
export function writeSafetensors(
  tensors: Iterable<readonly [string, WritableTensor]>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const byName = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  const sorted = [...new Map(tensors)].sort(
    ([a, x], [b, y]) => bytesPerValue[y.dtype] - bytesPerValue[x.dtype] || byName(a, b),
  )
  const header = new Map<string, unknown>()
  const metadataEntries = Object.entries(metadata).sort(([a], [b]) => byName(a, b))
  if (metadataEntries.length > 0) header.set('__metadata__', Object.fromEntries(metadataEntries))
  let offset = 0
  for (const [name, { dtype, shape, data }] of sorted) {
    if (name === '__metadata__')
      throw new AntrumError(
        'shape-mismatch',
        'A tensor cannot be called __metadata__: safetensors keeps that name for itself.',
      )
    const count = valueCount(shape)
    if (count !== data.length) {
      throw new AntrumError(
        'shape-mismatch',
        `Tensor ${name} has the shape [${shape.join(', ')}] (${count} values) but holds ${data.length} values.`,
      )
    }
    header.set(name, { dtype, shape, data_offsets: [offset, offset + data.byteLength] })
    offset += data.byteLength
  }
  const json = new TextEncoder().encode(
    `{${[...header].map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`,
  )
  const headerLength = Math.ceil(json.length / 8) * 8
  const bytes = new Uint8Array(8 + headerLength + offset)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true)
  bytes.fill(0x20, 8, 8 + headerLength)
  bytes.set(json, 8)
  let at = 8 + headerLength
  for (const [, { data }] of sorted) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at)
    at += data.byteLength
  }
  return bytes
}

function readHeader(bytes: Uint8Array): {
  entries: [string, HeaderEntry][]
  metadata: Record<string, string>
  dataStart: number
} {
  if (bytes.length < 8) throw damaged(`it has ${bytes.length} bytes, the header alone needs more`)
  const headerLength = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true))
  if (headerLength > headerLimitBytes || 8 + headerLength > bytes.length) {
    throw damaged(`its header claims ${headerLength} bytes, the file has ${bytes.length}`)
  }
  const dataStart = 8 + headerLength
  const entries: [string, HeaderEntry][] = []
  let metadata: Record<string, string> = {}
  for (const [name, value] of Object.entries(parseJsonObject(bytes.subarray(8, dataStart)))) {
    if (name === '__metadata__') metadata = checkMetadata(value)
    else entries.push([name, checkEntry(name, value)])
  }
  entries.sort(
    ([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1],
  )
  let expected = 0
  for (const [
    name,
    {
      data_offsets: [begin, end],
    },
  ] of entries) {
    if (begin !== expected)
      throw damaged(`the values of ${name} start at ${begin}, expected ${expected} (no holes, no overlaps)`)
    expected = end
  }
  if (dataStart + expected !== bytes.length) {
    throw damaged(`its tensors need ${expected} bytes of values, the file has ${bytes.length - dataStart}`)
  }
  return { entries, metadata, dataStart }
}

function parseJsonObject(bytes: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>
  } catch {
    // The one message below says all there is to say.
  }
  throw damaged('its header is not a JSON object')
}

function checkMetadata(value: unknown): Record<string, string> {
  const isStrings =
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((text) => typeof text === 'string')
  if (!isStrings) throw damaged('its metadata is not a list of strings')
  return value as Record<string, string>
}

function checkEntry(name: string, value: unknown): HeaderEntry {
  const isCount = (n: unknown): n is number => Number.isSafeInteger(n) && (n as number) >= 0
  const { dtype, shape, data_offsets: offsets } = (value ?? {}) as Partial<Record<keyof HeaderEntry, unknown>>
  if (typeof dtype !== 'string' || !Array.isArray(shape) || !shape.every(isCount))
    throw damaged(`the entry of ${name} is malformed`)
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount))
    throw damaged(`the offsets of ${name} are malformed`)
  if (!Object.hasOwn(bytesPerValue, dtype)) {
    throw new AntrumError(
      'unsupported-file',
      `Tensor ${name} has the type ${dtype}; Antrum reads ${Object.keys(bytesPerValue).join(', ')}. Convert the file first.`,
    )
  }
  const entry: HeaderEntry = { dtype: dtype as TensorDtype, shape, data_offsets: offsets as [number, number] }
  const needed = valueCount(shape) * bytesPerValue[entry.dtype]
  const [begin, end] = entry.data_offsets
  if (end - begin !== needed)
    throw damaged(
      `${name} [${shape.join(', ')}] of ${dtype} needs ${needed} bytes, its offsets span ${end - begin}`,
    )
  return entry
}
