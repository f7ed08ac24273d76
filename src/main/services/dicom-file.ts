import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { parseDicom, type ParsedDicom } from '../dicom/data-set.ts'
import { readHeader, type DicomHeader } from '../dicom/header.ts'
import { transferSyntax } from '../dicom/transfer-syntax.ts'
import { AntrumError } from '../../shared/ipc/error.ts'

export interface DicomFile {
  header: DicomHeader
  /** Why the pixels cannot be used although the attributes could be read; null when nothing is wrong. */
  damage: string | null
}

/** Most headers end in the first; per-frame attributes and private data can take megabytes. */
const headBytes = [2 ** 16, 2 ** 20, 2 ** 24]

/**
 * Reads the attributes of a file, not its pixels, and checks that those are all there.
 *
 * Blocks while it reads: for worker threads.
 *
 * @throws AntrumError 'unreadable-file' or 'unsupported-file' when not even the attributes can be read. No name of a
 *   file is in the message.
 */
export const readDicomFile = (path: string): DicomFile => withFile(path, readOpenFile)

/** The attributes of a file without a look at its pixels. Blocks, and throws, as `readDicomFile`. */
export const readDicomHead = (path: string): ParsedDicom =>
  withFile(path, (file) => parseHead(file, fstatSync(file).size))

function withFile<T>(path: string, read: (file: number) => T): T {
  let file: number | undefined
  try {
    file = openSync(path, 'r')
    return read(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (error instanceof AntrumError || code === undefined) throw error
    throw new AntrumError(
      code === 'ENOENT' ? 'not-found' : 'unreadable-file',
      `The file cannot be read (${code}). Check its permissions and the disk.`,
    )
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

function readOpenFile(file: number): DicomFile {
  const sizeBytes = fstatSync(file).size
  const parsed = parseHead(file, sizeBytes)
  const header = readHeader(parsed)
  if (header.series === '' && (parsed.cut || parsed.pixels !== null)) {
    throw new AntrumError(
      'unreadable-file',
      parsed.cut
        ? 'The DICOM file was cut off before it says what it belongs to. Copy it again from where it came from.'
        : 'The DICOM file does not say to which series it belongs. Export the series again.',
    )
  }
  return { header, damage: findDamage(file, sizeBytes, parsed, header) }
}

function parseHead(file: number, sizeBytes: number): ParsedDicom {
  for (const limit of [...headBytes, sizeBytes]) {
    const isWhole = limit >= sizeBytes
    const bytes = readBytes(file, 0, Math.min(limit, sizeBytes))
    const parsed = isWhole ? parseDicom(bytes) : attempt(bytes)
    if (parsed && (isWhole || parsed.pixels)) return parsed
  }
  throw new Error('unreachable: the last limit is the whole file')
}

/** What cannot be parsed may only be cut off: then more is read. What is no DICOM stays none. */
function attempt(bytes: Uint8Array): ParsedDicom | null {
  try {
    return parseDicom(bytes)
  } catch (error) {
    if (error instanceof AntrumError && error.cause === undefined) throw error
    return null
  }
}

function findDamage(
  file: number,
  sizeBytes: number,
  { pixels, cut }: ParsedDicom,
  header: DicomHeader,
): string | null {
  if (cut) return 'it was cut off inside its attributes'
  if (header.frames.length === 0) return null
  if (!pixels) return 'it holds no pixels'
  if (pixels.undefinedLength) {
    const isWhole =
      !transferSyntax(header.transferSyntax).compressed || fragmentsEnd(file, pixels.offsetBytes)
    return isWhole ? null : 'it was cut off inside its compressed pixels'
  }
  const wanted =
    (header.rows * header.columns * header.samplesPerPixel * header.frames.length * header.bitsAllocated) / 8
  const there = Math.min(pixels.lengthBytes, sizeBytes - pixels.offsetBytes)
  // A compressed image whose length is given is of that length, whatever its voxels come to.
  const needed = transferSyntax(header.transferSyntax).compressed ? pixels.lengthBytes : wanted
  return there < needed ? `it was cut off: ${there} of ${needed} bytes of its pixels are there` : null
}

/** Follows the chain of fragments to the delimiter that has to end it. Source: DICOM PS3.5, A.4. */
function fragmentsEnd(file: number, offsetBytes: number): boolean {
  for (let at = offsetBytes; ;) {
    const item = Buffer.from(readBytes(file, at, 8))
    if (item.length < 8 || item.readUInt16LE(0) !== 0xfffe) return false
    if (item.readUInt16LE(2) === 0xe0dd) return true
    const length = item.readUInt32LE(4)
    at += 8 + length + (length % 2) // some writers pad an odd fragment and do not count the padding
  }
}

/** Fewer bytes when the file ends before. */
function readBytes(file: number, offsetBytes: number, count: number): Uint8Array {
  const bytes = new Uint8Array(count)
  let filled = 0
  while (filled < count) {
    const read = readSync(file, bytes, filled, count - filled, offsetBytes + filled)
    if (read === 0) break
    filled += read
  }
  return bytes.subarray(0, filled)
}
