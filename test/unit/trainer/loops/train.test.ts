import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { StageOf, TrainingParams } from '../../../../src/shared/domain/stage.ts'
import { AntrumError } from '../../../../src/shared/ipc/error.ts'
import type { TrainerEvent } from '../../../../src/shared/ipc/trainer.ts'
import { createRandom } from '../../../../src/shared/random.ts'
import { train } from '../../../../src/trainer/loops/train.ts'
import { Program, programFor } from '../../../../src/trainer/program.ts'
import { StageRun } from '../../../../src/trainer/stage-run.ts'
import { briefTraining } from '../../../helpers/tiny-study.ts'

const root = mkdtempSync(path.join(os.tmpdir(), 'antrum-train-'))
afterAll(() => rmSync(root, { recursive: true }))

const d = 16
const random = createRandom('volumes')
const samples = Array.from({ length: 8 }, () => Float32Array.from({ length: d ** 3 }, () => random.uniform()))
const joined = (volumes: readonly Float32Array[]) =>
  Float32Array.from(volumes.flatMap((volume) => [...volume]))

async function run(
  name: string,
  changes: Partial<TrainingParams>,
  { fits = Infinity, validation = () => 1 }: { fits?: number; validation?: () => number | null } = {},
) {
  const folder = path.join(root, name)
  mkdirSync(folder)
  writeFileSync(path.join(folder, 'events.jsonl'), '')
  const stage = { kind: 'cae', hash: name } as StageOf<'cae'>
  const params = briefTraining({ batchSize: 8, augmentation: 'none', epochs: 3, ...changes })
  const { optimiser, precision, augmentation } = params
  const trained = await train(new StageRun(folder, stage, new AbortController().signal), {
    // The real engine, on a machine that cannot hold more than `fits` samples.
    program: (batch, parts) => {
      const program = programFor({
        objective: { kind: 'cae', latent: 8 },
        voxels: d,
        voxelMm: 4,
        batch,
        parts,
        precision,
        optimiser,
        augmentation,
      })
      if (batch <= fits) return program
      return Object.assign(Object.create(Program.prototype) as Program, program, {
        step: () => {
          throw new AntrumError('out-of-memory', 'TensorFlow ran out of memory')
        },
      })
    },
    params,
    samples,
    batch: (part) => ({ read: () => ({ input: joined(part), target: joined(part) }) }),
    validate: validation,
    initialise: (program) => void program.initialise(params.seed),
  })
  const events = readFileSync(path.join(folder, 'events.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as TrainerEvent)
  return { ...trained, events }
}

describe('when memory runs out', () => {
  it('halves the micro-batch until it fits, says so, and comes to what was planned with that size', async () => {
    const squeezed = await run('squeezed', {}, { fits: 2 })
    const planned = await run('planned', { microBatchSize: 2 })
    expect(squeezed.history).toMatchObject({ batchSize: 8, microBatchSize: 2, alarms: ['out-of-memory'] })
    expect(planned.history).toMatchObject({ batchSize: 8, microBatchSize: 2, alarms: [] })
    expect(squeezed.events.filter(({ type }) => type === 'alarm')).toHaveLength(2)
    for (const [name, { data }] of planned.weights)
      expect(squeezed.weights.get(name)!.data, name).toEqual(data)
  })
  it('gives up when two samples are too many', async () => {
    await expect(run('hopeless', {}, { fits: 1 })).rejects.toMatchObject({ code: 'out-of-memory' })
  })
})

describe('patience', () => {
  it('ends after as many epochs without a lower validation loss, and keeps the best', async () => {
    const losses = [3, 2, 2.5, 2.1, 2.2, 1]
    const { history } = await run(
      'patient',
      { epochs: 6, patienceEpochs: 3 },
      { validation: () => losses.shift()! },
    )
    expect(history.epochs.map(({ validationLoss }) => validationLoss)).toEqual([3, 2, 2.5, 2.1, 2.2])
    expect(history.bestEpochIndex).toBe(1)
  })
  it('does not end early without it', async () => {
    const { history } = await run('whole', { epochs: 4 })
    expect(history.epochs).toHaveLength(4)
    expect(history).toMatchObject({ bestEpochIndex: 0, steps: 4, samplesSeen: 32 })
  })
})
