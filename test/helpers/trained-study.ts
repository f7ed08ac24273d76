import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { listStages } from '../../src/main/db/stores/stages.ts'
import { writeNiftiFile } from '../../src/main/services/nifti-file.ts'
import { writeSafetensors } from '../../src/shared/formats/safetensors.ts'
import type { Stage, StageKind, StageOf } from '../../src/shared/domain/stage.ts'
import type { DatasetSinus } from '../../src/shared/domain/dataset.ts'
import { createRandom, type Random } from '../../src/shared/random.ts'
import { manifestHash } from '../../src/main/study/hash.ts'
import { aPlannedStudy } from './fake-study.ts'
import { aFolder } from './project.ts'
import { aManifest } from './seeded-project.ts'
import { fixture, type HostTensor } from './tensors.ts'

/** A classifier of width 4 as PyTorch left it after one training pass, batch norm's statistics among it. */
export function aClassifier(): Map<string, HostTensor> {
  const golden = fixture('classifier_w4_s64')
  return new Map(
    [...golden].flatMap(([key, value]) =>
      key.startsWith('param.')
        ? [[key.slice(6), golden.get(`running.${key.slice(6)}`) ?? value] as const]
        : [],
    ),
  )
}

/** Puts weights in the place of what the fake trainer wrote, and its hash into done.json. */
export const replaceWeights = (
  folder: string,
  stage: Stage,
  file: string,
  weights: ReadonlyMap<string, HostTensor>,
): void =>
  replaceResult(
    folder,
    stage,
    file,
    writeSafetensors(
      [...weights].map(([name, { shape, data }]) => [name, { dtype: 'F32' as const, shape, data }] as const),
    ),
  )

/** The same for any result file. */
export function replaceResult(folder: string, { hash }: Stage, file: string, bytes: Uint8Array): void {
  const stage = path.join(folder, 'stages', hash)
  writeFileSync(path.join(stage, file), bytes)
  const done = JSON.parse(readFileSync(path.join(stage, 'done.json'), 'utf8')) as {
    files: Record<string, string>
  }
  done.files[file] = createHash('sha256').update(bytes).digest('hex')
  writeFileSync(path.join(stage, 'done.json'), JSON.stringify(done))
}

/**
 * A finished study of real volumes (noise) whose scores are the fake trainer's and whose encoders and classifiers are real:
 * what a model file is made of, without a training.
 *
 * @param cube  Draws a volume in place of noise.
 */
export async function aTrainedStudy(
  recipe: Record<string, unknown>,
  above = aFolder(),
  cube = (random: Random, voxels: number, _sinus: DatasetSinus) =>
    Float32Array.from({ length: voxels ** 3 }, () => random.uniform()),
) {
  const drawn = aManifest({ labelled: 20, unlabelled: 6 })
  const random = createRandom('trained study')
  const cubes = drawn.sinuses.map((sinus) => cube(random.fork(sinus.id), drawn.voxels, sinus))
  const sinuses = drawn.sinuses.map((sinus, k) => ({
    ...sinus,
    sha256: createHash('sha256').update(new Uint8Array(cubes[k].buffer)).digest('hex'),
  }))
  const { version } = drawn
  const manifest = { ...drawn, sinuses, hash: manifestHash({ ...drawn, sinuses }) }
  const study = await aPlannedStudy({ above, manifest, recipe: { width: 4, ...recipe } })
  await study.run()
  const { voxels } = manifest
  for (const [k, { file }] of manifest.sinuses.entries())
    await writeNiftiFile(path.join(study.folder, 'volumes', version, file), {
      data: cubes[k],
      shape: [voxels, voxels, voxels],
      affine: [2, 0, 0, -31, 0, 2, 0, -31, 0, 0, 2, -31, 0, 0, 0, 1],
    })
  const stages = (await study.read(({ db }) => listStages(db, study.experiment))).map(({ stage }) => stage)
  const classifier = aClassifier()
  const encoder = new Map([...classifier].filter(([name]) => name.startsWith('encoder.')))
  for (const stage of stages) {
    if (stage.kind === 'finetune') replaceWeights(study.folder, stage, 'classifier.safetensors', classifier)
    if (stage.kind === 'pretrain') replaceWeights(study.folder, stage, 'encoder.safetensors', encoder)
  }
  const all = <K extends StageKind>(kind: K) =>
    stages.filter((stage) => stage.kind === kind) as unknown as StageOf<K>[]
  return { ...study, manifest, all }
}
