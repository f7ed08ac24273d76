import { describe, expect, it } from 'vitest'
import type { PretrainingTask } from '../../../../src/shared/domain/stage.ts'
import { createRandom } from '../../../../src/shared/random.ts'
import { byol } from '../../../../src/trainer/methods/byol.ts'
import { Program, type ProgramOptions } from '../../../../src/trainer/program.ts'
import { relativeError } from '../../../helpers/tensors.ts'

const d = 32
const samples = 8
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
    const inside = Math.hypot(...at.map((x, axis) => x - centre[axis])) < radius
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
    const results = Array.from({ length: 40 }, (_, k) =>
      program.step([batch], { learningRate: 3e-3, step: k + 1, progress: k / 40 }, random.fork(`step ${k}`)),
    )
    const mean = (part: typeof results) => part.reduce((total, { loss }) => total + loss, 0) / part.length
    expect(results.every(({ loss }) => Number.isFinite(loss))).toBe(true)
    expect(mean(results.slice(-10))).toBeLessThan(mean(results.slice(0, 5)))
    const after = program.weights()
    const still = program.parameters
      .trainable()
      .filter(({ name }) =>
        before.get(name)!.data.every((value, index) => value === after.get(name)!.data[index]),
      )
    expect(still.map(({ name }) => name)).toEqual([])
    for (const { monitors } of results.slice(-5))
      if ('spread' in monitors) expect(monitors.spread).toBeGreaterThan(0.1)
    program.dispose()
  })
})

// One batch normalises like its two halves when these are equal, so both ways of taking a step must come out alike.
describe.each(tasks.filter(({ method }) => !['denoising', 'spark'].includes(method)))(
  '$method in micro-batches',
  (task) => {
    it('takes the same step on two halves as on the whole', () => {
      const half = volumes.slice(0, 4 * d ** 3)
      const doubled = Float32Array.from([...half, ...half])
      const step = (batchSize: number, parts: number, data: Float32Array) => {
        const program = new Program(
          options(task, {
            batch: batchSize,
            parts,
            augmentation: 'none',
            optimiser: { kind: 'sgd', learningRate: 0.1, weightDecay: 0, momentum: 0.9 },
          }),
        )
        program.initialise(1)
        const before = program.weights()
        const micro = Array.from({ length: parts }, () => ({ read: () => ({ input: data, target: data }) }))
        const { loss } = program.step(micro, { learningRate: 0.01, step: 1, progress: 0 }, random)
        const moved = new Map(
          [...program.weights()].map(([name, { data }]) => [
            name,
            data.map((value, index) => value - before.get(name)!.data[index]),
          ]),
        )
        program.dispose()
        return { loss, moved }
      }
      const whole = step(8, 1, doubled)
      const halves = step(4, 2, half)
      // Relative, but a cosine near zero is known only as well as its terms of one.
      expect(Math.abs(halves.loss - whole.loss) / Math.max(1, Math.abs(whole.loss))).toBeLessThan(1e-4)
      // Running statistics move once per micro-batch, a stated difference, and a teacher follows them.
      const compared = [...whole.moved].filter(([name]) => !/running_|teacher/.test(name))
      const largestOf = (values: Float32Array) =>
        values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
      const largest = Math.max(...compared.map(([, values]) => largestOf(values)))
      for (const [name, values] of compared) {
        // A kernel in front of a batch norm has next to no gradient along its own direction: noise, against the largest.
        const scale = Math.max(largest * 1e-4, largestOf(values))
        const error = largestOf(values.map((value, index) => value - halves.moved.get(name)![index])) / scale
        expect(error, name).toBeLessThan(0.02)
      }
    })
  },
)

describe('the teacher of BYOL', () => {
  it('starts as a copy and follows by its momentum, batch-norm statistics included', () => {
    const momentum = 0.9
    const program = new Program(
      options({ method: 'byol', settings: { predictor: true, momentum, momentumRises: false } }),
    )
    program.initialise(5)
    const before = program.weights()
    program.step([batch], { learningRate: 0.05, step: 1, progress: 0 }, random)
    const after = program.weights()
    program.dispose()
    const teachers = [...after.keys()].filter((name) => name.startsWith('teacher.'))
    // Encoder and projector, no predictor: it belongs to the student alone.
    expect(teachers).toHaveLength(
      [...after.keys()].filter((name) => /^(encoder|projector)/.test(name)).length,
    )
    for (const name of teachers) {
      const student = name.slice('teacher.'.length)
      expect(before.get(name)!.data, name).toEqual(before.get(student)!.data)
      const wanted = before
        .get(name)!
        .data.map((value, index) => momentum * value + (1 - momentum) * after.get(student)!.data[index])
      expect(relativeError(after.get(name)!.data, wanted), name).toBeLessThan(1e-5)
    }
    expect(after.get('teacher.encoder.bn1.running_mean')!.data).not.toEqual(
      before.get('teacher.encoder.bn1.running_mean')!.data,
    )
  })

  it('can rise to standing still: half way at the middle of the training, 1 at its end', () => {
    const objective = byol(4, { predictor: true, momentum: 0.9, momentumRises: true })
    expect([0, 0.5, 1].map((progress) => objective.teacherMomentum!(progress))).toEqual([
      0.9,
      expect.closeTo(0.95, 10),
      1,
    ])
  })
})
