import { crc32, inflateRawSync } from 'node:zlib'
import { AntrumError } from '../../shared/ipc/error.ts'

const signature = { file: 0x04034b50, directory: 0x02014b50, end: 0x06054b50 } as const
const encrypted = 1

/**
 * The wanted files of a zip archive held in memory. Sizes that the archive states are not believed: unpacking stops at
 * `limitBytes` in all.
 *
 * @throws AntrumError 'unreadable-file' when the archive is damaged, encrypted or unpacks to more.
 * Source: PKWARE APPNOTE 4.3; stored and deflated files, no Zip64 (which starts where 4 GB end).
 */
export function unzip(
  archive: Uint8Array,
  { wanted, limitBytes }: { wanted: (name: string) => boolean; limitBytes: number },
): Map<string, Buffer> {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength)
  const files = new Map<string, Buffer>()
  let left = limitBytes
  try {
    const end = bytes.lastIndexOf(uint32(signature.end))
    if (end < 0) throw new Error('it has no table of contents')
    const count = bytes.readUInt16LE(end + 10)
    let at = bytes.readUInt32LE(end + 16)
    for (let i = 0; i < count; i++) {
      if (bytes.readUInt32LE(at) !== signature.directory) throw new Error('its table of contents is damaged')
      const nameBytes = bytes.readUInt16LE(at + 28)
      const name = bytes.toString('utf8', at + 46, at + 46 + nameBytes)
      if (wanted(name)) {
        const file = unpack(bytes, at, left)
        left -= file.length
        files.set(name, file)
      }
      at += 46 + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const reason =
      code === 'ERR_BUFFER_TOO_LARGE'
        ? `it unpacks to more than ${limitBytes / 2 ** 20} MB`
        : code === 'ERR_OUT_OF_RANGE'
          ? 'it ends too early'
          : message
    throw new AntrumError(
      'unreadable-file',
      `The archive cannot be unpacked: ${reason}. Save the file again.`,
      undefined,
      { cause: error },
    )
  }
  return files
}

/** One file, by the place of its entry in the table of contents. */
function unpack(bytes: Buffer, entry: number, limitBytes: number): Buffer {
  const method = bytes.readUInt16LE(entry + 10)
  const packedBytes = bytes.readUInt32LE(entry + 20)
  const header = bytes.readUInt32LE(entry + 42)
  if (bytes.readUInt16LE(entry + 8) & encrypted) throw new Error('it is protected by a password')
  if (bytes.readUInt32LE(header) !== signature.file) throw new Error('a file of it is damaged')
  const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28)
  if (start + packedBytes > bytes.length) throw new Error('it ends too early')
  const packed = bytes.subarray(start, start + packedBytes)
  if (method !== 0 && method !== 8) throw new Error('it is packed in a way that is not read')
  if (method === 0 && packed.length > limitBytes)
    throw Object.assign(new Error(), { code: 'ERR_BUFFER_TOO_LARGE' })
  const file = method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(1, limitBytes) })
  if (crc32(file) !== bytes.readUInt32LE(entry + 16)) throw new Error('a file of it is damaged')
  return file
}

/** A zip archive of these files, not compressed. */
export function storeZip(files: ReadonlyMap<string, Uint8Array>): Buffer {
  const parts: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let offset = 0
  for (const [name, content] of files) {
    const nameBytes = Buffer.from(name)
    // From "version needed" to "extra field length", the same in both places: version 2.0, UTF-8 names, stored, no date.
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x0800, 2)
    common.writeUInt32LE(crc32(content), 10)
    common.writeUInt32LE(content.length, 14)
    common.writeUInt32LE(content.length, 18)
    common.writeUInt16LE(nameBytes.length, 22)
    const local = Buffer.concat([uint32(signature.file), common, nameBytes, content])
    // Comment length, disk and attributes are 0; then the place of the local header.
    const rest = Buffer.concat([Buffer.alloc(10), uint32(offset)])
    directory.push(uint32(signature.directory), Buffer.of(20, 0), common, rest, nameBytes)
    parts.push(local)
    offset += local.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(signature.end, 0)
  end.writeUInt16LE(files.size, 8)
  end.writeUInt16LE(files.size, 10)
  end.writeUInt32LE(
    directory.reduce((sum, part) => sum + part.length, 0),
    12,
  )
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, ...directory, end])
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
