import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs'
import { medianFilter } from '../../shared/imaging/median.ts'
import { normalisePercentiles } from '../../shared/imaging/normalise.ts'
import type { ResidualsIndex } from '../../shared/ipc/trainer.ts'
import { floatBytes, readWeights, writeAtomic } from '../checkpoints/files.ts'
import { padded } from '../data/batches.ts'
import type { TrainingDataset } from '../data/dataset.ts'
import { programFor } from '../program.ts'
import { Interrupted, type StageRun } from '../stage-run.ts'

const batch = 8

/**
 * What the autoencoder of normal sinuses fails to reproduce, for every sinus: |input − reconstruction|, clipped to its
 * 1st and 99th percentile and stretched to 0…1, median-filtered, and stretched once more, per volume.
 * Source: method-spec 3.3 (→ line). The signed difference is kept too.
 */
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
        const difference = new Float32Array(length)
        for (let v = 0; v < length; v++)
          difference[v] = input[k * length + v] - reconstruction[k * length + v]
        writeSync(differenceFile, floatBytes(difference))
        writeSync(residualFile, floatBytes(normalisedResidual(difference, voxels, params.medianKernel)))
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

/** @param difference Signed, [voxels³]. @returns 0…1, same length. */
export function normalisedResidual(
  difference: Float32Array,
  voxels: number,
  medianKernel: 0 | 3 | 5 | 7,
): Float32Array {
  const stretched = normalisePercentiles(difference.map(Math.abs))
  if (medianKernel === 0) return stretched
  return normalisePercentiles(medianFilter(stretched, [voxels, voxels, voxels], medianKernel))
}
