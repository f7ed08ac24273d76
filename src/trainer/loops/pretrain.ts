import { readFileSync } from 'node:fs'
import type { PretrainingTask } from '../../shared/domain/stage.ts'
import type { ResidualsIndex } from '../../shared/ipc/trainer.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { createRandom } from '../../shared/random.ts'
import { writeAtomic, writeWeights } from '../checkpoints/files.ts'
import { PackedVolumes, type SinusRow, type TrainingDataset } from '../data/dataset.ts'
import { programFor, type Batch } from '../program.ts'
import type { StageRun } from '../stage-run.ts'
import { train } from './train.ts'
import { meanLoss } from './validation.ts'

/** Self-supervised pretraining on the unlabelled sinuses; hands on encoder and whole network of the kept epoch. */
export async function pretrain(run: StageRun<'pretrain'>, dataset: TrainingDataset): Promise<void> {
  const { params, inputs } = run.stage
  const { unlabelled } = dataset.manifest.split
  const samples = dataset.of(unlabelled.train)
  const heldOut = dataset.of(unlabelled.validation)
  if (!samples.length)
    throw new AntrumError('split-impossible', 'Pretraining needs unlabelled subjects; this dataset has none.')

  const residuals = params.method === 'residual' ? residualsOf(run, inputs.residuals, dataset) : undefined
  const batch = (rows: readonly SinusRow[]): Batch => ({
    read: () => {
      const input = dataset.read(rows)
      return { input, target: residuals ? residuals.read(rows) : input }
    },
  })
  const objective = {
    kind: 'pretraining' as const,
    width: params.width,
    task: { method: params.method, settings: params.settings } as PretrainingTask,
  }
  const { weights, history } = await train(run, {
    program: (batch, parts) => programFor(dataset.program(objective, params, { batch, parts })),
    params,
    samples,
    batch,
    validate: (program) => meanLoss(program, heldOut, batch, createRandom('validation')),
    initialise: (program) => void program.initialise(params.seed),
    keepLast: params.keep === 'last',
  })
  residuals?.close()
  writeWeights(
    run.file('encoder.safetensors'),
    new Map([...weights].filter(([name]) => name.startsWith('encoder.'))),
  )
  writeWeights(run.file('weights.safetensors'), weights)
  writeAtomic(run.file('history.json'), JSON.stringify(history))
}

/** Residual volumes found by sinus id, never by position (method-spec trap 4). */
function residualsOf(run: StageRun<'pretrain'>, hash: string | undefined, dataset: TrainingDataset) {
  if (!hash)
    throw new AntrumError('invalid-state', 'The residual method needs a residuals stage among its inputs.')
  const index = JSON.parse(readFileSync(run.inputFile(hash, 'index.json'), 'utf8')) as ResidualsIndex
  const volumes = new PackedVolumes(
    run.inputFile(hash, 'residuals.f32'),
    index.sinuses.length,
    dataset.manifest.voxels,
  )
  const rowOf = new Map(index.sinuses.map((id, row) => [id, row]))
  const row = ({ id }: SinusRow) => {
    const found = rowOf.get(id)
    if (found === undefined)
      throw new AntrumError('corrupt-data', `Sinus ${id} has no residual in stage ${hash}.`)
    return found
  }
  return { read: (rows: readonly SinusRow[]) => volumes.read(rows.map(row)), close: () => volumes.close() }
}
