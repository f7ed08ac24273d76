import { existsSync } from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { mapEncoder, type MappedEncoder } from '../../shared/domain/foreign-encoder.ts'
import { writeSafetensors } from '../../shared/formats/safetensors.ts'
import { readStateDict } from '../../shared/formats/state-dict.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import type { Project } from '../project.ts'
import { sha256 } from '../study/hash.ts'
import { writeFileAtomic } from './atomic-file.ts'
import { namedFailure } from './named-failure.ts'

/** What Node reads in one piece. A ResNet-18 of width 64 has 130 MB, with Adam's state 400 MB. */
const largestBytes = 2 ** 31 - 1

/**
 * Reads somebody else's weights and lays them over our encoder. Nothing in the file is run; it needs memory for the file
 * and once more for the weights.
 *
 * @param file  PyTorch checkpoint (zip or older form) or safetensors; the user's own, nothing is downloaded.
 * @param width  Of the encoder that is wanted.
 * @throws AntrumError 'not-found', 'unreadable-file', 'unsupported-file' or 'shape-mismatch', with the reason and the file's
 *   name in front.
 */
export async function readForeignEncoder(file: string, width: number): Promise<MappedEncoder> {
  const inflateRaw = (packed: Uint8Array, bytes: number) => inflateRawSync(packed, { maxOutputLength: bytes })
  try {
    return mapEncoder(readStateDict(await readWhole(file), inflateRaw), width)
  } catch (error) {
    throw namedFailure(error, file)
  }
}

async function readWhole(file: string): Promise<Uint8Array> {
  const handle = await open(file, 'r')
  try {
    const status = await handle.stat()
    if (!status.isFile())
      throw new AntrumError('unreadable-file', 'This is not a file. Name the weights file itself.')
    if (status.size > largestBytes) {
      throw new AntrumError(
        'unsupported-file',
        `It has ${(status.size / 1e9).toFixed(1)} GB, Antrum reads up to 2.1 GB. Save the weights alone, without optimiser state.`,
      )
    }
    return await handle.readFile()
  } finally {
    await handle.close()
  }
}

/** The same as the file the project would keep, named by its hash. */
export async function packForeignEncoder(
  file: string,
  width: number,
): Promise<{ sha256: string; bytes: Uint8Array } & MappedEncoder> {
  const mapped = await readForeignEncoder(file, width)
  const bytes = writeSafetensors(
    new Map(
      [...mapped.weights].map(([name, { shape, data }]) => [name, { dtype: 'F32' as const, shape, data }]),
    ),
  )
  return { sha256: sha256(bytes), bytes, ...mapped }
}

/** The same, kept in the project by its hash, so that the project can be copied and the file be gone. */
export async function keepForeignEncoder(
  project: Project,
  file: string,
  width: number,
): Promise<{ sha256: string } & MappedEncoder> {
  const { bytes, ...packed } = await packForeignEncoder(file, width)
  const folder = path.join(project.paths.root, 'weights')
  const kept = path.join(folder, `${packed.sha256}.safetensors`)
  if (!existsSync(kept)) await writeFileAtomic(kept, bytes)
  await writeFileAtomic(path.join(folder, `${packed.sha256}.json`), JSON.stringify(packed.map, null, 1))
  return packed
}
