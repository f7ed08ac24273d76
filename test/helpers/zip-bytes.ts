import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'

export const inflateRaw = (packed: Uint8Array, bytes: number) =>
  inflateRawSync(packed, { maxOutputLength: bytes })

export interface GivenEntry {
  name: string
  content: Uint8Array
  deflate?: boolean
  /** What the directory says instead of the truth. */
  claims?: { bytes?: number; packedBytes?: number; crc?: number; method?: number; flags?: number }
}

/** A zip archive as the format's specification lays it out: entries, directory, end record. */
export function zipBytes(entries: readonly GivenEntry[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, content, deflate, claims } of entries) {
    const packed = deflate ? deflateRawSync(content) : content
    const title = Buffer.from(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(claims?.flags ?? 0, 2)
    common.writeUInt16LE(claims?.method ?? (deflate ? 8 : 0), 4)
    common.writeUInt32LE(claims?.crc ?? crc32(content), 10)
    common.writeUInt32LE(claims?.packedBytes ?? packed.length, 14)
    common.writeUInt32LE(claims?.bytes ?? content.length, 18)
    common.writeUInt16LE(title.length, 22)
    const offset = Buffer.alloc(14)
    offset.writeUInt32LE(at, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, offset, title)
    const entry = [Buffer.from('PK\x03\x04', 'latin1'), common, title, packed]
    for (const part of entry) at += part.length
    parts.push(...(entry as Buffer[]))
  }
  const listing = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(listing.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, listing, end])
}
