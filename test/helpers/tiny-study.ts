import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DatasetManifest, DatasetSinus } from '../../src/shared/domain/dataset.ts'
import { sides, sinusId } from '../../src/shared/domain/sinus.ts'
import {
  canonicalJson,
  type StageInputs,
  type StageKind,
  type StageParams,
  type TrainingParams,
} from '../../src/shared/domain/stage.ts'
import { encodeNifti } from '../../src/shared/imaging/nifti.ts'
import { createRandom, type Random } from '../../src/shared/random.ts'

/**
 * A project folder with a frozen dataset of 32³ cubes, small enough to train on in a test: noise around a dark centre,
 * and in every second labelled subject a bright ball in it.
 */
export function tinyStudy({ labelled = 12, unlabelled = 6, voxels = 32 } = {}) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'antrum-tiny-'))
  const version = path.join(folder, 'volumes', 'v1')
  mkdirSync(version, { recursive: true })
  mkdirSync(path.join(folder, 'stages'))
  const random = createRandom('tiny study')
  const subjects = Array.from(
    { length: labelled + unlabelled },
    (_, k) => `sub-${String(k + 1).padStart(3, '0')}`,
  )
  const volumes: Float32Array[] = []
  const sinuses: DatasetSinus[] = subjects.flatMap((subject, k) =>
    sides.map((side): DatasetSinus => {
      const anomalous = k % 2 === 1
      const volume = cube(random.fork(sinusId(subject, side)), voxels, anomalous)
      volumes.push(volume)
      const sha256 = createHash('sha256').update(new Uint8Array(volume.buffer)).digest('hex')
      const id = sinusId(subject, side)
      return {
        id,
        subject,
        side,
        file: `${id}.nii`,
        sha256,
        target: k < labelled ? (anomalous ? 1 : 0) : null,
        finding: null,
      }
    }),
  )
  const known = subjects.slice(0, labelled)
  const unknown = subjects.slice(labelled)
  const [test, validation, train] = [known.slice(0, 4), known.slice(4, 8), known.slice(8)]
  const content = {
    schema: 1 as const,
    edgeMm: 64,
    voxels,
    sinuses,
    split: {
      seed: 1,
      test,
      folds: [{ train, validation, fractions: { '0.5': train.slice(0, 2), '1': train } }],
      unlabelled: { train: unknown.slice(0, -2), validation: unknown.slice(-2) },
    },
  }
  const manifest: DatasetManifest = {
    ...content,
    version: 'v1',
    hash: createHash('sha256').update(canonicalJson(content)).digest('hex'),
  }
  writeFileSync(path.join(version, 'dataset.json'), JSON.stringify(manifest))
  const mm = 64 / voxels
  for (const [row, { file }] of sinuses.entries()) {
    const affine = [mm, 0, 0, 0, 0, mm, 0, 0, 0, 0, mm, 0, 0, 0, 0, 1]
    writeFileSync(
      path.join(version, file),
      encodeNifti({ data: volumes[row], shape: [voxels, voxels, voxels], affine }),
    )
  }
  writeFileSync(
    path.join(version, 'packed.f32'),
    Buffer.concat(volumes.map((volume) => new Uint8Array(volume.buffer))),
  )

  const stage = <K extends StageKind>(kind: K, params: StageParams[K], inputs: StageInputs[K]): string => {
    const content = { schema: 1, kind, params, dataset: { version: 'v1', hash: manifest.hash }, inputs }
    const hash = createHash('sha256').update(canonicalJson(content)).digest('hex').slice(0, 32)
    const stageFolder = path.join(folder, 'stages', hash)
    mkdirSync(stageFolder, { recursive: true })
    writeFileSync(path.join(stageFolder, 'stage.json'), JSON.stringify({ ...content, hash }))
    return stageFolder
  }
  return { folder, manifest, stage }
}

/** Noise around a dark middle of edge d, 0…1; `ball`: something bright in it. */
export function cube(random: Random, d: number, ball: boolean): Float32Array<ArrayBuffer> {
  const volume = new Float32Array(d ** 3)
  const centre = [0, 1, 2].map(() => d * (0.4 + 0.2 * random.uniform()))
  for (let v = 0; v < volume.length; v++) {
    const at = [Math.floor(v / (d * d)), Math.floor(v / d) % d, v % d]
    const distance = (c: readonly number[]) => Math.hypot(...at.map((x, axis) => x - c[axis]))
    const sinus = distance([d / 2, d / 2, d / 2]) < d / 3
    const lesion = ball && distance(centre) < d / 6
    volume[v] = Math.min(1, Math.max(0, (lesion ? 0.8 : sinus ? 0.1 : 0.6) + 0.08 * random.normal()))
  }
  return volume
}

export const briefTraining = (changes: Partial<TrainingParams> = {}): TrainingParams => ({
  epochs: 2,
  batchSize: 4,
  optimiser: { kind: 'adamw', learningRate: 1e-3, weightDecay: 0.01 },
  schedule: { kind: 'constant' },
  augmentation: 'one-of-five',
  precision: 'float32',
  seed: 7,
  ...changes,
})

export const trainerEntry = fileURLToPath(new URL('../../src/trainer/index.ts', import.meta.url))

/** Runs the real trainer on stage folders; `interfere` may signal it. */
export function runTrainer(
  folders: string[],
  interfere?: (child: ReturnType<typeof spawn>) => void,
): Promise<{ code: number | null; signal: NodeJS.Signals | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [trainerEntry, ...folders], { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, output }))
    interfere?.(child)
  })
}
