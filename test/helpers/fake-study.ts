import { mkdirSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { saveDataset } from '../../src/main/db/stores/datasets.ts'
import { createProject, withProject } from '../../src/main/project.ts'
import type { Project } from '../../src/main/project.ts'
import type { ServiceContext } from '../../src/main/services/service-context.ts'
import { planExperiment } from '../../src/main/study/plan.ts'
import type { Engine } from '../../src/main/study/outline.ts'
import { runExperiment } from '../../src/main/study/run.ts'
import type { RunOptions } from '../../src/main/study/run.ts'
import type { DatasetManifest } from '../../src/shared/domain/dataset.ts'
import { proveSplit } from '../../src/shared/domain/split-proof.ts'
import type { Behaviour } from './fake-trainer.ts'
import { aContext, aFolder } from './project.ts'
import { aManifest, aRecipe } from './seeded-project.ts'

/** What planning assumes of this machine. */
export const anEngine = (): Promise<Engine> =>
  Promise.resolve({ precision: 'float32', stepSeconds: null, memoryBytes: 8e9 })

/** Speaks the trainer's contract without TensorFlow. */
export const fakeTrainer = {
  command: process.execPath,
  args: [fileURLToPath(new URL('fake-trainer.ts', import.meta.url)), '--serve'],
}

/** A project on disk with a frozen dataset (no voxels) and a planned experiment of 3 methods × 1 fraction × 1 fold. */
export async function aPlannedStudy({
  recipe = {},
  behaviour = {},
  manifest = aManifest(),
  above = aFolder(),
}: {
  recipe?: Record<string, unknown>
  behaviour?: Record<string, Behaviour>
  manifest?: DatasetManifest
  /** Where the project's folder is made; gone with the test when left out. */
  above?: string
} = {}) {
  const { folder } = await createProject(path.join(above, 'study'))
  const version = path.join(folder, 'volumes', manifest.version)
  mkdirSync(version)
  writeFileSync(path.join(version, 'dataset.json'), JSON.stringify(manifest))
  const { hash, voxels, sinuses } = manifest
  writeFileSync(
    path.join(version, 'index.json'),
    JSON.stringify({ hash, voxels, sinuses: sinuses.map(({ id }) => id) }),
  )
  // As long as it should be, and nobody looks inside.
  writeFileSync(path.join(version, 'packed.f32'), '')
  truncateSync(path.join(version, 'packed.f32'), sinuses.length * voxels ** 3 * 4)
  const behave = (next: Record<string, Behaviour>) =>
    writeFileSync(path.join(folder, 'behaviour.json'), JSON.stringify(next))
  behave(behaviour)
  const write = <T>(work: (project: Project) => Promise<T>) => withProject(folder, 'write', work)
  const read = <T>(work: (project: Project) => Promise<T>) => withProject(folder, 'read', work)
  const small = aRecipe({ labelFractions: [1], folds: 1, ...recipe })
  const planned = await write(async (project) => {
    await saveDataset(project.db, manifest, proveSplit(manifest))
    return planExperiment(project, small, anEngine)
  })
  const run = (options: RunOptions = {}, context: ServiceContext = aContext()) =>
    write((project) =>
      runExperiment(project, planned.experiment, context, { trainer: fakeTrainer, ...options }),
    )
  return {
    folder,
    manifest,
    recipe: small,
    planned,
    experiment: planned.experiment,
    behave,
    write,
    read,
    run,
  }
}

/** Every result file of every stage, by stage and name: equal studies have equal ones. */
export function resultsOf(folder: string): Record<string, string> {
  const stages = path.join(folder, 'stages')
  return Object.fromEntries(
    readdirSync(stages).flatMap((hash) =>
      readdirSync(path.join(stages, hash))
        .filter((name) => /\.(safetensors|f32|json)$/.test(name) && name !== 'done.json')
        .map((name) => [`${hash}/${name}`, readFileSync(path.join(stages, hash, name)).toString('base64')]),
    ),
  )
}
