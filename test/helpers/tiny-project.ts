import { spawn } from 'node:child_process'
import { cpSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { saveDataset } from '../../src/main/db/stores/datasets.ts'
import { createProject, withProject } from '../../src/main/project.ts'
import { tinyStudy } from './tiny-study.ts'

/** Everything a study has, as short as it can be. */
const recipe = `
schema: 1
name: tiny
methods: [scratch, autoencoder, residual]
labelFractions: [0.5, 1]
folds: 1
width: 4
precision: float32
cae: { epochs: 3, batchSize: 4, optimiser: { kind: adam, learningRate: 0.001 }, augmentation: none, latent: 16 }
residuals: { medianKernel: 3 }
pretrain: { epochs: 2, batchSize: 4, optimiser: { kind: lars, learningRate: 0.2 }, schedule: { kind: warmup-cosine, warmupEpochs: 1 }, augmentation: one-of-five }
finetune: { epochs: 3, batchSize: 4, optimiser: { kind: adamw, learningRate: 0.001 }, augmentation: one-of-five }
`

/** A project with a frozen dataset of real voxels and a recipe beside it, for the real trainer; gone with the test. */
export async function aTinyProject() {
  const { remove, ...project } = await tinyProject()
  onTestFinished(remove)
  return project
}

/** The same for several tests: who makes it removes it. */
export async function tinyProject() {
  const { folder, manifest } = tinyStudy({ labelled: 14 })
  await createProject(folder)
  await withProject(folder, 'write', ({ db }) => saveDataset(db, manifest, {}))
  const { hash, voxels, sinuses } = manifest
  const index = JSON.stringify({ hash, voxels, sinuses: sinuses.map(({ id }) => id) })
  writeFileSync(path.join(folder, 'volumes', manifest.version, 'index.json'), index)
  const recipeFile = path.join(folder, 'antrum.tiny.yaml')
  writeFileSync(recipeFile, recipe)
  return { folder, recipeFile, remove: () => rmSync(folder, { recursive: true }) }
}

/** The same project once more, as a copy of its folder. */
export function aCopy(folder: string): string {
  const copy = `${folder}-copy`
  onTestFinished(() => rmSync(copy, { recursive: true }))
  cpSync(folder, copy, { recursive: true })
  return copy
}

const program = fileURLToPath(new URL('../../bin/antrum.mjs', import.meta.url))

/** Starts `antrum …` as a process of its own. */
export function antrum(...args: string[]) {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, ...output })),
  )
  return { child, output, ended }
}

/** Runs `antrum … --json` to its end. */
export async function antrumJson<T>(
  ...args: string[]
): Promise<{ code: number | null; json: T; stderr: string }> {
  const { code, stdout, stderr } = await antrum(...args, '--json').ended
  if (!stdout.trim()) throw new Error(`antrum ${args.join(' ')} said nothing on stdout:\n${stderr}`)
  return { code, json: JSON.parse(stdout) as T, stderr }
}
