import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { AugmentationKind, OptimiserParams, Precision, PretrainingTask } from '../shared/domain/stage.ts'
import { createRandom } from '../shared/random.ts'
import { augment } from './data/augmentation.ts'
import { PackedVolumes } from './data/dataset.ts'
import { describeDevice } from './device.ts'
import { Graph } from './graph/graph.ts'
import { Session } from './graph/session.ts'
import type { ObjectiveSpec } from './objectives/objectives.ts'
import { Program } from './program.ts'
import { loadTensorFlow, trainingThreads } from './tensorflow.ts'

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
const everyPart = [
  'unetStep',
  'classifierStep',
  'unetInference',
  'augmentation',
  'loading',
  'methods',
  'throughput',
] as const
type Part = (typeof everyPart)[number]

const options: Options = {
  size: 64,
  width: 64,
  batch: 2,
  steps: 5,
  precision: 'auto',
  parts: everyPart,
  ...(JSON.parse(process.argv[2] ?? '{}') as Partial<Options>),
}
const { size, width, batch, steps } = options
// As in a study; what only applies networks has every core for each operation.
const trains = options.parts.some((part) => part !== 'unetInference')
if (trains) loadTensorFlow({ threads: trainingThreads(size) })
const device = describeDevice()
const precision = options.precision === 'auto' ? device.precision : options.precision
const random = createRandom('bench')
const volumes = Float32Array.from({ length: batch * size ** 3 }, () => random.uniform())

interface Times {
  min: number
  median: number
}

const timed = (run: () => void): Times => inTurns({ run }).run

/** Times of several, which take turns: what else the machine does troubles all of them alike. */
function inTurns<Name extends string>(runs: Record<Name, () => void>): Record<Name, Times> {
  const names = Object.keys(runs) as Name[]
  const seconds = names.map((): number[] => [])
  for (let round = 0; round < steps + 2; round++) {
    names.forEach((name, index) => {
      const started = performance.now()
      runs[name]()
      if (round >= 2) seconds[index].push((performance.now() - started) / 1000)
    })
  }
  return Object.fromEntries(
    names.map((name, index) => {
      const sorted = seconds[index].toSorted((a, b) => a - b)
      return [name, { min: sorted[0], median: sorted[sorted.length >> 1] }]
    }),
  ) as Record<Name, Times>
}

const unet: ObjectiveSpec = {
  kind: 'pretraining',
  width,
  task: { method: 'residual', settings: { loss: 'bce' } },
}
const classifier: ObjectiveSpec = { kind: 'classification', width }

function program(
  objective: ObjectiveSpec,
  trains: boolean,
  augmentation: AugmentationKind = 'none',
): Program {
  const optimiser: OptimiserParams = { kind: 'sgd', learningRate: 0.01, weightDecay: 0, momentum: 0.9 }
  const made = new Program({
    objective,
    voxels: size,
    voxelMm: 1,
    batch,
    precision,
    optimiser: trains ? optimiser : null,
    augmentation,
  })
  made.initialise(1)
  return made
}

/** A training, and how to take its next step. */
function training(
  objective: ObjectiveSpec,
  augmentation: AugmentationKind = 'none',
): { step: () => void; dispose: () => void } {
  const net = program(objective, true, augmentation)
  const classes = Float32Array.from({ length: 2 * batch }, (_, k) => (k % 4 === 0 || k % 4 === 3 ? 1 : 0))
  const micro = [
    { read: () => ({ input: volumes, target: objective.kind === 'classification' ? classes : volumes }) },
  ]
  let step = 0
  return {
    step: () => {
      net.step(micro, { learningRate: 0.01, step: ++step, progress: 0 }, random)
    },
    dispose: () => {
      net.dispose()
    },
  }
}

function timesOf(objective: ObjectiveSpec): Times {
  const { step, dispose } = training(objective)
  const times = timed(step)
  dispose()
  return times
}

/** Settings of the `paper` preset. */
const tasks: PretrainingTask[] = [
  { method: 'autoencoder', settings: {} },
  { method: 'denoising', settings: { noise: 0.6 } },
  { method: 'byol', settings: { predictor: true, momentum: 0.99, momentumRises: false } },
  { method: 'simsiam', settings: { predictor: true } },
  { method: 'simclr', settings: { temperature: 0.07 } },
  { method: 'spark', settings: { cellVoxels: 8, hiddenShare: 0.6 } },
  { method: 'residual', settings: { loss: 'bce' } },
]

const measurements: Record<Part, () => unknown> = {
  unetStep: () => timesOf(unet),
  classifierStep: () => timesOf(classifier),
  unetInference: () => {
    const net = program(unet, false)
    const times = timed(() => net.predict(volumes))
    net.dispose()
    return times
  },
  augmentation: () => {
    const graph = new Graph()
    const count = 16
    const image = graph.placeholder('image', [count, size, size, size, 1])
    const made = augment(graph, image, null, { kind: 'one-of-five', voxelMm: 1, name: 'augment' })
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
  // Each in turns with a classifier step, which it is measured against; two networks in memory at a time.
  methods: () => {
    const reference = training(classifier)
    const times: Record<string, Times> = {}
    for (const task of tasks) {
      // Augmented: TensorFlow would compute two views that are the same only once.
      const method = training({ kind: 'pretraining', width, task }, 'one-of-five')
      const both = inTurns({ classifier: reference.step, method: method.step })
      times['classifier'] ??= both.classifier
      times[task.method] = both.method
      method.dispose()
    }
    reference.dispose()
    return times
  },
  throughput: () => {
    // Residual pretraining as it runs: volumes picked from the cohort, augmented, one step; against the step alone.
    const net = program(unet, true, 'one-of-five')
    const cohort = Float32Array.from({ length: 8 * batch * size ** 3 }, (_, k) => volumes[k % volumes.length])
    const pick = () => {
      const picked = new Float32Array(volumes.length)
      for (let k = 0; k < batch; k++)
        picked.set(
          cohort.subarray(random.integer(8 * batch) * size ** 3).subarray(0, size ** 3),
          k * size ** 3,
        )
      return picked
    }
    let step = 0
    const { median } = timed(() =>
      net.step(
        [{ read: () => ({ input: pick(), target: pick() }) }],
        { learningRate: 0.01, step: ++step, progress: 0 },
        random.fork(`step ${step}`),
      ),
    )
    net.dispose()
    return { volumesPerSecond: batch / median }
  },
}

const results = Object.fromEntries(options.parts.map((part) => [part, measurements[part]()]))
const peakRssBytes = process.resourceUsage().maxRSS * 1024
process.stdout.write(
  `${JSON.stringify({ ...results, precision, device, peakRssBytes, width, batch, size })}\n`,
)
process.exit(0)
