import { statSync } from 'node:fs'
import type { ExplainAnswer, ExplainJob, ExplainTask } from '../shared/ipc/model-jobs.ts'
import { floatBytes, readWeights, writeAtomic } from './checkpoints/files.ts'
import { padded } from './data/batches.ts'
import { PackedVolumes } from './data/dataset.ts'
import { describeDevice } from './device.ts'
import { inferenceProgram } from './inference-program.ts'
import type { Program } from './program.ts'
import { serveJob } from './program-lines.ts'

/** Few at a time: decoders are large, and what is written is kept when the rest is cancelled. */
const batch = 2

/** Writes what networks make of cubes, so that a person can look at it: expected residuals, and where classifiers look. */
await serveJob<ExplainJob, ExplainAnswer>(async ({ voxels, volumes: file, tasks }, report) => {
  const volumes = new PackedVolumes(file, statSync(file).size / (4 * voxels ** 3), voxels)
  const total = tasks.reduce((sum, { cubes }) => sum + cubes.length, 0)
  let done = 0
  report('Asking the networks', done, total)
  for (const task of tasks) {
    const program = programOf(task, voxels)
    for (const { items, count } of padded(task.cubes, batch)) {
      const output = program.predict(volumes.read(items.map(({ row }) => row)))
      const values = output.length / batch
      for (let k = 0; k < count; k++) {
        const own = output.subarray(k * values, (k + 1) * values)
        writeAtomic(items[k].file, floatBytes(isLogit(task) ? own.map(sigmoid) : own))
      }
      done += count
      report('Asking the networks', done, total)
    }
  }
  volumes.close()
  return { device: describeDevice().device }
})

function programOf(task: ExplainTask, voxels: number): Program {
  const weights = readWeights(task.weights)
  if (task.layer === 'prediction') {
    const { width, settings, precision } = task
    const objective = { kind: 'pretraining', width, task: { method: 'residual', settings } } as const
    return inferenceProgram(objective, weights, { voxels, batch, precision })
  }
  const width = weights.get('encoder.conv1.weight')!.shape[0]
  return inferenceProgram({ kind: 'saliency', width }, weights, { voxels, batch, precision: 'float32' })
}

/** Only cross-entropy has its network speak in logits; the other losses compare with the residual itself. */
function isLogit(task: ExplainTask): boolean {
  return task.layer === 'prediction' && task.settings.loss === 'bce'
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit))
}
