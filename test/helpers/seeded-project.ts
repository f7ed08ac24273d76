import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { saveDataset } from '../../src/main/db/stores/datasets.ts'
import { saveExperiment } from '../../src/main/db/stores/experiments.ts'
import { createProject, withProject } from '../../src/main/project.ts'
import { expand } from '../../src/main/study/expand.ts'
import type { Plan } from '../../src/main/study/expand.ts'
import { sha256 } from '../../src/main/study/hash.ts'
import { recipeSchema, type ResolvedRecipe } from '../../src/main/study/recipe.ts'
import type { DatasetManifest } from '../../src/shared/domain/dataset.ts'
import { sides, sinusId } from '../../src/shared/domain/sinus.ts'
import type { Target } from '../../src/shared/domain/sinus.ts'
import { proveSplit } from '../../src/shared/domain/split-proof.ts'
import { drawSplit } from '../../src/shared/domain/splits.ts'
import { addUsedScans } from './database.ts'

const effort = {
  epochs: 10,
  batchSize: 8,
  augmentation: 'one-of-five',
  optimiser: { kind: 'adamw', learningRate: 1e-3 },
}

/** A recipe that is valid and short; `changes` replace whole keys. */
export const aRecipe = (changes: Record<string, unknown> = {}): ResolvedRecipe => {
  const recipe = recipeSchema.parse({
    schema: 1,
    name: 'quick',
    methods: ['scratch', 'autoencoder', 'residual'],
    labelFractions: [0.2, 1],
    folds: 2,
    width: 16,
    cae: { ...effort, latent: 64 },
    residuals: { measure: 'absolute', medianKernel: 3 },
    pretrain: effort,
    finetune: effort,
    ...changes,
  })
  return recipe as ResolvedRecipe
}

/** A dataset of labelled and unlabelled subjects as far as the database and the planner look into it: no voxels. */
export function aManifest({ labelled = 60, unlabelled = 20 } = {}): DatasetManifest {
  const names = Array.from(
    { length: labelled + unlabelled },
    (_, k) => `sub-${String(k + 1).padStart(3, '0')}`,
  )
  const target = (k: number): Target | null => (k >= labelled ? null : k % 3 === 0 ? 1 : 0)
  const sinuses = names.flatMap((subject, k) =>
    sides.map((side) => {
      const id = sinusId(subject, side)
      return { id, subject, side, file: `${id}.nii`, sha256: sha256(id), target: target(k), finding: null }
    }),
  )
  const split = drawSplit(
    names
      .slice(0, labelled)
      .map((id, k) => ({ id, sinuses: sides.map((side) => ({ side, target: target(k)!, finding: null })) })),
    names.slice(labelled),
  )
  return { schema: 1, version: 'v1', hash: sha256('v1'), edgeMm: 64, voxels: 32, sinuses, split }
}

export interface SeededProject {
  folder: string
  experiment: string
  plan: Plan
  /** Writes the project as another process would: takes the lock, lets go of it. */
  write: (work: Parameters<typeof withProject<void>>[2]) => Promise<void>
  remove: () => void
}

/** A real project on disk with scans, a frozen dataset and a planned experiment; nothing has run yet. */
export async function seedProject(recipe = aRecipe()): Promise<SeededProject> {
  const above = await mkdtemp(path.join(os.tmpdir(), 'antrum-'))
  const folder = path.join(above, 'sinus-study')
  await createProject(folder)
  const manifest = aManifest()
  const plan = expand(recipe, manifest, 'float32')
  const experiment = sha256(JSON.stringify(recipe)).slice(0, 8)
  const write: SeededProject['write'] = (work) => withProject(folder, 'write', work)
  await write(async ({ db }) => {
    await addUsedScans(db, [...new Set(manifest.sinuses.map(({ subject }) => subject))])
    await saveDataset(db, manifest, proveSplit(manifest))
    await saveExperiment(
      db,
      { id: experiment, recipe, datasetVersion: manifest.version, precision: 'float32' },
      plan,
    )
  })
  return { folder, experiment, plan, write, remove: () => rmSync(above, { recursive: true, force: true }) }
}
