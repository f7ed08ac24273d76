import type { Prediction } from '../../shared/ipc/trainer.ts'
import { readWeights, writeAtomic } from '../checkpoints/files.ts'
import type { TrainingDataset } from '../data/dataset.ts'
import { programFor } from '../program.ts'
import type { StageRun } from '../stage-run.ts'
import { outputsOf } from './validation.ts'

const batch = 16

/** Scores the fold's validation sinuses and the test set: softmax of the two logits, per sinus (method-spec section 7). */
export async function evaluate(run: StageRun<'evaluate'>, dataset: TrainingDataset): Promise<void> {
  const { params, inputs } = run.stage
  const weights = readWeights(run.inputFile(inputs.classifier, 'classifier.safetensors'))
  const width = weights.get('encoder.conv1.weight')!.shape[0]
  const program = programFor(dataset.program({ kind: 'classification', width }, params, { batch }))
  program.initialise(0, weights)

  const { split } = dataset.manifest
  const sets = { validation: split.folds[params.foldIndex].validation, test: split.test } as const
  const predictions = (['validation', 'test'] as const).flatMap((set) => {
    const samples = dataset.labelled(sets[set])
    const logits = outputsOf(program, samples, (rows) => dataset.read(rows))
    return samples.map(({ id, subject, side, target }, index): Prediction => {
      return { sinus: id, subject, side, set, target, score: scoreOf(logits[index]) }
    })
  })
  run.progress({ done: predictions.length, total: predictions.length })
  writeAtomic(run.file('predictions.json'), JSON.stringify(predictions))
}

/** Probability of an anomaly from the logits of normal and anomalous. */
export function scoreOf(logits: Float32Array): number {
  const [normal, anomalous] = logits as Float32Array & [number, number]
  return 1 / (1 + Math.exp(normal - anomalous))
}
