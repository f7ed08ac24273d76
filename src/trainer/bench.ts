import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Precision } from '../shared/domain/stage.ts'
import { createRandom } from '../shared/random.ts'
import { augment } from './data/augmentation.ts'
import { PackedVolumes } from './data/dataset.ts'
import { describeDevice } from './device.ts'
import { Graph } from './graph/graph.ts'
import { Session } from './graph/session.ts'
import { Program, type NetworkSpec } from './program.ts'

/**
 * Times the engine's hot parts and prints one line of JSON: seconds per step (min, median), volumes per second.
 * Steps use the same loss, optimiser (SGD with momentum) and shapes as the PyTorch peer they are compared with, and
 * include copying the batch in and the loss out. First runs (graph optimisation) are not counted.
 *
 * node src/trainer/bench.ts '{"size":64,"width":64,"batch":2,"steps":5,"precision":"auto","parts":["unetStep",…]}'
 */
interface Options {
  size: number
  width: number
  batch: number
  steps: number
  precision: Precision | 'auto'
  parts: readonly Part[]
}
const everyPart = ['unetStep', 'classifierStep', 'unetInference', 'augmentation', 'loading'] as const
type Part = (typeof everyPart)[number]

const options: Options = { size: 64, width: 64, batch: 2, steps: 5, precision: 'auto', parts: everyPart, ...(JSON.parse(process.argv[2] ?? '{}') as Partial<Options>) }
const { size, width, batch, steps } = options
const device = describeDevice()
const precision = options.precision === 'auto' ? device.precision : options.precision
const random = createRandom('bench')
const volumes = Float32Array.from({ length: batch * size ** 3 }, () => random.uniform())

function timed(run: () => void): { min: number; median: number } {
  const seconds: number[] = []
  for (let k = 0; k < steps + 2; k++) {
    const started = performance.now()
    run()
    if (k >= 2) seconds.push((performance.now() - started) / 1000)
  }
  seconds.sort((a, b) => a - b)
  return { min: seconds[0]!, median: seconds[seconds.length >> 1]! }
}

function program(network: NetworkSpec, trains: boolean): Program {
  const made = new Program({
    network,
    voxels: size,
    voxelMm: 1,
    batch,
    precision,
    loss: network.kind === 'classifier' ? 'cross-entropy' : 'bce',
    optimiser: trains ? { kind: 'sgd', learningRate: 0.01, weightDecay: 0, momentum: 0.9 } : null,
    augmentation: 'none',
  })
  made.initialise(1)
  return made
}

function training(kind: 'unet' | 'classifier'): { min: number; median: number } {
  const net = program({ kind, width }, true)
  const target = kind === 'unet' ? volumes : Float32Array.from({ length: 2 * batch }, (_, k) => (k % 4 === 0 || k % 4 === 3 ? 1 : 0))
  const sampleWeights = new Float32Array(batch).fill(1)
  let step = 0
  const times = timed(() => net.step({ input: volumes, target, sampleWeights }, 0.01, ++step, random))
  net.dispose()
  return times
}

const measurements: Record<Part, () => unknown> = {
  unetStep: () => training('unet'),
  classifierStep: () => training('classifier'),
  unetInference: () => {
    const net = program({ kind: 'unet', width }, false)
    const times = timed(() => net.predict(volumes))
    net.dispose()
    return times
  },
  augmentation: () => {
    const graph = new Graph()
    const count = 16
    const image = graph.placeholder('image', [count, size, size, size, 1])
    const made = augment(graph, image, null, 1)
    const session = new Session(graph)
    const data = Float32Array.from({ length: count * size ** 3 }, () => random.uniform())
    const { median } = timed(() => session.run([[image, data], ...made.draw(random)], [made.image]))
    session.dispose()
    return { volumesPerSecond: count / median }
  },
  loading: () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'antrum-bench-'))
    try {
      const count = 32
      writeFileSync(path.join(folder, 'packed.f32'), new Uint8Array(count * size ** 3 * 4))
      const packed = new PackedVolumes(path.join(folder, 'packed.f32'), count, size)
      const { median } = timed(() => packed.read(random.shuffle(Array.from({ length: count }, (_, k) => k))))
      packed.close()
      return { volumesPerSecond: count / median }
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
}

const results = Object.fromEntries(options.parts.map((part) => [part, measurements[part]()]))
const peakRssBytes = process.resourceUsage().maxRSS * 1024
process.stdout.write(`${JSON.stringify({ ...results, precision, device, peakRssBytes, width, batch, size })}\n`)
process.exit(0)
