import { createRequire } from 'node:module'
import { chunks } from '../../shared/chunks.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import type { ExportedNetwork } from '../../shared/ipc/model-jobs.ts'
import type { PackedVolumes } from '../data/dataset.ts'
import { dtypes } from '../graph/graph.ts'
import { loadTensorFlow } from '../tensorflow.ts'
import { inputName, outputName } from './model-files.ts'

/** What a model file gives for each volume when another program runs it. */
export interface Judgement {
  /** Which program, and its version. */
  judge: string
  outputs: Float32Array[]
}

export interface Judged {
  kind: ExportedNetwork
  volumes: PackedVolumes
  /** How many of them. */
  count: number
}

/** Not the engine's batch, and rarely a divisor of the number of volumes: the open batch is tried as well. */
const judgedAtOnce = 3

/** Runs a SavedModel folder by its signature's names. */
export async function judgeSavedModel(folder: string, { kind, volumes, count }: Judged): Promise<Judgement> {
  const { binding } = loadTensorFlow()
  const { voxels } = volumes
  const id = binding.loadSavedModel(folder, 'serve')
  try {
    const outputs = await inBatches(volumes, count, async (data, batch) => {
      const input = binding.createTensor([batch, voxels, voxels, voxels, 1], dtypes.float32, data)
      try {
        const [output] = binding.runSavedModel(id, [input], `${inputName}:0`, `${outputName[kind]}:0`)
        const values = binding.tensorDataSync(output.id) as Float32Array
        binding.deleteTensor(output.id)
        return values
      } finally {
        binding.deleteTensor(input)
      }
    })
    return { judge: `TensorFlow ${binding.TF_Version}`, outputs }
  } finally {
    binding.deleteSavedModel(id)
  }
}

/** The part of onnxruntime-node that is used: its own types are missing where the package is. */
export interface OnnxRuntime {
  version: string
  InferenceSession: {
    create: (
      file: string,
      options: object,
    ) => Promise<{
      run: (feeds: Record<string, unknown>) => Promise<Record<string, { data: Float32Array }>>
      release: () => Promise<void>
    }>
  }
  Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => unknown
}

/**
 * @returns null where onnxruntime-node is not installed: 288 MB that only exports want, so it is optional.
 * @throws AntrumError 'engine-missing' when it is installed and cannot be loaded.
 */
export function loadOnnxRuntime(): OnnxRuntime | null {
  const require = createRequire(import.meta.url)
  // From 1.29 on it tells its makers about models and machine unless told not to before it is loaded. Nothing leaves ours.
  process.env.ORT_DISABLE_TELEMETRY = '1'
  try {
    require.resolve('onnxruntime-node')
  } catch {
    return null
  }
  try {
    const { version } = require('onnxruntime-node/package.json') as { version: string }
    return { ...(require('onnxruntime-node') as Omit<OnnxRuntime, 'version'>), version }
  } catch (cause) {
    throw new AntrumError(
      'engine-missing',
      `onnxruntime-node is installed and cannot be loaded (${(cause as Error).message.split('\n')[0]}). Install it again, or remove it to export without ONNX.`,
      undefined,
      { cause },
    )
  }
}

/** Runs an ONNX file on the CPU. */
export async function judgeOnnx(
  runtime: OnnxRuntime,
  file: string,
  { kind, volumes, count }: Judged,
): Promise<Judgement> {
  const { voxels } = volumes
  const session = await runtime.InferenceSession.create(file, { logSeverityLevel: 3 })
  try {
    const outputs = await inBatches(volumes, count, async (data, batch) => {
      const input = new runtime.Tensor('float32', data, [batch, 1, voxels, voxels, voxels])
      return (await session.run({ [inputName]: input }))[outputName[kind]].data
    })
    return { judge: `onnxruntime ${runtime.version}`, outputs }
  } finally {
    await session.release()
  }
}

async function inBatches(
  volumes: PackedVolumes,
  count: number,
  run: (data: Float32Array, batch: number) => Promise<Float32Array>,
): Promise<Float32Array[]> {
  const outputs: Float32Array[] = []
  for (const rows of chunks(
    Array.from({ length: count }, (_, row) => row),
    judgedAtOnce,
  )) {
    const values = await run(volumes.read(rows), rows.length)
    const length = values.length / rows.length
    for (let k = 0; k < rows.length; k++) outputs.push(values.slice(k * length, (k + 1) * length))
  }
  return outputs
}
