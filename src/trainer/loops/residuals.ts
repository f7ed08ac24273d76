import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs'
import { normalisedResidual } from '../../shared/imaging/residual.ts'
import type { ResidualsIndex } from '../../shared/ipc/trainer.ts'
import { floatBytes, readWeights, writeAtomic } from '../checkpoints/files.ts'
import { padded } from '../data/batches.ts'
import type { TrainingDataset } from '../data/dataset.ts'
import { programFor } from '../program.ts'
import { Interrupted, type StageRun } from '../stage-run.ts'

const batch = 8

/** What the autoencoder of normal sinuses fails to reproduce, for every sinus. The signed difference is kept too. */
export async function makeResiduals(run: StageRun<'residuals'>, dataset: TrainingDataset): Promise<void> {
  const { params, inputs } = run.stage
  const { voxels } = dataset.manifest
  const weights = readWeights(run.inputFile(inputs.cae, 'weights.safetensors'))
  const latent = weights.get('latent.bias')!.data.length
  const program = programFor(dataset.program({ kind: 'cae', latent }, params, { batch }))
  program.initialise(0, weights)

  const sinuses = dataset.all()
  const length = voxels ** 3
  const names = ['residuals.f32', 'difference.f32'] as const
  const temporary = names.map((name) => run.file(`${name}.tmp`))
  const [residualFile, differenceFile] = temporary.map((file) => openSync(file, 'w')) as [number, number]
  try {
    let done = 0
    for (const { items, count } of padded(sinuses, batch)) {
      const input = dataset.read(items)
      const reconstruction = program.predict(input)
      for (let k = 0; k < count; k++) {
        const [x, painted] = [input, reconstruction].map((volumes) =>
          volumes.subarray(k * length, (k + 1) * length),
        ) as [Float32Array, Float32Array]
        writeSync(differenceFile, floatBytes(x.map((value, v) => value - painted[v])))
        writeSync(residualFile, floatBytes(normalisedResidual(x, painted, voxels, params)))
      }
      done += count
      run.progress({ done, total: sinuses.length })
      if (await run.shouldStop()) throw new Interrupted() // seconds of work: it starts again
    }
    fsyncSync(residualFile)
    fsyncSync(differenceFile)
  } finally {
    closeSync(residualFile)
    closeSync(differenceFile)
  }
  names.forEach((name, index) => renameSync(temporary[index], run.file(name)))
  const index: ResidualsIndex = { voxels, sinuses: sinuses.map(({ id }) => id) }
  writeAtomic(run.file('index.json'), JSON.stringify(index))
}
