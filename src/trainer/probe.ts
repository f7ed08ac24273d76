import { describeDevice } from './device.ts'
import { createRandom } from '../shared/random.ts'
import { Program } from './program.ts'
import { loadTensorFlow, trainingThreads } from './tensorflow.ts'

/**
 * Says what the engine is and how fast: one line of JSON. The measured step is a small classifier's (width 16, four
 * 32³ cubes): seconds to find out, and it exercises every kind of kernel.
 */
loadTensorFlow({ threads: trainingThreads(32) })
const device = describeDevice()
const program = new Program({
  objective: { kind: 'classification', width: 16 },
  voxels: 32,
  voxelMm: 2,
  batch: 4,
  precision: device.precision,
  optimiser: { kind: 'adamw', learningRate: 1e-4, weightDecay: 0.01 },
  augmentation: 'none',
})
program.initialise(1)
const random = createRandom(1)
const input = Float32Array.from({ length: 4 * 32 ** 3 }, () => random.uniform())
const target = Float32Array.of(1, 0, 0, 1, 1, 0, 0, 1)
const batch = { read: () => ({ input, target }) }
const seconds: number[] = []
for (let step = 1; step <= 7; step++) {
  const started = performance.now()
  program.step([batch], { learningRate: 1e-4, step, progress: 0 }, random)
  if (step > 2) seconds.push((performance.now() - started) / 1000)
}
const stepSeconds = seconds.toSorted((a, b) => a - b)[2]
process.stdout.write(`${JSON.stringify({ ...device, stepSeconds })}\n`)
process.exit(0)
