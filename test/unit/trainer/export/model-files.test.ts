import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { PackedVolumes } from '../../../../src/trainer/data/dataset.ts'
import { compare } from '../../../../src/trainer/export/compare.ts'
import { judgeOnnx, judgeSavedModel, loadOnnxRuntime } from '../../../../src/trainer/export/judges.ts'
import { asOnnx, asSavedModel, type TrainedNetwork } from '../../../../src/trainer/export/model-files.ts'
import { outputsOf } from '../../../../src/trainer/loops/validation.ts'
import { Program, type Weights } from '../../../../src/trainer/program.ts'
import { fixture, relativeError } from '../../../helpers/tensors.ts'

/** PyTorch's classifier after one training pass, its volumes and what it gives for them in evaluation. */
const golden = fixture('classifier_w4_s64')
const weights: Weights = new Map(
  [...golden].flatMap(([key, value]) =>
    key.startsWith('param.') ? [[key.slice(6), golden.get(`running.${key.slice(6)}`) ?? value] as const] : [],
  ),
)
const classifier: TrainedNetwork = { kind: 'classifier', weights, width: 4, voxels: 64 }
const about = { producerVersion: '0', metadata: { stage: 'none' } }
const runtime = loadOnnxRuntime()!

function aVolumeFile(): { folder: string; volumes: PackedVolumes } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'antrum-export-'))
  const file = path.join(folder, 'volumes.f32')
  writeFileSync(file, new Uint8Array(golden.get('x')!.data.buffer))
  const volumes = new PackedVolumes(file, 2, 64)
  onTestFinished(() => {
    volumes.close()
    rmSync(folder, { recursive: true })
  })
  return { folder, volumes }
}

async function runOnnx(network: TrainedNetwork, { folder, volumes } = aVolumeFile()) {
  const file = path.join(folder, 'model.onnx')
  writeFileSync(file, asOnnx(network, about))
  return judgeOnnx(runtime, file, { kind: network.kind, volumes, count: 2 })
}

const flat = (outputs: readonly Float32Array[]) => outputs.flatMap((values) => [...values])

describe('model files', () => {
  it('give PyTorch’s own logits as ONNX, run by onnxruntime', async () => {
    const { judge, outputs } = await runOnnx(classifier)
    expect(judge).toMatch(/^onnxruntime \d/)
    expect(relativeError(flat(outputs), golden.get('y_eval')!.data)).toBeLessThan(1e-4)
  })

  it('give PyTorch’s own logits as a SavedModel, fed by its signature', async () => {
    const { folder, volumes } = aVolumeFile()
    writeFileSync(path.join(folder, 'saved_model.pb'), asSavedModel(classifier))
    const { outputs } = await judgeSavedModel(folder, { kind: 'classifier', volumes, count: 2 })
    expect(relativeError(flat(outputs), golden.get('y_eval')!.data)).toBeLessThan(1e-4)
  })

  it('give the engine’s features of an encoder', async () => {
    const { folder, volumes } = aVolumeFile()
    const engine = new Program({
      objective: { kind: 'features', width: 4 },
      voxels: 64,
      voxelMm: 1,
      batch: 2,
      precision: 'float32',
      optimiser: null,
      augmentation: 'none',
    })
    engine.initialise(0, weights)
    const expected = outputsOf(engine, [0, 1], (rows) => volumes.read(rows))
    engine.dispose()
    expect(expected.map(({ length }) => length)).toEqual([32, 32])
    const judged = await runOnnx({ ...classifier, kind: 'encoder' }, { folder, volumes })
    expect(compare('ONNX', judged, expected)).toBeLessThan(1e-4)
  })

  it('are told from a model whose first kernels are mirrored, as the engine keeps them', async () => {
    const { outputs: expected } = await runOnnx(classifier)
    const spoiled: Weights = new Map(weights)
    const { shape, data } = weights.get('encoder.conv1.weight')!
    const taps = 7 ** 3
    const mirrored = data.map((_, k) => data[Math.floor(k / taps) * taps + (taps - 1 - (k % taps))])
    spoiled.set('encoder.conv1.weight', { shape, data: mirrored })
    const judged = await runOnnx({ ...classifier, weights: spoiled })
    expect(() => compare('ONNX', judged, expected)).toThrow(/The ONNX file is not the same model/)
  })

  it('send nothing about the model to the makers of onnxruntime', () => {
    expect(process.env.ORT_DISABLE_TELEMETRY).toBe('1')
  })
})

describe('compare', () => {
  const judged = (...outputs: number[][]) => ({
    judge: 'a program',
    outputs: outputs.map((values) => Float32Array.from(values)),
  })
  const expected = [Float32Array.of(1, 2), Float32Array.of(3, 4)]

  it('gives the largest absolute difference', () => {
    const largest = compare('ONNX', judged([1, 2.00005], [3.00001, 4]), expected)
    expect(largest).toBeCloseTo(5e-5, 6)
  })

  it.each([
    ['a larger difference', [3, 4.001], /4\.00\d+ where the engine gives 4 \(volume 2 of 2\)/],
    ['what is not a number', [NaN, 4], /NaN where the engine gives 3/],
    ['another number of values', [3], /1 values where the engine gives 2/],
  ])('refuses %s', (_, second, message) => {
    expect(() => compare('ONNX', judged([1, 2], second), expected)).toThrow(message)
  })
})
