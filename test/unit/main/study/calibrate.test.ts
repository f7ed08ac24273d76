import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { calibrate, paceOf } from '../../../../src/main/study/calibrate.ts'
import type { CalibrationOptions } from '../../../../src/main/study/calibrate.ts'
import { costModel, epochSeconds } from '../../../../src/main/study/costs.ts'
import { expand } from '../../../../src/main/study/expand.ts'
import { inputsOf } from '../../../../src/main/study/hash.ts'
import { writeMiniStudy } from '../../../../src/main/study/mini-study.ts'
import type { DatasetManifest } from '../../../../src/shared/domain/dataset.ts'
import type { Stage } from '../../../../src/shared/domain/stage.ts'
import type { TrainerEvent } from '../../../../src/shared/ipc/trainer.ts'
import { fakeTrainer } from '../../../helpers/fake-study.ts'
import { aContext, aFolder } from '../../../helpers/project.ts'
import { aManifest, aRecipe } from '../../../helpers/seeded-project.ts'

const manifest: DatasetManifest = { ...aManifest({ labelled: 60, unlabelled: 60 }) }
const recipe = aRecipe({ labelFractions: [0.2, 1], folds: 2 })
const { stages } = expand(recipe, manifest, 'float32')
const byHash = new Map(stages.map((stage) => [stage.hash, stage]))
const model = costModel(manifest)
const costs = new Map(stages.map((stage) => [stage.hash, model.costOf(stage, byHash)]))
const work = { stages, costs, manifest, slowness: 1 }
const options = (changes: Partial<CalibrationOptions> = {}): CalibrationOptions => ({
  trainer: fakeTrainer,
  context: aContext(),
  cache: null,
  ...changes,
})
const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith('antrum-calibration-'))

describe('writeMiniStudy', () => {
  const of = async (kind: Stage['kind'], method?: string) => {
    const folder = aFolder()
    const stage = stages.find(
      (candidate) =>
        candidate.kind === kind &&
        (!method || ('method' in candidate.params && candidate.params.method === method)),
    )!
    const twins = await writeMiniStudy(folder, [{ stage, seconds: 0.5 }], {
      stages: byHash,
      manifest,
      model,
      slowness: 1,
    })
    return { folder, stage, twins, twin: twins.at(-1)! }
  }

  it('keeps all that a step depends on, and cuts the amount of work', async () => {
    const { stage, twin, folder } = await of('finetune')
    const written = readFileSync(path.join(folder, 'stages', twin.mini.hash, 'stage.json'), 'utf8')
    expect(JSON.parse(written)).toEqual(twin.mini)
    const { epochs, batchSize, ...rest } = (JSON.parse(written) as { params: typeof recipe.finetune }).params
    expect(stage.params).toMatchObject({ ...rest, labelFraction: expect.anything() as number })
    expect(batchSize).toBeLessThanOrEqual(recipe.finetune.batchSize)
    expect(epochs).toBeGreaterThan(2)
    const size = costModel(twin.manifest).trainingSize(twin.mini)!
    const real = model.trainingSize(stage)!
    expect(size.samples).toBe(2 * size.batch)
    expect(size.heldOut / size.samples).toBeCloseTo(real.heldOut / real.samples, 0)
  })

  it('brings along what a stage reads, on the same sinuses', async () => {
    const { twins, folder } = await of('pretrain', 'residual')
    expect(twins.map(({ mini }) => mini.kind)).toEqual(['cae', 'residuals', 'pretrain'])
    for (const [index, { mini, manifest: dataset }] of twins.entries()) {
      expect(inputsOf(mini)).toEqual(index === 0 ? [] : [twins[index - 1].mini.hash])
      expect(dataset.sinuses).toHaveLength(twins[0].manifest.sinuses.length)
      const bytes = readFileSync(path.join(folder, 'volumes', dataset.version, 'packed.f32')).byteLength
      expect(bytes).toBe(dataset.sinuses.length * manifest.voxels ** 3 * 4)
    }
    // Normals only, or the autoencoder would have none.
    expect(costModel(twins[0].manifest).trainingSize(twins[0].mini)!.samples).toBeGreaterThan(1)
  })

  it('starts a fine-tuning from scratch, whatever the stage starts from', async () => {
    const { twins } = await of('finetune', 'residual')
    expect(twins).toHaveLength(1)
    expect(twins[0].mini).toMatchObject({ inputs: {}, params: { method: 'scratch' } })
  })

  it('cuts a batch whose step would take too long, and never below two', async () => {
    const stage = stages.find(({ kind }) => kind === 'pretrain')!
    const batchOf = async (slowness: number) => {
      const [...twins] = await writeMiniStudy(aFolder(), [{ stage, seconds: 1 }], {
        stages: byHash,
        manifest,
        model,
        slowness,
      })
      return (twins.at(-1)!.mini.params as { batchSize: number }).batchSize
    }
    expect(await batchOf(1)).toBe(recipe.pretrain.batchSize)
    expect(await batchOf(1e6)).toBe(2)
  })
})

describe('paceOf', () => {
  const twinsOf = async (kind: Stage['kind']) => {
    const stage = stages.find((candidate) => candidate.kind === kind)!
    const twins = await writeMiniStudy(aFolder(), [{ stage, seconds: 1 }], {
      stages: byHash,
      manifest,
      model,
      slowness: 1,
    })
    return { twin: twins.at(-1)!, minis: new Map(twins.map(({ mini }) => [mini.hash, mini])) }
  }
  const started: TrainerEvent = {
    timeMs: 1000,
    type: 'started',
    pid: 1,
    host: '',
    device: '',
    resumedFromEpoch: 0,
  }
  const epoch = (timeMs: number): TrainerEvent => ({
    timeMs,
    type: 'epoch',
    epochIndex: 0,
    epochs: 9,
    trainLoss: 1,
    validationLoss: 1,
  })

  it('tells the set-up in a training’s first epoch from the work in the others', async () => {
    const { twin, minis } = await twinsOf('finetune')
    const size = costModel(twin.manifest).trainingSize(twin.mini)!
    // 5 s until the first epoch ends, then 1, 2 and 1 s: an epoch takes 1 s, so set-up took 4.
    const events = [started, epoch(6000), epoch(7000), epoch(9000), epoch(10_000)]
    expect(paceOf(twin, minis, events)).toEqual({
      ratio: 1 / epochSeconds(size),
      setupSeconds: 4,
      memoryRatio: null,
    })
    expect(paceOf(twin, minis, events.slice(0, 2))).toBeNull()
    expect(paceOf(twin, minis, [])).toBeNull()
  })

  it('takes what follows the first batch of other stages for work, and the largest memory heard of', async () => {
    const { twin, minis } = await twinsOf('residuals')
    const { workSeconds, memoryBytes } = costModel(twin.manifest).costOf(twin.mini, minis)
    const progress = (timeMs: number, done: number, rssBytes: number): TrainerEvent => ({
      timeMs,
      type: 'progress',
      done,
      total: 24,
      rssBytes,
    })
    // 16 of 24 sinuses in 2 s, so all in 3 s; 5 s in all.
    const events = [
      started,
      progress(3500, 8, 1e9),
      progress(5500, 24, 2e9),
      { timeMs: 6000, type: 'finished', seconds: 5 } as const,
    ]
    const pace = paceOf(twin, minis, events)!
    expect(pace.ratio! * workSeconds).toBeCloseTo(3, 9)
    expect(pace.setupSeconds).toBeCloseTo(2, 9)
    expect(pace.memoryRatio! * memoryBytes).toBeCloseTo(2e9, 0)
    expect(paceOf(twin, minis, events.slice(0, 3))).toBeNull()
    expect(paceOf(twin, minis, [events[0], events[3]])).toEqual({
      ratio: null,
      setupSeconds: 5,
      memoryRatio: null,
    })
  })
})

describe('calibrate', () => {
  it('runs the twins of every signature with a trainer, and leaves nothing behind', async () => {
    const before = leftovers()
    const phases: string[] = []
    const context = { ...aContext(), progress: ({ note }: { note?: string }) => phases.push(note ?? '') }
    const calibration = await calibrate(work, options({ context }))
    expect(calibration.size).toBe(6)
    for (const { ratio } of calibration.values()) expect(ratio).toBeGreaterThan(0)
    expect(phases).toHaveLength(6)
    expect(leftovers()).toEqual(before)
  })

  it('keeps what it measured for the same machine, and measures again when asked or when it cannot be read', async () => {
    const file = path.join(aFolder(), 'calibration.json')
    const started: number[] = []
    const run = async (machine: string, again = false) => {
      let count = 0
      const context = { ...aContext(), progress: () => void count++ }
      const calibration = await calibrate(work, options({ context, cache: { file, machine }, again }))
      started.push(count)
      return calibration
    }
    const first = await run('this one')
    expect(await run('this one')).toEqual(first)
    await run('another')
    expect(await run('this one')).toEqual(first)
    expect(await run('this one', true)).not.toEqual(first)
    writeFileSync(file, '{"this one": 7}')
    await run('this one')
    expect(started).toEqual([6, 0, 6, 0, 6, 6])
  })

  it('stops when its time is up and when it is told to', async () => {
    const before = leftovers()
    const startedMs = Date.now()
    expect((await calibrate(work, options({ budgetMs: 1 }))).size).toBe(0)
    expect(Date.now() - startedMs).toBeLessThan(10_000)
    const abort = new AbortController()
    abort.abort(new Error('stopped'))
    await expect(calibrate(work, options({ context: aContext(abort.signal) }))).rejects.toThrow('stopped')
    expect(leftovers()).toEqual(before)
  })
})
