import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  resultFiles,
  type Prediction,
  type TrainerEvent,
  type TrainingHistory,
} from '../../src/shared/ipc/trainer.ts'
import { mapEncoder } from '../../src/shared/domain/foreign-encoder.ts'
import { readStateDict } from '../../src/shared/formats/state-dict.ts'
import { readWeights, writeWeights } from '../../src/trainer/checkpoints/files.ts'
import { briefTraining, runTrainer, tinyStudy } from '../helpers/tiny-study.ts'
import { fixtureBytes } from '../helpers/weights-files.ts'
import { inflateRaw } from '../helpers/zip-bytes.ts'

const bytes = (folder: string, file: string) => readFileSync(path.join(folder, file)).toString('base64')
const json = <T>(folder: string, file: string) =>
  JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as T
const events = (folder: string) =>
  readFileSync(path.join(folder, 'events.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as TrainerEvent)

describe('the trainer, one study end to end', () => {
  const study = tinyStudy()
  const hashOf = (folder: string) => path.basename(folder)
  const cae = study.stage(
    'cae',
    { ...briefTraining({ augmentation: 'none', epochs: 20 }), foldIndex: 0, normalFraction: 1, latent: 32 },
    {},
  )
  const residuals = study.stage(
    'residuals',
    { measure: 'absolute', medianKernel: 5, precision: 'float32' },
    { cae: hashOf(cae) },
  )
  const lars = {
    optimiser: { kind: 'lars' as const, learningRate: 0.2, weightDecay: 1e-6 },
    schedule: { kind: 'warmup-cosine' as const, warmupEpochs: 1 },
  }
  const residual = study.stage(
    'pretrain',
    { ...briefTraining(lars), method: 'residual', settings: { loss: 'bce' }, width: 4, keep: 'best' },
    { residuals: hashOf(residuals) },
  )
  const autoencoder = study.stage(
    'pretrain',
    { ...briefTraining(lars), method: 'autoencoder', settings: {}, width: 4, keep: 'best' },
    {},
  )
  const classifierParams = { ...briefTraining({ epochs: 12 }), width: 4, foldIndex: 0, labelFraction: 1 }
  const finetune = study.stage(
    'finetune',
    { ...classifierParams, method: 'residual' },
    { encoder: hashOf(residual) },
  )
  const evaluate = study.stage(
    'evaluate',
    { foldIndex: 0, precision: 'float32' },
    { classifier: hashOf(finetune) },
  )
  const all = [cae, residuals, residual, autoencoder, finetune, evaluate]
  let run: Awaited<ReturnType<typeof runTrainer>>

  beforeAll(async () => {
    run = await runTrainer(all)
  })
  afterAll(() => rmSync(study.folder, { recursive: true }))

  it('finishes every kind of stage with all its files', () => {
    expect(run.output).not.toContain('"outcome":"failed"')
    expect(run.code).toBe(0)
    for (const folder of all) {
      const { kind } = json<{ kind: keyof typeof resultFiles }>(folder, 'stage.json')
      for (const file of resultFiles[kind])
        expect(existsSync(path.join(folder, file)), `${kind} ${file}`).toBe(true)
      expect(events(folder).at(-1)!.type).toBe('finished')
      expect(existsSync(path.join(folder, 'checkpoint'))).toBe(false)
    }
  })

  it('lowers the reconstruction loss of the autoencoder', () => {
    const { epochs } = json<TrainingHistory>(cae, 'history.json')
    expect(epochs.at(-1)!.trainLoss).toBeLessThan(0.6 * epochs[0].trainLoss)
  })

  it('keeps residuals in 0…1 and differences signed', () => {
    const floats = (file: string) =>
      new Float32Array(Uint8Array.from(readFileSync(path.join(residuals, file))).buffer)
    const normalised = floats('residuals.f32')
    expect(normalised.length).toBe(36 * 32 ** 3)
    expect(normalised.every((value) => value >= 0 && value <= 1)).toBe(true)
    const signed = floats('difference.f32')
    expect(signed.some((value) => value < 0) && signed.some((value) => value > 0)).toBe(true)
  })

  it('hands the whole pretrained encoder to fine-tuning, and nothing else', () => {
    const names = [...readWeights(path.join(residual, 'encoder.safetensors')).keys()]
    expect(names.every((name) => name.startsWith('encoder.'))).toBe(true)
    expect(names).toHaveLength(100) // 20 convolutions and 20 batch norms of four tensors
    const classifier = [...readWeights(path.join(finetune, 'classifier.safetensors')).keys()]
    expect(classifier.filter((name) => name.startsWith('encoder.')).toSorted()).toEqual(names.toSorted())
  })

  it('scores every validation and test sinus once, and tells balls from none', () => {
    const predictions = json<Prediction[]>(evaluate, 'predictions.json')
    expect(predictions).toHaveLength(16)
    expect(new Set(predictions.map(({ sinus }) => sinus)).size).toBe(16)
    const mean = (target: 0 | 1) => {
      const scores = predictions.filter((p) => p.target === target).map((p) => p.score)
      return scores.reduce((a, b) => a + b, 0) / scores.length
    }
    expect(mean(1)).toBeGreaterThan(mean(0))
  })

  it('does finished work never again', async () => {
    const before = events(cae).length
    expect((await runTrainer([cae])).code).toBe(0)
    expect(events(cae)).toHaveLength(before)
  })

  it('refuses an encoder that does not fit, by name', async () => {
    const misfit = study.stage(
      'finetune',
      { ...classifierParams, width: 8, method: 'residual' },
      { encoder: hashOf(residual) },
    )
    const { code, output } = await runTrainer([misfit])
    expect(code).toBe(1)
    expect(output).toContain('shape-mismatch')
    expect(events(misfit).at(-1)).toMatchObject({ type: 'failed', error: { code: 'shape-mismatch' } })
  })

  it('refuses a dataset other than the planned one', async () => {
    const folder = study.stage('evaluate', { foldIndex: 0, precision: 'float32' }, { classifier: 'x' })
    const stage = json<{ dataset: { hash: string } }>(folder, 'stage.json')
    writeFileSync(
      path.join(folder, 'stage.json'),
      JSON.stringify({ ...stage, dataset: { version: 'v1', hash: 'another' } }),
    )
    expect((await runTrainer([folder])).output).toContain('corrupt-data')
  })
})

describe('interrupted and resumed', () => {
  const study = tinyStudy()
  const uninterrupted = study.stage(
    'finetune',
    { ...briefTraining({ epochs: 30 }), method: 'scratch', width: 4, foldIndex: 0, labelFraction: 1 },
    {},
  )
  const wanted = resultFiles.finetune
  let expected: string[]
  const reset = () => {
    const stage = readFileSync(path.join(uninterrupted, 'stage.json'))
    for (const file of [...wanted, 'done.json', 'events.jsonl', 'checkpoint'])
      rmSync(path.join(uninterrupted, file), { recursive: true, force: true })
    writeFileSync(path.join(uninterrupted, 'stage.json'), stage)
  }
  beforeAll(async () => {
    expect((await runTrainer([uninterrupted])).code).toBe(0)
    expected = wanted.map((file) => bytes(uninterrupted, file))
  })
  afterAll(() => rmSync(study.folder, { recursive: true }))

  const afterEpochs =
    (count: number, signal: NodeJS.Signals) =>
    (child: { kill: (signal: NodeJS.Signals) => boolean; exitCode: number | null }) => {
      const timer = setInterval(() => {
        const file = path.join(uninterrupted, 'events.jsonl')
        if (child.exitCode !== null) return clearInterval(timer)
        if (!existsSync(file) || (readFileSync(file, 'utf8').match(/"epoch"/g)?.length ?? 0) < count) return
        clearInterval(timer)
        child.kill(signal)
      }, 5)
    }

  it('gives the same bytes twice', async () => {
    reset()
    await runTrainer([uninterrupted])
    expect(wanted.map((file) => bytes(uninterrupted, file))).toEqual(expected)
  })

  it.each([1, 9, 20])('gives the same bytes after SIGTERM in epoch %i', async (epoch) => {
    reset()
    const stopped = await runTrainer([uninterrupted], afterEpochs(epoch, 'SIGTERM'))
    expect(stopped.code).toBe(143)
    expect(events(uninterrupted).at(-1)!.type).toBe('interrupted')
    expect(existsSync(path.join(uninterrupted, 'done.json'))).toBe(false)
    expect((await runTrainer([uninterrupted])).code).toBe(0)
    expect(wanted.map((file) => bytes(uninterrupted, file))).toEqual(expected)
  })

  it('gives the same bytes after kill −9', async () => {
    reset()
    const killed = await runTrainer([uninterrupted], afterEpochs(5, 'SIGKILL'))
    expect(killed.signal).toBe('SIGKILL')
    expect((await runTrainer([uninterrupted])).code).toBe(0)
    expect(wanted.map((file) => bytes(uninterrupted, file))).toEqual(expected)
  })

  it('gives other bytes for another seed', async () => {
    const other = study.stage(
      'finetune',
      {
        ...briefTraining({ epochs: 2, seed: 8 }),
        method: 'scratch',
        width: 4,
        foldIndex: 0,
        labelFraction: 1,
      },
      {},
    )
    const same = study.stage(
      'finetune',
      { ...briefTraining({ epochs: 2 }), method: 'scratch', width: 4, foldIndex: 0, labelFraction: 1 },
      {},
    )
    await runTrainer([other, same])
    expect(bytes(other, 'classifier.safetensors')).not.toBe(bytes(same, 'classifier.safetensors'))
  })
})

describe('transfer', () => {
  const study = tinyStudy()
  afterAll(() => rmSync(study.folder, { recursive: true }))
  const { weights } = mapEncoder(readStateDict(fixtureBytes('medicalnet_resnet18_w4.pth'), inflateRaw), 4)

  it('starts from exactly the tensors of the weights file', async () => {
    mkdirSync(path.join(study.folder, 'weights'))
    writeWeights(path.join(study.folder, 'weights', 'abc.safetensors'), weights)
    // A learning rate of next to nothing leaves the weights as they came.
    const params = {
      ...briefTraining({ epochs: 1, optimiser: { kind: 'adamw', learningRate: 1e-12, weightDecay: 0 } }),
      method: 'transfer' as const,
      weights: 'abc',
      width: 4,
      foldIndex: 0,
      labelFraction: 1,
    }
    const folder = study.stage('finetune', params, {})
    const { code, output } = await runTrainer([folder])
    expect(code, output).toBe(0)
    const arrived = readWeights(path.join(folder, 'classifier.safetensors'))
    const parameters = [...weights].filter(([name]) => !name.includes('running_'))
    expect(parameters.length).toBeGreaterThan(50)
    for (const [name, { data }] of parameters)
      data.forEach((value, index) =>
        expect(Math.abs(arrived.get(name)!.data[index] - value), name).toBeLessThan(1e-6),
      )
  })
})
