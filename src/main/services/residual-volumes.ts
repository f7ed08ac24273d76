import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AntrumError } from '../../shared/ipc/error.ts'
import type { ResidualsIndex } from '../../shared/ipc/trainer.ts'

export interface ResidualVolumes {
  voxels: number
  has: (sinus: string) => boolean
  /** [voxels³], 0…1, normalised and median-filtered |input − reconstruction|. */
  residual: (sinus: string) => Promise<Float32Array>
  /** [voxels³], signed input − reconstruction. */
  difference: (sinus: string) => Promise<Float32Array>
}

/**
 * The volumes of a finished `residuals` stage, read one at a time.
 * @throws AntrumError 'corrupt-data' when the folder does not hold what its index promises.
 */
export async function openResiduals(folder: string): Promise<ResidualVolumes> {
  const { voxels, sinuses } = await readIndex(join(folder, 'index.json'))
  const rows = new Map(sinuses.map((sinus, row) => [sinus, row]))
  const read = (file: string) => async (sinus: string) => {
    const row = rows.get(sinus)
    if (row === undefined) throw new AntrumError('not-found', `${file} holds no volume of ${sinus}.`)
    return readFloats(join(folder, file), row * voxels ** 3, voxels ** 3)
  }
  return {
    voxels,
    has: (sinus) => rows.has(sinus),
    residual: read('residuals.f32'),
    difference: read('difference.f32'),
  }
}

async function readIndex(path: string): Promise<ResidualsIndex> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as ResidualsIndex
  } catch (error) {
    throw corrupt(`index.json cannot be read (${(error as Error).message})`)
  }
}

async function readFloats(path: string, first: number, count: number): Promise<Float32Array> {
  const values = new Float32Array(count)
  const bytes = new Uint8Array(values.buffer)
  const file = await open(path, 'r').catch((error: Error) => {
    throw corrupt(`a file cannot be opened (${error.message})`)
  })
  try {
    const { bytesRead } = await file.read(bytes, 0, bytes.length, first * 4)
    if (bytesRead < bytes.length) throw corrupt('a file is shorter than its index says')
  } finally {
    await file.close()
  }
  return values
}

const corrupt = (problem: string) =>
  new AntrumError(
    'corrupt-data',
    `The residuals of a stage cannot be shown: ${problem}. Run the experiment again: it makes what is missing.`,
  )
