import { describe, expect, it } from 'vitest'
import type { PretrainingTask } from '../../../../src/shared/domain/stage.ts'
import { createRandom } from '../../../../src/shared/random.ts'
import { Program, type ProgramOptions } from '../../../../src/trainer/program.ts'

const d = 32
const samples = 4
const tasks: PretrainingTask[] = [
  { method: 'autoencoder', settings: {} },
  { method: 'denoising', settings: { noise: 0.6 } },
  { method: 'byol', settings: { predictor: true, momentum: 0.99, momentumRises: true } },
  { method: 'simsiam', settings: { predictor: true } },
  { method: 'simclr', settings: { temperature: 0.07 } },
  { method: 'spark', settings: { cellVoxels: 8, hiddenShare: 0.6 } },
  { method: 'residual', settings: { loss: 'bce' } },
]
const options = (task: PretrainingTask, changes: Partial<ProgramOptions> = {}): ProgramOptions => ({
  objective: { kind: 'pretraining', width: 4, task },
  voxels: d,
  voxelMm: 2,
  batch: samples,
  precision: 'float32',
  optimiser: { kind: 'adamw', learningRate: 3e-3, weightDecay: 0 },
  augmentation: 'one-of-five',
  ...changes,
})

// Balls of different size and place: something to tell apart and to paint.
const random = createRandom('balls')
const volumes = new Float32Array(samples * d ** 3)
for (let k = 0; k < samples; k++) {
  const centre = [0, 1, 2].map(() => d * (0.3 + 0.4 * random.uniform()))
  const radius = d * (0.1 + 0.25 * random.uniform())
  for (let v = 0; v < d ** 3; v++) {
    const at = [Math.floor(v / (d * d)), Math.floor(v / d) % d, v % d]
    const inside = Math.hypot(...at.map((x, axis) => x - centre[axis]!)) < radius
    volumes[k * d ** 3 + v] = (inside ? 0.2 : 0.7) + 0.05 * random.normal()
  }
}
const batch = { read: () => ({ input: volumes, target: volumes }) }

describe.each(tasks)('$method', (task) => {
  it('lowers its own loss on a tiny set, reaches every trainable parameter and keeps its embeddings apart', () => {
    const program = new Program(options(task))
    program.initialise(1)
    const before = program.weights()
    // Over the last steps of many: single losses jump with augmentation and masks.
    const results = Array.from({ length: 40 }, (_, k) => program.step([batch], { learningRate: 3e-3, step: k + 1, progress: k / 40 }, random.fork(`step ${k}`)))
    const mean = (part: typeof results) => part.reduce((total, { loss }) => total + loss, 0) / part.length
    expect(results.every(({ loss }) => Number.isFinite(loss))).toBe(true)
    expect(mean(results.slice(-10))).toBeLessThan(mean(results.slice(0, 5)))
    const after = program.weights()
    const still = program.parameters.trainable().filter(({ name }) => before.get(name)!.data.every((value, index) => value === after.get(name)!.data[index]))
    expect(still.map(({ name }) => name)).toEqual([])
    for (const { monitors } of results.slice(-5)) if ('spread' in monitors) expect(monitors.spread).toBeGreaterThan(0.1)
    program.dispose()
  })
})
