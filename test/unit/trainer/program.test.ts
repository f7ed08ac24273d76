import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../src/shared/random.ts'
import { Program, type ProgramOptions } from '../../../src/trainer/program.ts'
import { loadTensorFlow } from '../../../src/trainer/tensorflow.ts'

const options = (changes: Partial<ProgramOptions>): ProgramOptions => ({
  objective: { kind: 'pretraining', width: 4, task: { method: 'residual', settings: { loss: 'bce' } } },
  voxels: 32,
  voxelMm: 2,
  batch: 2,
  precision: 'float32',
  optimiser: { kind: 'adamw', learningRate: 1e-3, weightDecay: 0 },
  augmentation: 'one-of-five',
  ...changes,
})
const random = createRandom('program')
const volumes = Float32Array.from({ length: 2 * 32 ** 3 }, () => random.uniform())
const batch = { read: () => ({ input: volumes, target: volumes }) }

describe('Program', () => {
  it('builds the published autoencoder: 2,744,775 parameters at 64³ and latent 512', () => {
    const program = new Program(
      options({
        objective: { kind: 'cae', latent: 512 },
        voxels: 64,
        batch: 1,
        optimiser: null,
        augmentation: 'none',
      }),
    )
    expect(program.parameters.count()).toBe(2_744_775)
    program.dispose()
  })

  it('says which edge a cube should have', () => {
    expect(() => new Program(options({ voxels: 40 }))).toThrow(/multiple of 32.*40.*--voxels 32/)
  })

  it('lowers the loss on one batch, in both precisions', () => {
    for (const precision of ['float32', 'bfloat16'] as const) {
      const program = new Program(options({ precision, augmentation: 'none' }))
      program.initialise(1)
      const losses = Array.from(
        { length: 15 },
        (_, k) => program.step([batch], { learningRate: 1e-3, step: k + 1, progress: 0 }, random).loss,
      )
      expect(losses.at(-1)).toBeLessThan(losses[0])
      expect(losses.every(Number.isFinite)).toBe(true)
      program.dispose()
    }
  })

  it('leaves no tensors behind and does not grow over steps', () => {
    const { binding } = loadTensorFlow()
    const before = binding.getNumOfTensors()
    const program = new Program(options({}))
    program.initialise(1)
    const steps = (count: number) => {
      for (let k = 0; k < count; k++)
        program.step([batch], { learningRate: 1e-3, step: k + 1, progress: 0 }, random)
    }
    steps(20)
    const rss = process.memoryUsage.rss()
    steps(60)
    expect(binding.getNumOfTensors()).toBe(before)
    expect(process.memoryUsage.rss() - rss).toBeLessThan(60 * 2 ** 20) // a leaked batch a step would be more
    program.dispose()
  })

  it('gives back in PyTorch’s layout exactly what it was given', () => {
    const program = new Program(options({}))
    program.initialise('a seed')
    const weights = program.weights()
    const other = program.initialise('another', weights)
    expect(other).toHaveLength(weights.size)
    for (const [name, { data }] of program.weights()) expect(data, name).toEqual(weights.get(name)!.data)
    program.dispose()
  })

  it('flattens the autoencoder’s bottleneck as PyTorch does', () => {
    // With an identity code, what leaves the bottleneck is what entered: a wrong voxel order would scramble it.
    const latent = 4 * 4 ** 3
    const program = new Program(options({ objective: { kind: 'cae', latent }, augmentation: 'none' }))
    program.initialise(3)
    const plain = program.weights()
    const identity = Float32Array.from({ length: latent ** 2 }, (_, k) => (k % (latent + 1) === 0 ? 1 : 0))
    // A permutation in PyTorch's order, undone on the way back, must change nothing.
    const order = createRandom('order').shuffle(Array.from({ length: latent }, (_, k) => k))
    const permuted = new Float32Array(latent ** 2)
    const back = new Float32Array(latent ** 2)
    order.forEach((from, to) => {
      permuted[to * latent + from] = 1
      back[from * latent + to] = 1
    })
    const zeros = { shape: [latent], data: new Float32Array(latent) }
    const run = (enter: Float32Array, leave: Float32Array) => {
      const given = new Map(plain)
      given
        .set('latent.weight', { shape: [latent, latent], data: enter })
        .set('expand.weight', { shape: [latent, latent], data: leave })
      given.set('latent.bias', zeros).set('expand.bias', zeros)
      program.initialise(3, given)
      return program.predict(volumes)
    }
    const expected = run(identity, identity)
    run(permuted, back).forEach((value, index) =>
      expect(Math.abs(value - expected[index])).toBeLessThan(1e-4),
    )
    program.dispose()
  })

  it('starts the same from the same seed and differently from another', () => {
    const program = new Program(options({}))
    const initial = (seed: number) => {
      program.initialise(seed)
      return program.weights().get('encoder.layer2.0.conv1.weight')!.data
    }
    const first = initial(1)
    expect(initial(1)).toEqual(first)
    expect(initial(2)).not.toEqual(first)
    program.dispose()
  })
})
