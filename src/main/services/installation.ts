import { existsSync, readFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { sqliteVersion } from '../db/sqlite-version.ts'

/** The part of `.antrum/setup.json` (written by scripts/setup) that people ask about. */
const setupSchema = z.object({
  /** Which TensorFlow: a pinned wheel for CPU or GPU, one given by ANTRUM_LIBTENSORFLOW, tfjs-node's own download. */
  build: z.enum(['cpu', 'gpu', 'given', 'stock']),
  reason: z.string(),
  cacheDirectory: z.string(),
  libraryDirectory: z.string().nullable(),
  /** The wheel files, or the given folder. */
  source: z.string(),
})

/** What is installed and where, without starting anything. */
export interface Installation {
  node: string
  sqlite: string
  /** Null: set-up has not been run here, or not to its end. */
  setup: z.infer<typeof setupSchema> | null
  addon: { file: string; present: boolean }
  cpu: { name: string; cores: number }
  memory: { totalBytes: number; availableBytes: number }
}

const repository = fileURLToPath(new URL('../../..', import.meta.url))

export function describeInstallation(root = repository): Installation {
  const addon = path.join(root, 'node_modules/@tensorflow/tfjs-node-gpu/lib/napi-v8/tfjs_binding.node')
  return {
    node: process.versions.node,
    sqlite: sqliteVersion(),
    setup: readSetup(path.join(root, '.antrum/setup.json')),
    addon: { file: addon, present: existsSync(addon) },
    cpu: { name: os.cpus()[0]?.model.trim() ?? 'unknown', cores: os.availableParallelism() },
    memory: { totalBytes: os.totalmem(), availableBytes: process.availableMemory() },
  }
}

/** Null also where the file is damaged: set-up writes it anew. */
function readSetup(file: string): Installation['setup'] {
  try {
    return setupSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}
