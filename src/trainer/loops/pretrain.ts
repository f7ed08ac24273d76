import { readFileSync } from 'node:fs'
import type { ResidualsIndex } from '../../shared/ipc/trainer.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { writeAtomic, writeWeights } from '../checkpoints/files.ts'
import { PackedVolumes, type SinusRow, type TrainingDataset } from '../data/dataset.ts'
import { methods } from '../methods/methods.ts'
import { programFor } from '../program.ts'
import type { StageRun } from '../stage-run.ts'
import { train } from './train.ts'
import { meanLoss } from './validation.ts'

/** Self-supervised pretraining on the unlabelled sinuses; keeps encoder and whole network of the best epoch. */
export async function pretrain(run: StageRun<'pretrain'>, dataset: TrainingDataset): Promise<void> {
  const { params, inputs } = run.stage
  const method = methods[params.method]
  const { unlabelled } = dataset.manifest.split
  const samples = dataset.of(unlabelled.train)
  const heldOut = dataset.of(unlabelled.validation)
  if (!samples.length) throw new AntrumError('split-impossible', 'Pretraining needs unlabelled subjects; this dataset has none.')

  const targets = method.target === 'residual' ? residualsOf(run, inputs.residuals, dataset) : undefined
  const program = programFor({
    network: { kind: method.network, width: params.width },
    voxels: dataset.manifest.voxels,
    voxelMm: dataset.voxelMm,
    batch: Math.min(params.batchSize, samples.length),
    precision: params.precision,
    loss: method.loss(params),
    optimiser: params.optimiser,
    augmentation: params.augmentation,
  })
  const batch = (rows: readonly SinusRow[]) => {
    const input = dataset.volumes.read(rows.map(({ row }) => row))
    return { input, target: targets ? targets.read(rows) : input }
  }
  const { weights, history } = await train(run, {
    program,
    params,
    samples,
    batch,
    validate: () => meanLoss(program, heldOut, batch),
    initialise: () => void program.initialise(params.seed),
  })
  targets?.close()
  writeWeights(run.file('encoder.safetensors'), new Map([...weights].filter(([name]) => name.startsWith('encoder.'))))
  writeWeights(run.file('weights.safetensors'), weights)
  writeAtomic(run.file('history.json'), JSON.stringify(history))
}

/** Residual volumes found by sinus id, never by position (method-spec trap 4). */
function residualsOf(run: StageRun<'pretrain'>, hash: string | undefined, dataset: TrainingDataset) {
  if (!hash) throw new AntrumError('invalid-state', 'The residual method needs a residuals stage among its inputs.')
  const index = JSON.parse(readFileSync(run.inputFile(hash, 'index.json'), 'utf8')) as ResidualsIndex
  const volumes = new PackedVolumes(run.inputFile(hash, 'residuals.f32'), index.sinuses.length, dataset.manifest.voxels)
  const rowOf = new Map(index.sinuses.map((id, row) => [id, row]))
  const row = ({ id }: SinusRow) => {
    const found = rowOf.get(id)
    if (found === undefined) throw new AntrumError('corrupt-data', `Sinus ${id} has no residual in stage ${hash}.`)
    return found
  }
  return { read: (rows: readonly SinusRow[]) => volumes.read(rows.map(row)), close: () => volumes.close() }
}
