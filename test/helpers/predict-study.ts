import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { replaceCentroids } from '../../src/main/db/stores/centroids.ts'
import { saveRegistration } from '../../src/main/db/stores/registrations.ts'
import { listUsedScans } from '../../src/main/db/stores/scans.ts'
import { saveSetting } from '../../src/main/db/stores/settings.ts'
import { listStages } from '../../src/main/db/stores/stages.ts'
import { createProject, withProject, type Project } from '../../src/main/project.ts'
import { extractSinuses } from '../../src/main/services/extract.ts'
import { freezeDataset } from '../../src/main/services/freeze.ts'
import { importCohort } from '../../src/main/services/import-cohort.ts'
import { writeNiftiFile } from '../../src/main/services/nifti-file.ts'
import { planExperiment } from '../../src/main/study/plan.ts'
import { runExperiment } from '../../src/main/study/run.ts'
import type { DatasetManifest } from '../../src/shared/domain/dataset.ts'
import { createRandom } from '../../src/shared/random.ts'
import type { Stage, StageKind, StageOf } from '../../src/shared/domain/stage.ts'
import { defaultSplitOptions } from '../../src/shared/domain/splits.ts'
import { identity } from '../../src/shared/imaging/affine.ts'
import { Program } from '../../src/trainer/program.ts'
import { setLabels } from './cohort.ts'
import { anEngine, fakeTrainer } from './fake-study.ts'
import { aHead } from './heads.ts'
import { aContext, aVolume } from './project.ts'
import { aRecipe } from './seeded-project.ts'
import { aClassifier, replaceResult, replaceWeights } from './trained-study.ts'

/** The head that all others are registered to. */
export const fixedHead = aHead(1)

/**
 * A finished study into which new heads can be brought: the fixed scan is a synthetic head, the rest of the cohort noise about
 * its sinuses, in the same place by construction; classifiers and autoencoders are real networks that nobody trained,
 * another for each fold.
 *
 * @param above  An empty folder.
 */
export async function aPredictStudy(above: string) {
  const heads = path.join(above, 'cohort')
  const labels = ['nn', 'aa', 'na', 'nn', 'aa', 'an', 'nn', 'aa', 'na', 'nn']
  const subjects = Array.from({ length: 12 }, (_, k) => `sub-${String(k).padStart(2, '0')}`)
  const centres = fixedHead.sinuses.map(({ side, centreMm }) => ({ side, mm: centreMm }))
  const middle = [0, 1, 2].map((axis) => (centres[0].mm[axis] + centres[1].mm[axis]) / 2)
  for (const [k, subject] of subjects.entries()) {
    const [x, y, z] = middle.map((mm) => mm - 6 * 11.5)
    const noise = aVolume(subject, {
      shape: [24, 24, 24],
      affine: [6, 0, 0, x, 0, 6, 0, y, 0, 0, 6, z, 0, 0, 0, 1],
    })
    await writeNiftiFile(path.join(heads, `${subject}_FLAIR.nii`), k === 0 ? fixedHead.scan : noise)
  }

  const { folder } = await createProject(path.join(above, 'study'))
  const { manifest, experiment, stages } = await withProject(folder, 'write', async (project) => {
    await importCohort(project, [heads], aContext())
    await placeByConstruction(project, centres)
    await setLabels(project, Object.fromEntries(labels.map((label, k) => [subjects[k], label])))
    await extractSinuses(project, { edgeMm: 64, voxels: 32 }, aContext())
    const frozen = await freezeDataset(
      project,
      { split: { ...defaultSplitOptions, folds: 2 }, leaveOutFlagged: false, leaveOut: [] },
      aContext(),
    )
    const recipe = aRecipe({ methods: ['scratch', 'residual'], labelFractions: [1], width: 4 })
    const planned = await planExperiment(project, recipe, anEngine)
    await runExperiment(project, planned.experiment, aContext(), { trainer: fakeTrainer })
    const records = await listStages(project.db, planned.experiment)
    return {
      manifest: frozen.manifest,
      experiment: planned.experiment,
      stages: records.map(({ stage }) => stage),
    }
  })
  for (const stage of stages) giveWeights(folder, stage)
  for (const stage of stages) if (stage.kind === 'residuals') giveResiduals(folder, stage, manifest)
  const all = <K extends StageKind>(kind: K) =>
    stages.filter((stage) => stage.kind === kind) as unknown as StageOf<K>[]
  const read = <T>(work: (project: Project) => Promise<T>) => withProject(folder, 'read', work)
  writeFileSync(path.join(above, 'garbage_of_Jane_Doe.nii.gz'), 'no scan')
  return { folder, cohort: heads, manifest, experiment, all, read }
}

async function placeByConstruction(
  { db }: Project,
  centres: { side: 'left' | 'right'; mm: [number, number, number] }[],
): Promise<void> {
  const scans = await listUsedScans(db)
  const fixed = scans[0].id
  await saveSetting(db, 'fixedScan', fixed)
  for (const { id } of scans)
    await saveRegistration(db, {
      scan: id,
      fixedScan: fixed,
      transform: id === fixed ? 'identity' : 'rigid',
      scanWorldFromFixed: identity,
      score: id === fixed ? null : 0.9,
      flagged: false,
      faults: [],
      methodHash: 'by construction',
    })
  await replaceCentroids(
    db,
    centres.map(({ side, mm }) => ({ scan: fixed, side, mm })),
  )
}

/** Noise in the place of residuals, in the files that a residuals stage leaves. */
function giveResiduals(folder: string, stage: Stage, { sinuses, voxels }: DatasetManifest): void {
  const random = createRandom(`residuals ${stage.hash}`)
  const noise = Float32Array.from({ length: sinuses.length * voxels ** 3 }, () => random.uniform())
  for (const file of ['difference.f32', 'residuals.f32'])
    replaceResult(folder, stage, file, new Uint8Array(noise.buffer))
  const index = JSON.stringify({ voxels, sinuses: sinuses.map(({ id }) => id) })
  replaceResult(folder, stage, 'index.json', Buffer.from(index))
}

function giveWeights(folder: string, stage: Stage): void {
  if (stage.kind === 'finetune') {
    const weights = aClassifier()
    const bias = weights.get('head.2.bias')!
    // Another answer in each fold, so that an ensemble has something to differ about.
    const shifted = Float32Array.of(bias.data[0], bias.data[1] + stage.params.foldIndex)
    weights.set('head.2.bias', { ...bias, data: shifted })
    replaceWeights(folder, stage, 'classifier.safetensors', weights)
  }
  if (stage.kind === 'cae') {
    const program = new Program({
      objective: { kind: 'cae', latent: stage.params.latent },
      voxels: 32,
      voxelMm: 2,
      batch: 1,
      precision: 'float32',
      optimiser: null,
      augmentation: 'none',
    })
    program.initialise(stage.params.foldIndex)
    replaceWeights(folder, stage, 'weights.safetensors', program.weights())
    program.dispose()
  }
}
