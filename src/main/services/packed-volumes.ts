import { createHash } from 'node:crypto'
import { open, readFile, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { DatasetManifest, DatasetSinus } from '../../shared/domain/dataset.ts'
import { parseNifti } from '../../shared/imaging/nifti.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { writeFileAtomic } from './atomic-file.ts'

/** `index.json` beside `packed.f32`: which dataset it was packed from. */
interface PackedIndex {
  hash: string
  voxels: number
  sinuses: string[]
}

/**
 * Sees to it that a frozen version has its `packed.f32` (one row of voxels³ float32 per sinus, in the manifest's order)
 * and `index.json`. Both are derived: missing or cut, they are made again from the NIfTI files, each checked on the way.
 *
 * @param folder  volumes/<version>.
 * @returns Whether it had to be made.
 * @throws AntrumError 'corrupt-data' naming a volume that is missing or not what was frozen.
 */
export async function ensurePacked(
  folder: string,
  manifest: DatasetManifest,
  signal?: AbortSignal,
): Promise<boolean> {
  const packed = path.join(folder, 'packed.f32')
  const index: PackedIndex = {
    hash: manifest.hash,
    voxels: manifest.voxels,
    sinuses: manifest.sinuses.map(({ id }) => id),
  }
  const rowBytes = 4 * manifest.voxels ** 3
  const size = await stat(packed).then(
    (status) => status.size,
    () => -1,
  )
  const indexFile = path.join(folder, 'index.json')
  const known = await readFile(indexFile, 'utf8').catch(() => '')
  if (size === rowBytes * index.sinuses.length && known === JSON.stringify(index)) return false

  const temporary = `${packed}.tmp`
  const file = await open(temporary, 'w')
  try {
    for (const sinus of manifest.sinuses) {
      signal?.throwIfAborted()
      await file.writeFile(
        (await readSinusVolume(path.join(folder, sinus.file), sinus, manifest.voxels)).voxels,
      )
    }
    await file.sync()
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  } finally {
    await file.close()
  }
  await rename(temporary, packed)
  await writeFileAtomic(indexFile, JSON.stringify(index))
  return true
}

/**
 * A sinus volume as its file's bytes and as its voxels' (float32 little endian), checked against its hash.
 * @throws AntrumError 'corrupt-data'.
 */
export async function readSinusVolume(
  file: string,
  { id, sha256 }: Pick<DatasetSinus, 'id' | 'sha256'>,
  voxels: number,
): Promise<{ bytes: Uint8Array; voxels: Uint8Array }> {
  const fail = (problem: string) =>
    new AntrumError(
      'corrupt-data',
      `The volume of ${id} (${path.basename(file)}) ${problem}. Restore it from a backup; a draft is made again by deleting it and running antrum extract.`,
    )
  let bytes: Uint8Array
  try {
    bytes = await readFile(file)
  } catch {
    throw fail('is missing')
  }
  let data: Float32Array
  try {
    data = parseNifti(bytes).volume.data
  } catch (error) {
    throw fail(`cannot be read: ${(error as Error).message.replace(/\.$/, '')}`)
  }
  const stored = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  if (data.length !== voxels ** 3) throw fail(`has ${data.length} voxels where ${voxels ** 3} were extracted`)
  if (createHash('sha256').update(stored).digest('hex') !== sha256) throw fail('is not what was extracted')
  return { bytes, voxels: stored }
}
