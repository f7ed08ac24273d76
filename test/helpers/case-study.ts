import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { setKnownLesions } from '../../src/main/services/known-lesions.ts'
import { readNiftiFile, writeNiftiFile } from '../../src/main/services/nifti-file.ts'
import { sideLetter } from '../../src/shared/domain/sinus.ts'
import { normalisedResidual } from '../../src/shared/imaging/residual.ts'
import { createRandom } from '../../src/shared/random.ts'
import { inferenceProgram } from '../../src/trainer/inference-program.ts'
import { cube } from './tiny-study.ts'
import { aTrainedStudy, replaceResult, replaceWeights } from './trained-study.ts'

/** Affine of every cube of a trained study. */
const affine = [2, 0, 0, -31, 0, 2, 0, -31, 0, 0, 2, -31, 0, 0, 0, 1]

/**
 * A finished study of visible sinuses: dark caves, with a bright ball in those that are anomalous. Its autoencoder paints
 * every cave empty, so that a residual is the ball and some noise; encoders, decoders and classifiers are real networks that nobody
 * trained; scores are made up. The project knows where its lesions are.
 *
 * @param above  An empty folder.
 */
export async function aCaseStudy(above: string) {
  const recipe = { methods: ['scratch', 'autoencoder', 'residual'], folds: 2, labelFractions: [1] }
  const study = await aTrainedStudy(recipe, above, (random, voxels, { target }) =>
    cube(random, voxels, target === 1),
  )
  const { folder, manifest, all } = study
  const { voxels } = manifest
  const random = createRandom('trained study')
  const volumes = await Promise.all(
    manifest.sinuses.map(async (sinus) => {
      const file = path.join(folder, 'volumes', manifest.version, sinus.file)
      const input = (await readNiftiFile(file)).volume.data as Float32Array<ArrayBuffer>
      const empty = (seed: string) => cube(random.fork(seed), voxels, false)
      return { sinus, input, painted: empty(`${sinus.id} painted`), without: empty(sinus.id) }
    }),
  )
  for (const stage of all('residuals')) {
    const pack = (values: readonly Float32Array<ArrayBuffer>[]) =>
      new Uint8Array(Buffer.concat(values.map((each) => new Uint8Array(each.buffer))))
    const difference = volumes.map(({ input, painted }) => input.map((value, v) => value - painted[v]))
    const residual = volumes.map(({ input, painted }) =>
      normalisedResidual(input, painted, voxels, stage.params),
    )
    replaceResult(folder, stage, 'difference.f32', pack(difference))
    replaceResult(folder, stage, 'residuals.f32', pack(residual))
    const index = JSON.stringify({ voxels, sinuses: manifest.sinuses.map(({ id }) => id) })
    replaceResult(folder, stage, 'index.json', Buffer.from(index))
  }
  for (const [seed, stage] of all('pretrain').entries()) {
    if (stage.params.method !== 'residual') continue
    const { width, settings, precision } = stage.params
    const task = { method: 'residual', settings } as const
    const program = inferenceProgram({ kind: 'pretraining', width, task }, new Map(), {
      voxels,
      batch: 2,
      precision,
    })
    program.initialise(seed)
    replaceWeights(folder, stage, 'weights.safetensors', program.weights())
  }

  const subjects = Map.groupBy(volumes, ({ sinus }) => sinus.subject)
  const truth = [...subjects].map(([subject, own]) => ({
    subject,
    sinuses: own.map(({ sinus: { side, target, id } }) => ({
      ...{ side: sideLetter(side), finding: target === 1 ? 'cyst' : null },
      lesionMask: target === 1 ? `${id}.nii` : null,
    })),
  }))
  const known = path.join(above, 'known')
  for (const { sinus, input, without } of volumes) {
    if (sinus.target !== 1) continue
    const data = input.map((value, v) => (value - without[v] > 0.3 ? 1 : 0))
    await writeNiftiFile(path.join(known, `${sinus.id}.nii`), {
      data,
      shape: [voxels, voxels, voxels],
      affine,
    })
  }
  writeFileSync(path.join(known, 'truth.json'), JSON.stringify({ generator: 1, subjects: truth }))
  await study.write((project) => setKnownLesions(project, known))
  return { ...study, known }
}
