import type { Prediction } from '../../shared/ipc/trainer.ts'
import { readWeights, writeAtomic } from '../checkpoints/files.ts'
import type { TrainingDataset } from '../data/dataset.ts'
import { programFor } from '../program.ts'
import type { StageRun } from '../stage-run.ts'
import { logitsOf } from './validation.ts'

const batch = 16

/** Scores the fold's validation sinuses and the test set: softmax of the two logits, per sinus (method-spec section 7). */
export async function evaluate(run: StageRun<'evaluate'>, dataset: TrainingDataset): Promise<void> {
  const { params, inputs } = run.stage
  const weights = readWeights(run.inputFile(inputs.classifier, 'classifier.safetensors'))
  const width = weights.get('encoder.conv1.weight')!.shape[0]!
  const program = programFor({ network: { kind: 'classifier', width }, voxels: dataset.manifest.voxels, voxelMm: dataset.voxelMm, batch, precision: params.precision, loss: 'cross-entropy', optimiser: null, augmentation: 'none' })
  program.initialise(0, weights)

  const { split } = dataset.manifest
  const sets = { validation: split.folds[params.foldIndex]!.validation, test: split.test } as const
  const predictions = (['validation', 'test'] as const).flatMap((set) => {
    const samples = dataset.labelled(sets[set])
    const logits = logitsOf(program, samples, (rows) => dataset.volumes.read(rows.map(({ row }) => row)))
    return samples.map(({ id, subject, side, target }, index): Prediction => {
      const [normal, anomalous] = logits[index]!
      return { sinus: id, subject, side, set, target, score: 1 / (1 + Math.exp(normal - anomalous)) }
    })
  })
  run.progress({ done: predictions.length, total: predictions.length })
  writeAtomic(run.file('predictions.json'), JSON.stringify(predictions))
}
