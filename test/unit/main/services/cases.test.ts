import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listEvaluations } from '../../../../src/main/db/stores/experiments.ts'
import { caseVolume, type WantedVolume } from '../../../../src/main/services/case-volume.ts'
import { caseArms, worklist } from '../../../../src/main/services/cases.ts'
import { explainCases } from '../../../../src/main/services/explain-cases.ts'
import { listKnownLesions, setKnownLesions } from '../../../../src/main/services/known-lesions.ts'
import { openResiduals } from '../../../../src/main/services/residual-volumes.ts'
import { readNiftiFile } from '../../../../src/main/services/nifti-file.ts'
import { saliencyOf } from '../../../../src/shared/domain/saliency.ts'
import { upsampleCube } from '../../../../src/shared/imaging/upsample.ts'
import type { CaseModel, ModelLayer, Worklist } from '../../../../src/shared/ipc/cases.ts'
import { readWeights } from '../../../../src/trainer/checkpoints/files.ts'
import { inferenceProgram } from '../../../../src/trainer/inference-program.ts'
import type { ObjectiveSpec } from '../../../../src/trainer/objectives/objectives.ts'
import { aCaseStudy } from '../../../helpers/case-study.ts'
import { aContext, aProject } from '../../../helpers/project.ts'
import { relativeError } from '../../../helpers/tensors.ts'

const above = mkdtempSync(path.join(tmpdir(), 'antrum-cases-'))
let study: Awaited<ReturnType<typeof aCaseStudy>>
let list: Worklist
beforeAll(async () => {
  study = await aCaseStudy(above)
  list = await listOf('residual')
})
afterAll(() => rmSync(above, { recursive: true }))

const listOf = (method: string) =>
  study.read((project) => worklist(project, study.experiment, { method, labelFraction: 1 }))
const stageOf = ({ layers }: CaseModel, layer: ModelLayer) => {
  const source = layers[layer]
  if ('none' in source) throw new Error(`no ${layer}: ${source.none}`)
  return source.stage
}
const volume = (wanted: Partial<WantedVolume> & Pick<WantedVolume, 'layer' | 'sinus'>) =>
  study.read((project) => caseVolume(project, { version: 'v1', stage: null, encoderStage: 4, ...wanted }))
const inputOf = async (sinus: string) =>
  (await readNiftiFile(path.join(study.folder, 'volumes', 'v1', `${sinus}.nii`))).volume.data
/** What the engine makes of one cube in this process. */
function engine(objective: ObjectiveSpec, weights: string, input: Float32Array): Float32Array {
  const program = inferenceProgram(objective, readWeights(weights), {
    voxels: 32,
    batch: 1,
    precision: 'float32',
  })
  const output = program.predict(input)
  return output
}

describe('the worklist', () => {
  it('has every test sinus with the score of each run and what follows from them', async () => {
    const evaluations = await study.read(({ db }) => listEvaluations(db, study.experiment))
    const own = evaluations.filter(({ method }) => method === 'residual')
    expect(list.models.map(({ stage }) => stage)).toEqual(own.map(({ stage }) => stage))
    expect(list).toMatchObject({ version: 'v1', voxels: 32, edgeMm: 64 })
    const tested = own[0].predictions!.filter(({ set }) => set === 'test')
    expect(list.cases.map(({ sinus }) => sinus)).toEqual(tested.map(({ sinus }) => sinus))
    for (const one of list.cases) {
      const scores = own.map(
        ({ predictions }) =>
          predictions!.find(({ set, sinus }) => set === 'test' && sinus === one.sinus)!.score,
      )
      expect(one.scores).toEqual(scores)
      const mean = (scores[0] + scores[1]) / 2
      expect(one.mean).toBeCloseTo(mean, 12)
      expect(one.disagreement).toBeCloseTo(Math.abs(scores[0] - scores[1]) / 2, 12)
      expect(one.loss).toBeCloseTo(-Math.log(one.target === 1 ? mean : 1 - mean), 12)
    }
  })

  it('counts as a reading of the test set', async () => {
    const reads = () =>
      readFileSync(path.join(study.folder, 'antrum.test-set.jsonl'), 'utf8').split('\n').length
    const before = reads()
    await listOf('scratch')
    expect(reads()).toBe(before + 1)
    await study.read(caseArms)
    expect(reads()).toBe(before + 1)
  })

  it('says of each run which stages its pictures come from, and why there are none', async () => {
    for (const model of list.models) {
      const pretrained = study.all('pretrain').find(({ hash }) => hash === stageOf(model, 'prediction'))!
      expect(pretrained.params.method).toBe('residual')
      expect(stageOf(model, 'residual')).toBe(pretrained.inputs.residuals)
      expect(model.layers.residual).toMatchObject({ own: true })
      expect(model.postProcessing).toMatchObject({ medianKernel: 3 })
    }
    const [scratch] = (await listOf('scratch')).models
    expect(scratch.layers.prediction).toEqual({ none: 'not-pretrained' })
    expect(scratch.layers.residual).toEqual({ stage: stageOf(list.models[0], 'residual'), own: false })
    const [autoencoder] = (await listOf('autoencoder')).models
    expect(autoencoder.layers.prediction).toEqual({ none: 'no-residual-expected' })
  })

  it('names the methods there are without looking at a score', async () => {
    expect((await study.read(caseArms)).map(({ method, models }) => [method, models])).toEqual([
      ['scratch', 2],
      ['autoencoder', 2],
      ['residual', 2],
    ])
  })

  it('refuses an experiment and a method that are not there', async () => {
    await expect(
      study.read((project) => worklist(project, 'nothing', { method: 'residual', labelFraction: 1 })),
    ).rejects.toMatchObject({ code: 'not-found' })
    await expect(listOf('byol')).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('the layers that stages left behind', () => {
  it('are the input, its reconstruction and what is between them', async () => {
    const { sinus } = list.cases[0]
    const stage = stageOf(list.models[0], 'residual')
    const [input, reconstruction, difference, residual] = (await Promise.all(
      (['input', 'reconstruction', 'difference', 'residual'] as const).map((layer) =>
        volume({ sinus, layer, stage }),
      ),
    )) as [Float32Array, Float32Array, Float32Array, Float32Array]
    expect(input).toEqual(await inputOf(sinus))
    const between = input.map((value, voxel) => Math.abs(value - reconstruction[voxel]))
    expect(relativeError(difference, between)).toBeLessThan(1e-6)
    expect(Math.min(...difference)).toBeGreaterThanOrEqual(0)
    const stored = await openResiduals(path.join(study.folder, 'stages', stage))
    expect(residual).toEqual(await stored.residual(sinus))
  })

  it('have the known lesion of an anomalous sinus on the voxels of its cube', async () => {
    const anomalous = list.cases.find(({ target }) => target === 1)!.sinus
    const [mask, input] = [(await volume({ sinus: anomalous, layer: 'lesion' }))!, await inputOf(anomalous)]
    const inside = input.filter((_, voxel) => mask[voxel] === 1)
    expect(inside.length).toBeGreaterThan(20)
    expect(Math.min(...inside)).toBeGreaterThan(0.3)
    const { place, sinuses } = await study.read((project) => listKnownLesions(project, 'v1'))
    expect(place).toBe(study.known)
    expect(sinuses).toEqual(study.manifest.sinuses.filter(({ target }) => target === 1).map(({ id }) => id))
    const normal = list.cases.find(({ target }) => target === 0)!.sinus
    expect(await volume({ sinus: normal, layer: 'lesion' })).toBeNull()
  })

  it('do without lesions that are gone, and say so', async () => {
    renameSync(study.known, `${study.known}-away`)
    const gone = await study.read((project) => listKnownLesions(project, 'v1'))
    renameSync(`${study.known}-away`, study.known)
    const problem = expect.stringContaining('Known lesions were expected') as string
    expect(gone).toEqual({ place: study.known, problem, sinuses: [] })
    const project = await aProject(study.folder)
    await expect(setKnownLesions(project, '/nowhere')).rejects.toMatchObject({ code: 'not-found' })
    expect(await setKnownLesions(project, null)).toBeNull()
    expect(await listKnownLesions(project, 'v1')).toEqual({ place: null, problem: null, sinuses: [] })
  })

  it('are refused for a sinus or a stage that is not there', async () => {
    const { sinus } = list.cases[0]
    await expect(volume({ sinus: '../dataset', layer: 'input' })).rejects.toMatchObject({ code: 'not-found' })
    await expect(volume({ sinus, layer: 'residual' })).rejects.toMatchObject({ code: 'usage' })
    await expect(volume({ sinus, layer: 'residual', stage: 'abc' })).rejects.toMatchObject({
      code: 'corrupt-data',
    })
  })
})

describe('explainCases', () => {
  it('computes with the real engine what is missing, once', async () => {
    const sinuses = list.cases.slice(0, 3).map(({ sinus }) => sinus)
    const [model] = list.models
    const targets = (['prediction', 'saliency'] as const).map((layer) => ({
      layer,
      stage: stageOf(model, layer),
    }))
    const request = { version: 'v1', targets, sinuses }
    const wanted = { sinus: sinuses[1], layer: 'saliency' as const, stage: targets[1].stage }
    expect(await volume(wanted)).toBeNull()
    const told: number[] = []
    const context = { ...aContext(), progress: ({ done }: { done: number }) => void told.push(done) }
    expect(await study.read((project) => explainCases(project, request, context))).toEqual({
      computed: 6,
      known: 0,
    })
    expect(told.at(0)).toBe(0)
    expect(told.at(-1)).toBe(6)
    expect(await study.read((project) => explainCases(project, request, aContext()))).toEqual({
      computed: 0,
      known: 6,
    })

    const input = await inputOf(sinuses[1])
    const stages = path.join(study.folder, 'stages')
    const task = { method: 'residual', settings: { loss: 'bce' } } as const
    const logits = engine(
      { kind: 'pretraining', width: 4, task },
      path.join(stages, targets[0].stage, 'weights.safetensors'),
      input,
    )
    const prediction = (await volume({ ...wanted, ...targets[0] }))!
    logits.forEach((logit, voxel) => expect(prediction[voxel]).toBeCloseTo(1 / (1 + Math.exp(-logit)), 4))
    const maps = engine(
      { kind: 'saliency', width: 4 },
      path.join(stages, targets[1].stage, 'classifier.safetensors'),
      input,
    )
    for (const encoderStage of [2, 3, 4] as const) {
      const edge = 32 / 2 ** (encoderStage + 1)
      const map = upsampleCube(saliencyOf(maps, encoderStage, 32), edge, 32)
      const saliency = (await volume({ ...wanted, encoderStage }))!
      expect(relativeError(saliency, map)).toBeLessThan(1e-4)
    }
    // Nothing but results is left.
    expect(readdirSync(path.join(study.folder, 'cases')).sort()).toEqual(
      targets.map(({ stage }) => stage).sort(),
    )
  })

  it('goes on where the cache was deleted', async () => {
    const stage = stageOf(list.models[0], 'saliency')
    const request = {
      version: 'v1',
      targets: [{ layer: 'saliency' as const, stage }],
      sinuses: [list.cases[0].sinus],
    }
    rmSync(path.join(study.folder, 'cases'), { recursive: true })
    expect(await study.read((project) => explainCases(project, request, aContext()))).toEqual({
      computed: 1,
      known: 0,
    })
  })

  it('keeps what is done and nothing else when it is cancelled', async () => {
    const stage = stageOf(list.models[1], 'saliency')
    const request = {
      version: 'v1',
      targets: [{ layer: 'saliency' as const, stage }],
      sinuses: list.cases.map(({ sinus }) => sinus),
    }
    const stop = new AbortController()
    const progress = ({ done }: { done: number }) => void (done > 0 && stop.abort(new Error('enough')))
    const context = { signal: stop.signal, progress }
    await expect(study.read((project) => explainCases(project, request, context))).rejects.toThrow('enough')
    expect(readdirSync(path.join(study.folder, 'cases')).filter((name) => name.startsWith('.'))).toEqual([])
    const [first] = request.sinuses
    expect(await volume({ sinus: first, layer: 'saliency', stage })).not.toBeNull()
  })

  it('refuses what has no such layer, and a stage whose results were changed', async () => {
    const sinuses = [list.cases[0].sinus]
    const ask = (layer: 'prediction' | 'saliency', stage: string) =>
      study.read((project) =>
        explainCases(project, { version: 'v1', targets: [{ layer, stage }], sinuses }, aContext()),
      )
    await expect(ask('prediction', stageOf(list.models[0], 'saliency'))).rejects.toMatchObject({
      code: 'usage',
    })
    await expect(ask('saliency', 'abc')).rejects.toMatchObject({ code: 'not-found' })
    const stage = stageOf(list.models[1], 'prediction')
    const weights = path.join(study.folder, 'stages', stage, 'weights.safetensors')
    renameSync(weights, `${weights}.away`)
    await expect(ask('prediction', stage)).rejects.toMatchObject({ code: 'corrupt-data' })
    renameSync(`${weights}.away`, weights)
    expect(existsSync(path.join(study.folder, 'cases', stage))).toBe(false)
  })
})
