import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { AntrumError } from '../../shared/ipc/error.ts'
import type { CliCommand } from './command.ts'

interface StepTimes {
  min: number
  median: number
}

interface BenchResult {
  unetStep: StepTimes
  classifierStep: StepTimes
  unetInference: StepTimes
  /** A step of each pretraining method. */
  methods: Record<string, StepTimes>
  /** Residual pretraining as it runs, loading and augmentation included. */
  throughput: { volumesPerSecond: number }
  augmentation: { volumesPerSecond: number }
  loading: { volumesPerSecond: number }
  precision: string
  device: { deviceName: string; tensorflow: string; reason: string }
  peakRssBytes: number
  width: number
  batch: number
  size: number
}

const benchEntry = fileURLToPath(new URL('../../trainer/bench.ts', import.meta.url))

export const bench: CliCommand = {
  usage: 'bench',
  summary: 'measure training step, inference, augmentation and loading on this machine',
  options: (command) =>
    command
      .option('--size <voxels>', 'edge of the cubes', '64')
      .option('--width <n>', 'width of the encoder’s first stage', '64')
      .option('--batch <n>', 'volumes per step', '2')
      .option('--steps <n>', 'measured steps of each kind', '7')
      .option('--precision <p>', 'auto, float32 or bfloat16', 'auto'),
  run: async (context, _args, options) => {
    const whole = (name: string) => {
      const value = Number(options[name])
      if (!Number.isInteger(value) || value < 1)
        throw new AntrumError(
          'usage',
          `--${name} wants a whole number of at least 1; "${String(options[name])}" was given.`,
        )
      return value
    }
    const precision = String(options.precision)
    if (!['auto', 'float32', 'bfloat16'].includes(precision))
      throw new AntrumError('usage', `--precision is auto, float32 or bfloat16; "${precision}" was given.`)
    const asked = {
      size: whole('size'),
      width: whole('width'),
      batch: whole('batch'),
      steps: whole('steps'),
      precision,
    }
    if (asked.size % 32)
      throw new AntrumError('usage', `--size wants a multiple of 32; ${asked.size} was given.`)
    context.progress({
      phase: `measuring ${asked.size}³ cubes, width ${asked.width}, batch ${asked.batch}`,
      done: 0,
    })
    const result = await measure(asked, context.signal)
    return { json: result, text: table(result) }
  },
}

/** TensorFlow lives in its own process; this one only waits for its line. */
function measure(asked: object, signal: AbortSignal): Promise<BenchResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [benchEntry, JSON.stringify(asked)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    })
    let output = ''
    let errors = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-2000)))
    child.on('error', reject)
    child.on('close', (code) => {
      const line = output.trim().split('\n').at(-1)
      if (code === 0 && line) resolve(JSON.parse(line) as BenchResult)
      else
        reject(
          new AntrumError(
            'trainer-crashed',
            `The measurement ended with code ${code}. Its last words:\n${errors.trim()}`,
          ),
        )
    })
  })
}

function table(result: BenchResult): string {
  const ms = ({ min, median }: StepTimes) =>
    `${(median * 1000).toFixed(1).padStart(9)} ms   (fastest ${(min * 1000).toFixed(1)})`
  const rate = ({ volumesPerSecond }: { volumesPerSecond: number }) =>
    `${volumesPerSecond.toFixed(0).padStart(9)} volumes/s`
  return [
    `${result.size}³ cubes, width ${result.width}, batch ${result.batch}, ${result.precision}, TensorFlow ${result.device.tensorflow} on ${result.device.deviceName}`,
    `U-Net step        ${ms(result.unetStep)}`,
    `classifier step   ${ms(result.classifierStep)}`,
    `U-Net inference   ${ms(result.unetInference)}`,
    ...Object.entries(result.methods).map(([method, times]) => `${`${method} step`.padEnd(18)}${ms(times)}`),
    `pretraining       ${rate(result.throughput)}`,
    `augmentation      ${rate(result.augmentation)}`,
    `loading           ${rate(result.loading)}`,
    `peak memory       ${(result.peakRssBytes / 2 ** 20).toFixed(0).padStart(9)} MB`,
  ].join('\n')
}
