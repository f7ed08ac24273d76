import { createReadStream } from 'node:fs'
import { access, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createGunzip, gzip } from 'node:zlib'
import { headerBytes, promisedBytes, readNiftiHeader } from '../../shared/imaging/nifti-header.ts'
import type { NiftiHeader } from '../../shared/imaging/nifti-header.ts'
import { encodeNifti, parseNifti } from '../../shared/imaging/nifti.ts'
import type { ParsedNifti } from '../../shared/imaging/nifti.ts'
import type { Volume } from '../../shared/imaging/volume.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { writeFileAtomic } from './atomic-file.ts'
import { namedFailure } from './named-failure.ts'

/** Deflate cannot pack better than this, so a small file cannot hold what a hostile header promises. */
const largestGzipRatio = 1032
/** What may follow the voxels (some tools pad); never kept in memory. */
const surplusLimitBytes = 64 * 2 ** 20

/**
 * Reads one scan: .nii or a .hdr/.img pair (either of the two may be named), gzip or plain by content, whatever the
 * name says. Memory is bounded by what the header promises, and that by what the file can hold.
 *
 * @throws AntrumError as `parseNifti`; 'not-found' when the file is not there. The message starts with the file's name.
 */
export async function readNiftiFile(path: string): Promise<ParsedNifti> {
  const headerPath = (await partner(path, /\.img(\.gz)?$/i, '.hdr')) ?? path
  try {
    const start = await readStart(headerPath, headerBytes)
    const header = readNiftiHeader(start)
    if (!header.paired) return parseNifti(await readPromised(headerPath, header))
    const imagePath = await partner(headerPath, /\.hdr(\.gz)?$/i, '.img')
    if (!imagePath) {
      const wanted = basename(headerPath).replace(/(\.hdr)?(\.gz)?$/i, '.img')
      throw new AntrumError(
        'unreadable-file',
        `The voxels of this header are in ${wanted}, which is not there. Put both files side by side.`,
      )
    }
    return parseNifti(start, await readPromised(imagePath, header))
  } catch (error) {
    throw namedFailure(error, headerPath)
  }
}

const compress = promisify(gzip)

/** Writes a volume as float32 NIfTI-1, atomically, compressed when the name ends in .gz. Equal volumes give equal bytes. */
export async function writeNiftiFile(path: string, volume: Volume): Promise<void> {
  const bytes = encodeNifti(volume)
  await writeFileAtomic(path, /\.gz$/i.test(path) ? await compress(bytes) : bytes)
}

/** The other file of a pair, compressed or not, in either case of letters; undefined when there is none. */
async function partner(path: string, ending: RegExp, other: string): Promise<string | undefined> {
  if (!ending.test(path)) return undefined
  const stem = path.replace(ending, '')
  for (const candidate of [other, `${other}.gz`, other.toUpperCase()]) {
    const exists = await access(stem + candidate).then(
      () => true,
      () => false,
    )
    if (exists) return stem + candidate
  }
  return undefined
}

/** The first bytes of a file's content, uncompressed; fewer when the file is shorter. */
async function readStart(path: string, count: number): Promise<Uint8Array> {
  const { isGzip } = await inspect(path)
  if (isGzip) return collectGunzipped(path, count, 'start')
  return readPlain(path, count)
}

/** All the bytes a header promises, or as many as there are: `parseNifti` says when they do not suffice. */
async function readPromised(path: string, header: NiftiHeader): Promise<Uint8Array> {
  const { isGzip, sizeBytes } = await inspect(path)
  const promised = promisedBytes(header)
  if (!isGzip) return readPlain(path, Math.min(promised, sizeBytes))
  if (promised > sizeBytes * largestGzipRatio) {
    throw new AntrumError(
      'unreadable-file',
      `The header promises ${promised} bytes, which a compressed file of ${sizeBytes} bytes cannot hold. Copy it again from where it came from.`,
    )
  }
  return collectGunzipped(path, promised, 'whole')
}

async function inspect(path: string): Promise<{ isGzip: boolean; sizeBytes: number }> {
  const file = await open(path, 'r')
  try {
    const status = await file.stat()
    if (!status.isFile())
      throw new AntrumError('unreadable-file', 'This is not a file. Name the scan itself.')
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return { isGzip: bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b, sizeBytes: status.size }
  } finally {
    await file.close()
  }
}

async function readPlain(path: string, count: number): Promise<Uint8Array> {
  const file = await open(path, 'r')
  try {
    const bytes = new Uint8Array(count)
    let filled = 0
    while (filled < count) {
      const { bytesRead } = await file.read(bytes, filled, count - filled, filled)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    return bytes.subarray(0, filled)
  } finally {
    await file.close()
  }
}

/**
 * Uncompresses at most `limit` bytes. 'start' stops there; 'whole' goes on to the end, keeping nothing, so that the
 * checksum at the end is verified and a cut file is noticed.
 */
async function collectGunzipped(path: string, limit: number, extent: 'start' | 'whole'): Promise<Uint8Array> {
  const bytes = new Uint8Array(limit)
  let total = 0
  try {
    await pipeline(
      createReadStream(path),
      createGunzip({ chunkSize: extent === 'start' ? 4096 : 1 << 18 }),
      async (source: AsyncIterable<Buffer>) => {
        for await (const chunk of source) {
          if (total < limit) bytes.set(chunk.subarray(0, limit - total), total)
          total += chunk.length
          if (extent === 'start' && total >= limit) return
          if (total > limit + surplusLimitBytes) {
            throw new AntrumError(
              'unreadable-file',
              'Much more follows the voxels than the header promises. Convert the scan to NIfTI again.',
            )
          }
        }
      },
    )
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    const isDone = extent === 'start' && total >= limit
    if (code === 'Z_BUF_ERROR' && !isDone) {
      throw new AntrumError(
        'unreadable-file',
        'The compressed file ends too early: it was cut off. Copy it again from where it came from.',
        undefined,
        { cause: error },
      )
    }
    if (code?.startsWith('Z_') && !isDone) {
      throw new AntrumError(
        'unreadable-file',
        'The compressed data is damaged. Copy it again from where it came from.',
        undefined,
        { cause: error },
      )
    }
    if (!isDone) throw error
  }
  return bytes.subarray(0, total)
}
