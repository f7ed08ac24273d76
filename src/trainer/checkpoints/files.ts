import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import path from 'node:path'
import { readSafetensors, writeSafetensors } from '../../shared/formats/safetensors.ts'
import type { Weights } from '../program.ts'

/** Writes beside, syncs, renames: a reader sees the old file or the whole new one. */
export function writeAtomic(file: string, data: string | Uint8Array): void {
  const temporary = `${file}.${process.pid}.tmp`
  const handle = openSync(temporary, 'w')
  try {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data
    for (let done = 0; done < bytes.length;)
      done += writeSync(handle, bytes, done, Math.min(bytes.length - done, 2 ** 30))
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(temporary, file)
  const folder = openSync(path.dirname(file), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

export const floatBytes = (data: Float32Array): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength)

export function writeWeights(file: string, weights: Weights): void {
  writeAtomic(
    file,
    writeSafetensors(
      new Map(
        [...weights].map(([name, { shape, data }]) => [
          name,
          { dtype: 'F32' as const, shape: [...shape], data },
        ]),
      ),
    ),
  )
}

export function readWeights(file: string): Weights {
  const weights: Weights = new Map()
  for (const [name, { shape, data }] of readSafetensors(readFileSync(file)))
    weights.set(name, { shape, data: data as Float32Array })
  return weights
}
