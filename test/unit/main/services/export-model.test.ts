import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportModel } from '../../../../src/main/services/export-model.ts'
import { readSafetensors } from '../../../../src/shared/formats/safetensors.ts'
import { aContext, aFolder } from '../../../helpers/project.ts'
import { aTrainedStudy, replaceWeights } from '../../../helpers/trained-study.ts'

let above: string
let study: Awaited<ReturnType<typeof aTrainedStudy>>
beforeAll(async () => {
  above = mkdtempSync(path.join(tmpdir(), 'antrum-export-'))
  study = await aTrainedStudy({ methods: ['residual'] }, above)
})
afterAll(() => rmSync(above, { recursive: true }))

const exported = (stage: string, folder: string) =>
  study.read((project) => exportModel(project, stage, folder, aContext()))

describe('exportModel', () => {
  it('writes a classifier in three formats, each checked, with a description and a card that name nobody', async () => {
    const [{ hash }] = study.all('finetune')
    const folder = path.join(aFolder(), 'new', 'classifier')
    const report = await exported(hash.slice(0, 8), folder)
    expect(report).toMatchObject({ folder, stage: hash, network: 'classifier', volumes: 8, tolerance: 1e-4 })
    for (const outcome of Object.values(report.formats)) {
      expect(outcome).toHaveProperty('largestDifference')
      if ('largestDifference' in outcome) expect(outcome.largestDifference).toBeLessThanOrEqual(1e-4)
    }
    expect(Object.keys(report.files).sort()).toEqual([
      'model.onnx',
      'model.safetensors',
      'saved_model/saved_model.pb',
    ])
    for (const [file, sha256] of Object.entries(report.files)) {
      const bytes = readFileSync(path.join(folder, file))
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
    }
    expect(readdirSync(folder).sort()).toEqual([
      ...['MODEL_CARD.md', 'model.json', 'model.onnx', 'model.safetensors', 'saved_model'],
    ])
    expect(readdirSync(path.dirname(folder))).toEqual(['classifier'])

    const text = readFileSync(path.join(folder, 'model.json'), 'utf8')
    const description = JSON.parse(text) as {
      tensors: { list: { name: string; shape: number[] }[] }
      output: { operatingPoint: { threshold: number } }
      provenance: { learntFrom: { name: string; learntFrom: { subjects: number } }[] }
    }
    const tensors = readSafetensors(readFileSync(path.join(folder, 'model.safetensors')))
    expect(description.tensors.list).toEqual([...tensors].map(([name, { shape }]) => ({ name, shape })))
    expect(description).toMatchObject({
      network: { kind: 'classifier', width: 4 },
      input: { spacingMm: 2, voxels: [32, 32, 32] },
      output: { order: ['normal', 'anomalous'], operatingPoint: { chosenOn: 'validation', models: 1 } },
      provenance: { stage: hash, dataset: { hash: study.manifest.hash }, experiment: study.experiment },
      files: report.files,
    })
    // From its autoencoder of normals to its own training.
    const { split } = study.manifest
    expect(
      description.provenance.learntFrom.map(({ name, learntFrom }) => [
        name.split(',')[0],
        learntFrom.subjects,
      ]),
    ).toEqual([
      ['autoencoder of normals', expect.any(Number)],
      ['pretraining residual', split.unlabelled.train.length],
      ['fine-tuning residual', split.folds[0].train.length],
    ])
    const card = readFileSync(path.join(folder, 'MODEL_CARD.md'), 'utf8')
    expect(card).toContain('not a medical device')
    expect(card).toContain('| AUROC |')
    for (const { subject } of study.manifest.sinuses) {
      expect(text).not.toContain(subject)
      expect(card).not.toContain(subject)
    }
  })

  it('writes an encoder into a folder that is there and empty', async () => {
    const [{ hash }] = study.all('pretrain')
    const folder = aFolder()
    expect(await exported(hash, folder)).toMatchObject({ network: 'encoder', stage: hash })
    expect(readFileSync(path.join(folder, 'MODEL_CARD.md'), 'utf8')).toContain('Classifiers of experiment')
  })

  it('refuses a folder with other things in it, and touches none of them', async () => {
    const folder = aFolder()
    writeFileSync(path.join(folder, 'thesis.txt'), 'mine')
    await expect(exported(study.all('finetune')[0].hash, folder)).rejects.toMatchObject({
      code: 'already-exists',
      message: expect.stringContaining('thesis.txt') as string,
    })
    expect(readdirSync(folder)).toEqual(['thesis.txt'])
  })

  it.each([
    ['no hash', 'residual', 'usage', /at least 6 digits/],
    ['an unknown hash', 'abcdef123456', 'not-found', /There are, for example: [0-9a-f]{12} \(/],
  ])('says for %s what there is', async (_, given, code, message) => {
    await expect(exported(given, path.join(aFolder(), 'out'))).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    })
  })

  it('refuses a stage of another kind', async () => {
    await expect(exported(study.all('cae')[0].hash, path.join(aFolder(), 'out'))).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('autoencoder of normals') as string,
    })
  })

  it('exports nothing from a damaged stage or a damaged volume, and leaves nothing behind', async () => {
    const own = await aTrainedStudy({ methods: ['scratch'] })
    const [stage] = own.all('finetune')
    const target = path.join(aFolder(), 'out')
    const run = () => own.read((project) => exportModel(project, stage.hash, target, aContext()))

    const file = path.join(own.folder, 'volumes/v1', own.manifest.sinuses[0].file)
    const bytes = readFileSync(file)
    for (const { file: each, subject } of own.manifest.sinuses) {
      if (own.manifest.split.test.includes(subject)) continue
      const volume = path.join(own.folder, 'volumes/v1', each)
      const spoiled = readFileSync(volume)
      spoiled[spoiled.length - 1] ^= 1
      writeFileSync(volume, spoiled)
    }
    await expect(run()).rejects.toMatchObject({ code: 'corrupt-data' })
    expect(existsSync(target)).toBe(false)
    expect(readdirSync(path.dirname(target))).toEqual([])
    writeFileSync(file, bytes)

    const weights = path.join(own.folder, 'stages', stage.hash, 'classifier.safetensors')
    const flipped = readFileSync(weights)
    flipped[flipped.length - 1] ^= 1
    writeFileSync(weights, flipped)
    await expect(run()).rejects.toMatchObject({
      code: 'corrupt-data',
      message: expect.stringContaining('classifier.safetensors') as string,
    })
  })

  it('exports nothing when the engine cannot make sense of the weights', async () => {
    const own = await aTrainedStudy({ methods: ['scratch'] })
    const [stage] = own.all('finetune')
    replaceWeights(own.folder, stage, 'classifier.safetensors', new Map())
    const target = path.join(aFolder(), 'out')
    mkdirSync(target)
    await expect(
      own.read((project) => exportModel(project, stage.hash, target, aContext())),
    ).rejects.toMatchObject({ code: 'corrupt-data' })
    expect(readdirSync(target)).toEqual([])
  })
})
