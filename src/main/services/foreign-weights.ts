import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { mapEncoder, type MappedEncoder } from '../../shared/domain/foreign-encoder.ts'
import { readSafetensors, writeSafetensors } from '../../shared/formats/safetensors.ts'
import { readTorchFile, type ForeignTensor } from '../../shared/formats/torch-file.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import type { Project } from '../project.ts'
import { sha256 } from '../study/hash.ts'
import { writeFileAtomic } from './atomic-file.ts'

/**
 * Reads somebody else's weights and lays them over our encoder. Nothing in the file is executed.
 *
 * @param file  PyTorch checkpoint (zip or older form) or safetensors; the user's own, nothing is downloaded.
 * @param width  Of the encoder that is wanted.
 * @throws AntrumError 'not-found', 'unreadable-file', 'unsupported-file' or 'shape-mismatch', with the reason.
 */
export async function readForeignEncoder(file: string, width: number): Promise<MappedEncoder> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(file)
  } catch (error) {
    throw new AntrumError(
      'not-found',
      `The weights file ${path.basename(file)} cannot be read: ${(error as Error).message}.`,
    )
  }
  return mapEncoder(file.endsWith('.safetensors') ? floats(bytes) : readTorchFile(bytes), width)
}

function floats(bytes: Uint8Array): Map<string, ForeignTensor> {
  const tensors = new Map<string, ForeignTensor>()
  for (const [name, { dtype, shape, data }] of readSafetensors(bytes)) {
    if (dtype === 'F32') tensors.set(name, { shape: [...shape], data: data })
  }
  return tensors
}

/** The same, kept in the project by its hash, so that the project can be copied and the file be gone. */
export async function keepForeignEncoder(
  project: Project,
  file: string,
  width: number,
): Promise<{ sha256: string } & MappedEncoder> {
  const mapped = await readForeignEncoder(file, width)
  const bytes = writeSafetensors(
    new Map(
      [...mapped.weights].map(([name, { shape, data }]) => [name, { dtype: 'F32' as const, shape, data }]),
    ),
  )
  const hash = sha256(bytes)
  const folder = path.join(project.paths.root, 'weights')
  const kept = path.join(folder, `${hash}.safetensors`)
  if (!existsSync(kept)) await writeFileAtomic(kept, bytes)
  await writeFileAtomic(path.join(folder, `${hash}.json`), JSON.stringify(mapped.map, null, 1))
  return { sha256: hash, ...mapped }
}
