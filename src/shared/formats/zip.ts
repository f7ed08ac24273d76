import { AntrumError } from '../ipc/error.ts'
import { damagedFile, printable } from './damaged.ts'

/**
 * Undoes raw deflate and throws when the result is not exactly so long, without ever holding more than that.
 * It is handed in because `shared` knows no Node; there it is `inflateRawSync` with `maxOutputLength`.
 */
export type InflateRaw = (packed: Uint8Array, unpackedBytes: number) => Uint8Array

interface Entry {
  name: string
  isDeflated: boolean
  crc: number
  packedBytes: number
  bytes: number
  headerOffset: number
}

/** Weights hardly compress: what promises to unpack to more than this many times the archive is a bomb. */
const largestGrowth = 16
/** Small archives may promise this much whatever their size. */
const smallBytes = 2 ** 24

const damaged = damagedFile('zip')

/**
 * All entries of a zip archive by name. Stored ones are views of `bytes`, deflated ones are unpacked; every checksum
 * is verified. Zip64 sizes (over 4 GB), encryption and several disks are refused.
 *
 * @throws AntrumError 'unreadable-file' when it is damaged, 'unsupported-file' when it is packed in another way or would
 *   unpack to far more than it is.
 * Source: PKWARE APPNOTE 4.3.7, 4.3.12 and 4.3.16.
 */
export function readZip(bytes: Uint8Array, inflateRaw: InflateRaw): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries = readDirectory(view)
  const sum = (of: (entry: Entry) => number) => entries.reduce((total, entry) => total + of(entry), 0)
  if (sum(({ packedBytes }) => packedBytes) > bytes.length) throw damaged('its entries overlap')
  const total = sum((entry) => entry.bytes)
  if (total > Math.max(smallBytes, largestGrowth * bytes.length)) {
    throw new AntrumError(
      'unsupported-file',
      `This zip archive of ${bytes.length} bytes says that it unpacks to ${total}, which weights never do. Get it again from a source you trust.`,
    )
  }
  const files = new Map<string, Uint8Array>()
  for (const entry of entries) {
    const name = printable(entry.name)
    if (files.has(entry.name)) throw damaged(`it holds ${name} twice`)
    const content = unpack(packedBytesOf(view, entry), entry, inflateRaw)
    if (crc32(content) !== entry.crc) throw damaged(`the checksum of ${name} does not match its content`)
    files.set(entry.name, content)
  }
  return files
}

/** The table of contents at the end. */
function readDirectory(view: DataView): Entry[] {
  const end = findEnd(view)
  const count = view.getUint16(end + 10, true)
  const offset = view.getUint32(end + 16, true)
  if (count === 0xffff || offset === 0xffffffff) throw tooLarge()
  const decoder = new TextDecoder()
  const entries: Entry[] = []
  for (let at = offset; entries.length < count;) {
    if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) throw damaged('its directory is cut off')
    const nameBytes = view.getUint16(at + 28, true)
    const next = at + 46 + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
    if (next > end) throw damaged('its directory is cut off')
    const name = decoder.decode(new Uint8Array(view.buffer, view.byteOffset + at + 46, nameBytes))
    const method = view.getUint16(at + 10, true)
    const isEncrypted = (view.getUint16(at + 8, true) & 1) !== 0
    if ((method !== 0 && method !== 8) || isEncrypted) {
      throw new AntrumError(
        'unsupported-file',
        `${printable(name)} in this zip archive is ${isEncrypted ? 'encrypted' : `packed by method ${method}`}; Antrum reads stored and deflated entries. Pack it again without.`,
      )
    }
    const packedBytes = view.getUint32(at + 20, true)
    const unpackedBytes = view.getUint32(at + 24, true)
    const headerOffset = view.getUint32(at + 42, true)
    if ([packedBytes, unpackedBytes, headerOffset].includes(0xffffffff)) throw tooLarge()
    const crc = view.getUint32(at + 16, true)
    entries.push({ name, isDeflated: method === 8, crc, packedBytes, bytes: unpackedBytes, headerOffset })
    at = next
  }
  return entries
}

/** Where the end record starts; a comment of up to 64 kB may follow it. */
function findEnd(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 0xffff); at--) {
    if (view.getUint32(at, true) === 0x06054b50) return at
  }
  throw damaged('the directory at its end is missing, it was probably cut off')
}

function packedBytesOf(view: DataView, { name, headerOffset, packedBytes }: Entry): Uint8Array {
  if (headerOffset + 30 > view.byteLength || view.getUint32(headerOffset, true) !== 0x04034b50)
    throw damaged(`${printable(name)} has no header`)
  // The local header's own lengths: writers pad it to align the content.
  const start =
    headerOffset + 30 + view.getUint16(headerOffset + 26, true) + view.getUint16(headerOffset + 28, true)
  if (start + packedBytes > view.byteLength) throw damaged(`${printable(name)} is cut off`)
  return new Uint8Array(view.buffer, view.byteOffset + start, packedBytes)
}

function unpack(packed: Uint8Array, { name, isDeflated, bytes }: Entry, inflateRaw: InflateRaw): Uint8Array {
  if (!isDeflated) {
    if (packed.length !== bytes) throw damaged(`${printable(name)} has two different sizes`)
    return packed
  }
  if (bytes === 0) return new Uint8Array()
  try {
    const content = inflateRaw(packed, bytes)
    if (content.length === bytes) return content
  } catch {
    // Whatever deflate says, the remedy is one.
  }
  throw damaged(`${printable(name)} does not unpack to its ${bytes} bytes`)
}

const tooLarge = () =>
  new AntrumError(
    'unsupported-file',
    'This zip archive is larger than 4 GB (Zip64), which Antrum does not read. Save the weights alone, without optimiser state.',
  )

/** Table k says what a byte does to the checksum when k more bytes follow it ("slicing by four"). */
const crcTables = [0, 1, 2, 3].map(() => new Uint32Array(256))
for (let byte = 0; byte < 256; byte++) {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  crcTables[0][byte] = crc
}
for (const k of [1, 2, 3]) {
  for (let byte = 0; byte < 256; byte++) {
    const before = crcTables[k - 1][byte]
    crcTables[k][byte] = crcTables[0][before & 0xff] ^ (before >>> 8)
  }
}

function crc32(bytes: Uint8Array): number {
  const [last, second, third, fourth] = crcTables
  let crc = 0xffffffff
  let i = 0
  for (; i + 4 <= bytes.length; i += 4) {
    crc ^= bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24)
    crc = fourth[crc & 0xff] ^ third[(crc >>> 8) & 0xff] ^ second[(crc >>> 16) & 0xff] ^ last[crc >>> 24]
  }
  for (; i < bytes.length; i++) crc = last[(crc ^ bytes[i]) & 0xff] ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}
