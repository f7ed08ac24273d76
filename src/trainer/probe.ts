import { describeDevice } from './device.ts'
import { createRandom } from '../shared/random.ts'
import { Program } from './program.ts'

/**
 * Says what the engine is and how fast: one line of JSON. The measured step is a small classifier's (width 16, four
 * 32³ cubes): seconds to find out, and it exercises every kind of kernel.
 */
const device = describeDevice()
const program = new Program({
  network: { kind: 'classifier', width: 16 },
  voxels: 32,
  voxelMm: 2,
  batch: 4,
  precision: device.precision,
  loss: 'cross-entropy',
  optimiser: { kind: 'adamw', learningRate: 1e-4, weightDecay: 0.01 },
  augmentation: 'none',
})
program.initialise(1)
const random = createRandom(1)
const batch = {
  input: Float32Array.from({ length: 4 * 32 ** 3 }, () => random.uniform()),
  target: Float32Array.of(1, 0, 0, 1, 1, 0, 0, 1),
  sampleWeights: Float32Array.of(1, 1, 1, 1),
}
const seconds: number[] = []
for (let step = 1; step <= 7; step++) {
  const started = performance.now()
  program.step(batch, 1e-4, step, random)
  if (step > 2) seconds.push((performance.now() - started) / 1000)
}
const stepSeconds = seconds.toSorted((a, b) => a - b)[2]!
process.stdout.write(`${JSON.stringify({ ...device, stepSeconds })}\n`)
process.exit(0)
