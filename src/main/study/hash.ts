import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { DatasetManifest } from '../../shared/domain/dataset.ts'
import { canonicalJson } from '../../shared/domain/stage.ts'
import type { Stage, StageKind, StageOf } from '../../shared/domain/stage.ts'

export const sha256 = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex')

export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

/** What `DatasetManifest.hash` must be. */
export function manifestHash(content: Omit<DatasetManifest, 'version' | 'hash'>): string {
  const { schema, edgeMm, voxels, sinuses, split } = content
  return sha256(canonicalJson({ schema, edgeMm, voxels, sinuses, split }))
}

/** A stage with its identity: see StageOf.hash. The version's name is left out: renaming one changes no result. */
export function withHash<K extends StageKind>(stage: Omit<StageOf<K>, 'hash' | 'schema'>): StageOf<K> {
  const { kind, params, dataset, inputs } = stage
  const identity = { schema: 1, kind, params, dataset: { hash: dataset.hash }, inputs }
  return { schema: 1, kind, params, dataset, inputs, hash: sha256(canonicalJson(identity)).slice(0, 32) }
}

/** Hashes of the stages this one reads. */
export const inputsOf = (stage: Stage): string[] =>
  Object.values(stage.inputs as Record<string, string | undefined>).filter((hash) => hash !== undefined)
