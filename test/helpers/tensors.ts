import { readFileSync } from 'node:fs'
import { readSafetensors } from '../../src/shared/formats/safetensors.ts'

export interface HostTensor {
  shape: readonly number[]
  data: Float32Array
}

/** A golden fixture's float32 tensors by name. */
export function fixture(name: string): Map<string, HostTensor> {
  const file = new URL(`../fixtures/${name}.safetensors`, import.meta.url)
  const tensors = new Map<string, HostTensor>()
  for (const [key, { shape, data }] of readSafetensors(readFileSync(file)))
    tensors.set(key, { shape, data: Float32Array.from(data as ArrayLike<number>) })
  return tensors
}

/** PyTorch's (N, C, …) to our [N, …, C]. */
export function channelsLast({ shape, data }: HostTensor): HostTensor {
  const [n, c, ...rest] = shape as [number, number, ...number[]]
  const voxels = rest.reduce((a, b) => a * b, 1)
  const out = new Float32Array(data.length)
  for (let b = 0; b < n; b++) {
    for (let k = 0; k < c; k++) {
      for (let v = 0; v < voxels; v++) out[(b * voxels + v) * c + k] = data[(b * c + k) * voxels + v]!
    }
  }
  return { shape: [n, ...rest, c], data: out }
}

/** Largest absolute difference over the largest absolute expected value. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length)
    throw new Error(`${actual.length} values, expected ${expected.length}`)
  let difference = 0
  let scale = 0
  for (let i = 0; i < expected.length; i++) {
    const d = Math.abs(actual[i] - expected[i])
    if (Number.isNaN(d)) return NaN
    difference = Math.max(difference, d)
    scale = Math.max(scale, Math.abs(expected[i]))
  }
  return scale === 0 ? difference : difference / scale
}
