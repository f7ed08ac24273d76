import { mkdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { AntrumError } from '../shared/ipc/error.ts'
import type { ExportAnswer, ExportJob, FormatOutcome } from '../shared/ipc/model-jobs.ts'
import { readWeights, writeAtomic, writeWeights } from './checkpoints/files.ts'
import { PackedVolumes } from './data/dataset.ts'
import { compare } from './export/compare.ts'
import { judgeOnnx, judgeSavedModel, loadOnnxRuntime, type Judgement } from './export/judges.ts'
import { asOnnx, asSavedModel, type TrainedNetwork } from './export/model-files.ts'
import { onnxOpset } from './export/onnx-file.ts'
import { outputsOf } from './loops/validation.ts'
import { Program, type Weights } from './program.ts'
import { serveJob } from './program-lines.ts'
import { loadTensorFlow } from './tensorflow.ts'

/**
 * Writes an encoder or a classifier as safetensors, SavedModel and ONNX, and holds each file against the engine on the
 * volumes given. A format that nobody here can run is left out; one that gives other outputs ends the whole export.
 */
await serveJob<ExportJob, ExportAnswer>(async (job, report) => {
  const { voxels, folder } = job
  const weights = readWeights(job.weights)
  const stem = weights.get('encoder.conv1.weight')
  if (!stem)
    throw new AntrumError(
      'corrupt-data',
      `${path.basename(job.weights)} holds no encoder. Run: antrum verify <project>`,
    )
  const network: TrainedNetwork = { kind: job.network, weights, width: stem.shape[0], voxels }
  const count = statSync(job.volumes).size / (4 * voxels ** 3)
  const volumes = new PackedVolumes(job.volumes, count, voxels)
  const judged = { kind: job.network, volumes, count }
  const steps = 4

  report('Running the engine', 0, steps)
  const engine = engineOf(network)
  const run = (given: Weights) => {
    engine.initialise(0, given)
    const rows = Array.from({ length: count }, (_, row) => row)
    return outputsOf(engine, rows, (some) => volumes.read(some))
  }
  const expected = run(weights)
  const accept = (format: string, files: string[], judgement: Judgement): FormatOutcome => ({
    files,
    largestDifference: compare(format, judgement, expected),
    judge: judgement.judge,
  })

  report('Writing safetensors', 1, steps)
  const tensorFile = path.join(folder, 'model.safetensors')
  writeWeights(tensorFile, weights)
  const readBack = { judge: 'the engine itself', outputs: run(readWeights(tensorFile)) }
  const safetensors = accept('safetensors', ['model.safetensors'], readBack)
  engine.dispose()

  report('Writing the SavedModel', 2, steps)
  const savedFolder = path.join(folder, 'saved_model')
  mkdirSync(savedFolder)
  writeAtomic(path.join(savedFolder, 'saved_model.pb'), asSavedModel(network))
  const savedModel = accept(
    'SavedModel',
    ['saved_model/saved_model.pb'],
    await judgeSavedModel(savedFolder, judged),
  )

  report('Writing ONNX', 3, steps)
  const runtime = loadOnnxRuntime()
  let onnx: FormatOutcome = {
    leftOut:
      'nothing here can run it, so whether it is the same model could not be checked: npm install --no-save onnxruntime-node',
  }
  if (runtime) {
    const file = path.join(folder, 'model.onnx')
    writeAtomic(file, asOnnx(network, job))
    onnx = accept('ONNX', ['model.onnx'], await judgeOnnx(runtime, file, judged))
  }
  report('Writing ONNX', steps, steps)
  volumes.close()

  return {
    tensorflow: loadTensorFlow().binding.TF_Version,
    width: network.width,
    parameters: countTrainable(weights),
    volumes: count,
    tensors: [...weights].map(([name, { shape }]) => ({ name, shape: [...shape] })),
    outputSize: expected[0].length,
    formats: { safetensors, 'saved-model': savedModel, onnx },
    onnxOpset,
  }
})

function countTrainable(weights: Weights): number {
  const isStatistic = (name: string) => /\.running_(mean|var)$/.test(name)
  return [...weights].reduce((sum, [name, { data }]) => sum + (isStatistic(name) ? 0 : data.length), 0)
}

/** float32 whatever the training used: the files hold float32 weights. */
function engineOf({ kind, width, voxels }: TrainedNetwork): Program {
  return new Program({
    objective: kind === 'classifier' ? { kind: 'classification', width } : { kind: 'features', width },
    voxels,
    voxelMm: 1,
    batch: 4,
    precision: 'float32',
    optimiser: null,
    augmentation: 'none',
  })
}
