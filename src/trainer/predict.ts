import { closeSync, openSync, statSync, writeSync } from 'node:fs'
import { normalisedResidual } from '../shared/imaging/residual.ts'
import type { PredictAnswer, PredictJob } from '../shared/ipc/model-jobs.ts'
import { floatBytes, readWeights } from './checkpoints/files.ts'
import { PackedVolumes } from './data/dataset.ts'
import { describeDevice } from './device.ts'
import { inferenceProgram } from './inference-program.ts'
import { scoreOf } from './loops/evaluate.ts'
import { outputsOf } from './loops/validation.ts'
import { serveJob } from './program-lines.ts'

const batch = 8

/** Scores cubes by every classifier, as an evaluation does, and writes their residuals. */
await serveJob<PredictJob, PredictAnswer>(async (job, report) => {
  const { voxels } = job
  const count = statSync(job.volumes).size / (4 * voxels ** 3)
  const volumes = new PackedVolumes(job.volumes, count, voxels)
  const rows = Array.from({ length: count }, (_, row) => row)
  const steps = job.classifiers.length + (job.residuals ? 1 : 0)

  const scores = job.classifiers.map((file, done) => {
    report('Scoring sinuses', done, steps)
    const weights = readWeights(file)
    const width = weights.get('encoder.conv1.weight')!.shape[0]
    const { precision } = job
    const program = inferenceProgram({ kind: 'classification', width }, weights, { voxels, batch, precision })
    return outputsOf(program, rows, (some) => volumes.read(some)).map(scoreOf)
  })
  if (job.residuals) {
    const { autoencoder, precision, postProcessing, file } = job.residuals
    report('Computing residuals', steps - 1, steps)
    const weights = readWeights(autoencoder)
    const latent = weights.get('latent.bias')!.data.length
    const program = inferenceProgram({ kind: 'cae', latent }, weights, { voxels, batch, precision })
    const painted = outputsOf(program, rows, (some) => volumes.read(some))
    const out = openSync(file, 'w')
    for (const row of rows) {
      const residual = normalisedResidual(volumes.read([row]), painted[row], voxels, postProcessing)
      writeSync(out, floatBytes(residual))
    }
    closeSync(out)
  }
  report('Scoring sinuses', steps, steps)
  volumes.close()
  return { scores, device: describeDevice().device }
})
