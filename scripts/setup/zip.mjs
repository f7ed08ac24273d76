// @ts-check
import { createReadStream, createWriteStream } from 'node:fs'
import { chmod, mkdir, open } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Transform } from 'node:stream'
import { createInflateRaw } from 'node:zlib'

/**
 * @typedef {object} ZipEntry
 * @property {string} name
 * @property {0 | 8} method          0 stored, 8 deflated
 * @property {number} packedBytes
 * @property {number} bytes          unpacked
 * @property {number} headerOffset   of its local header in the file
 * @property {boolean} executable
 */

/**
 * The table of contents at the end of a zip file (PKWARE APPNOTE 4.3.12 and 4.3.16). Wheels are zip files; Zip64,
 * encryption and several disks do not occur in them and are refused.
 *
 * @param {import('node:fs/promises').FileHandle} handle
 * @returns {Promise<ZipEntry[]>}
 */
async function readEntries(handle) {
  const { size } = await handle.stat()
  const tail = Buffer.alloc(Math.min(size, 22 + 0xffff))
  await handle.read(tail, 0, tail.length, size - tail.length)
  const end = tail.lastIndexOf('PK\x05\x06', undefined, 'latin1')
  if (end < 0) throw new Error('no zip directory at its end')
  const count = tail.readUInt16LE(end + 10)
  const offset = tail.readUInt32LE(end + 16)
  if (count === 0xffff || offset === 0xffffffff) throw new Error('Zip64 files are not read')
  const directory = Buffer.alloc(tail.readUInt32LE(end + 12))
  const { bytesRead } = await handle.read(directory, 0, directory.length, offset)
  if (bytesRead < directory.length) throw new Error('its directory is cut off')

  /** @type {ZipEntry[]} */
  const entries = []
  for (let at = 0; entries.length < count;) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== 0x02014b50)
      throw new Error('its directory is damaged')
    const nameBytes = directory.readUInt16LE(at + 28)
    const name = directory.toString('utf8', at + 46, at + 46 + nameBytes)
    const method = directory.readUInt16LE(at + 10)
    if ((method !== 0 && method !== 8) || directory.readUInt16LE(at + 8) & 1)
      throw new Error(`${name} is packed in a way that is not read`)
    entries.push({
      name,
      method,
      packedBytes: directory.readUInt32LE(at + 20),
      bytes: directory.readUInt32LE(at + 24),
      headerOffset: directory.readUInt32LE(at + 42),
      executable: ((directory.readUInt32LE(at + 38) >>> 16) & 0o111) !== 0,
    })
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return entries
}

/**
 * Streams the wanted files of a zip into a folder, keeping their paths. Unpacks one file at a time, in memory only a
 * few blocks of it, and syncs each to disk.
 *
 * @param {string} file
 * @param {string} folder
 * @param {(name: string) => boolean} wanted
 * @param {(done: number, total: number) => void} [onProgress]  in unpacked bytes
 * @returns {Promise<{ name: string, bytes: number }[]>} what was written
 * @throws {Error} when the file is damaged
 */
export async function unzip(file, folder, wanted, onProgress) {
  const handle = await open(file, 'r')
  try {
    const entries = (await readEntries(handle)).filter(({ name }) => !name.endsWith('/') && wanted(name))
    const total = entries.reduce((sum, { bytes }) => sum + bytes, 0)
    let done = 0
    for (const entry of entries) {
      const target = path.resolve(folder, entry.name)
      if (!target.startsWith(path.resolve(folder) + path.sep))
        throw new Error(`${entry.name} would land outside`)
      const header = Buffer.alloc(30)
      await handle.read(header, 0, 30, entry.headerOffset)
      if (header.readUInt32LE(0) !== 0x04034b50) throw new Error(`${entry.name} has no header`)
      const start = entry.headerOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
      let written = 0
      const count = new Transform({
        transform: (/** @type {Buffer} */ chunk, _encoding, next) => {
          written += chunk.length
          done += chunk.length
          onProgress?.(done, total)
          next(null, chunk)
        },
      })
      await mkdir(path.dirname(target), { recursive: true })
      const source =
        entry.packedBytes === 0
          ? /** @type {Buffer[]} */ ([])
          : createReadStream(file, { start, end: start + entry.packedBytes - 1, highWaterMark: 1 << 20 })
      const sink = createWriteStream(target, { flush: true })
      if (entry.method === 8) await pipeline(source, createInflateRaw({ chunkSize: 1 << 18 }), count, sink)
      else await pipeline(source, count, sink)
      if (written !== entry.bytes)
        throw new Error(`${entry.name} has ${written} bytes instead of ${entry.bytes}`)
      if (entry.executable) await chmod(target, 0o755)
    }
    return entries.map(({ name, bytes }) => ({ name, bytes }))
  } finally {
    await handle.close()
  }
}
