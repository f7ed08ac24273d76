import { existsSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { listQueue } from '../../../../src/main/db/stores/queue.ts'
import { listStagesBy } from '../../../../src/main/db/stores/stage-list.ts'
import type { StageFilter } from '../../../../src/main/db/stores/stage-list.ts'
import type { Progress } from '../../../../src/main/services/service-context.ts'
import { planExperiment } from '../../../../src/main/study/plan.ts'
import type { QueueRequest } from '../../../../src/shared/ipc/queue.ts'
import type { PlanRequest } from '../../../../src/main/study/queue.ts'
import { ask } from '../../../../src/main/study/requests.ts'
import { runQueue } from '../../../../src/main/study/run.ts'
import type { RunReport } from '../../../../src/main/study/run.ts'
import { nameOf } from '../../../../src/main/study/stage-name.ts'
import { projectStatus } from '../../../../src/main/study/status.ts'
import type { Behaviour } from '../../../helpers/fake-trainer.ts'
import { anEngine, aPlannedStudy, fakeTrainer, resultsOf } from '../../../helpers/fake-study.ts'
import { aContext } from '../../../helpers/project.ts'

type Study = Awaited<ReturnType<typeof aPlannedStudy>>
const request = <R extends QueueRequest>({ folder }: Study, wanted: R) => ask(folder, wanted)
const stagesOf = ({ read }: Study, filter: StageFilter = {}) => read(({ db }) => listStagesBy(db, filter))
const namesOf = async (study: Study, filter?: StageFilter) => (await stagesOf(study, filter)).map(nameOf)
const planScratch = (study: Study, seeds: number[]) =>
  study.write((project) =>
    planExperiment(project, { ...study.recipe, methods: ['scratch'], seeds }, anEngine),
  )

/** A run in this process, and the names of its stages as they begin. */
async function aRunningStudy(behaviour: Record<string, Behaviour>) {
  const study = await aPlannedStudy({ behaviour })
  const begun: string[] = []
  const notes: string[] = []
  const progress = ({ note }: Progress) => {
    if (!note) return
    notes.push(note)
    const name = note.split(', epoch')[0]
    if (begun.at(-1) !== name) begun.push(name)
  }
  const outcome = study
    .run({}, { signal: new AbortController().signal, progress })
    .catch((error: unknown) => error as Error)
  while (begun.length === 0) await sleep(5)
  return { study, begun, notes, outcome: outcome as Promise<RunReport> }
}

describe('the queue while nothing runs', () => {
  it('keeps experiments in order, and works all of them off', async () => {
    const study = await aPlannedStudy()
    const second = (await planScratch(study, [1])).experiment
    const third = (await planScratch(study, [2])).experiment
    for (const id of [study.experiment, second, third]) await request(study, { action: 'add', id })
    const moved = await request(study, { action: 'move', id: third, to: 'first' })
    expect(moved).toEqual({ queue: [third, study.experiment, second], stages: 2 })
    expect((await request(study, { action: 'move', id: third, to: 'last' })).queue.at(-1)).toBe(third)
    // Twice the same is once.
    expect((await request(study, { action: 'add', id: second })).queue).toHaveLength(3)
    const reports = await study.write((project) => runQueue(project, aContext(), { trainer: fakeTrainer }))
    expect(reports.map(({ experiment, states }) => [experiment, states.finished])).toEqual([
      [study.experiment, 10],
      [second, 2],
      [third, 2],
    ])
    expect(await study.read(({ db }) => listQueue(db))).toEqual([])
  })

  it('moves a stage with what it waits for', async () => {
    const study = await aPlannedStudy()
    await request(study, { action: 'add', id: study.experiment })
    const [last] = (await stagesOf(study, { methods: ['residual'], kinds: ['evaluate'] })).map(
      ({ hash }) => hash,
    )
    expect(await request(study, { action: 'move', id: last.slice(0, 12), to: 'first' })).toMatchObject({
      stages: 5,
    })
    expect(await namesOf(study, { limit: 6 })).toEqual([
      'autoencoder of normals, fold 1',
      'residuals, fold 1',
      'pretraining residual, fold 1',
      'fine-tuning residual, fold 1, 100% of labels',
      'evaluation of residual, fold 1, 100% of labels',
      'pretraining autoencoder',
    ])
    const [cae] = await stagesOf(study, { kinds: ['cae'] })
    await request(study, { action: 'move', id: cae.hash, to: 'last' })
    expect((await namesOf(study)).at(-1)).toBe('autoencoder of normals, fold 1')
  })

  it('filters by state, kind, method and fold', async () => {
    const study = await aPlannedStudy({ recipe: { folds: 2 } })
    expect(await namesOf(study, { kinds: ['pretrain'], methods: ['residual'], foldIndex: 1 })).toEqual([
      'pretraining residual, fold 2',
    ])
    expect(await stagesOf(study, { states: ['finished'] })).toEqual([])
    expect(await stagesOf(study, { experiments: [] })).toEqual([])
  })

  it('queues what failed again: all, of an experiment, or a stage with its like', async () => {
    const study = await aPlannedStudy({
      behaviour: {
        residuals: { fail: { code: 'out-of-memory', message: 'no memory' } },
        evaluate: { fail: { code: 'internal', message: 'no idea' } },
      },
    })
    await study.run()
    const failed = await stagesOf(study, { states: ['failed'] })
    // residuals and three that need them; two evaluations.
    expect(failed).toHaveLength(6)
    const pretrain = failed.find(({ kind }) => kind === 'pretrain')!
    const some = await request(study, { action: 'retry', id: pretrain.hash })
    expect(some).toEqual({ queue: [study.experiment], stages: 4 })
    expect(await request(study, { action: 'retry', id: null })).toMatchObject({ stages: 2 })
    expect(await request(study, { action: 'retry', id: study.experiment })).toMatchObject({ stages: 0 })
    await expect(request(study, { action: 'retry', id: pretrain.hash })).rejects.toMatchObject({
      code: 'invalid-state',
    })
    study.behave({})
    expect(await study.run()).toMatchObject({ states: { finished: 10 } })
  })

  it('knows ids by their first digits, and says when they are not enough or unknown', async () => {
    const study = await aPlannedStudy({ recipe: { seeds: Array.from({ length: 200 }, (_, seed) => seed) } })
    const hashes = (await stagesOf(study)).map(({ hash }) => hash)
    const ambiguous = hashes
      .map((hash) => hash.slice(0, 4))
      .find((digits, index, all) => all.indexOf(digits) !== index)
    if (ambiguous === undefined) throw new Error('1200 hashes without two alike in four digits: add seeds')
    await expect(request(study, { action: 'cancel', id: ambiguous })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(/2 stages begin with .* Give more digits/) as string,
    })
    for (const id of ['ffffffffffff', 'quick-0', ''])
      await expect(request(study, { action: 'move', id, to: 'first' })).rejects.toMatchObject({
        code: 'not-found',
      })
  })
})

describe('the queue while it is worked off', () => {
  it('pauses, leaves no trainer, resumes, and comes to the same results', async () => {
    const untouched = await aPlannedStudy()
    await untouched.run()
    const { study, notes, outcome } = await aRunningStudy({ '*': { stepMs: 20 } })
    expect(await request(study, { action: 'pause' })).toEqual({ paused: true })
    const status = await study.read(projectStatus)
    expect(status).toMatchObject({ paused: true, holder: { pid: process.pid } })
    expect(status.experiments[0]).toMatchObject({ queuePosition: 0, running: [] })
    expect(notes.at(-1)).toMatch(/^paused/)
    const before = await stagesOf(study)
    await sleep(200)
    expect(await stagesOf(study)).toEqual(before)
    expect(await request(study, { action: 'resume' })).toEqual({ paused: false })
    expect(await outcome).toMatchObject({ states: { finished: 10 } })
    expect(resultsOf(study.folder)).toEqual(resultsOf(untouched.folder))
  })

  it('takes a stage first that is moved there', async () => {
    const { study, begun, outcome } = await aRunningStudy({ cae: { stepMs: 100 } })
    const [scratch] = await stagesOf(study, { methods: ['scratch'], kinds: ['evaluate'] })
    await request(study, { action: 'move', id: scratch.hash, to: 'first' })
    await outcome
    expect(begun.slice(0, 3)).toEqual([
      'autoencoder of normals, fold 1',
      'fine-tuning scratch, fold 1, 100% of labels',
      'evaluation of scratch, fold 1, 100% of labels',
    ])
  })

  it('takes an experiment that is added, but none that waits since before', async () => {
    const study = await aPlannedStudy({ behaviour: { cae: { stepMs: 200 } } })
    const waiting = (await planScratch(study, [1])).experiment
    const added = (await planScratch(study, [2])).experiment
    await request(study, { action: 'add', id: waiting })
    let started = () => {}
    const working = new Promise<void>((resolve) => (started = resolve))
    const context = { ...aContext(), progress: ({ note }: Progress) => note && started() }
    const outcome = study.run({}, context)
    await working
    expect((await request(study, { action: 'add', id: added })).queue).toEqual([
      waiting,
      study.experiment,
      added,
    ])
    await outcome
    const { experiments } = await study.read(projectStatus)
    const finished = new Map(experiments.map(({ experiment, states }) => [experiment, states.finished]))
    expect([study.experiment, added, waiting].map((id) => finished.get(id))).toEqual([10, 2, 0])
    expect(await study.read(({ db }) => listQueue(db))).toEqual([waiting])
  })

  it('takes a plan while it computes, which is the one that planning alone finds', async () => {
    const { study, outcome } = await aRunningStudy({ cae: { stepMs: 300 } })
    const recipe = { ...study.recipe, seeds: [5, 6] }
    const plan: PlanRequest = { action: 'plan', recipe, engine: await anEngine(), paces: [] }
    const { experiment } = await ask(study.folder, plan)
    expect((await study.read(projectStatus)).holder).not.toBeNull()
    expect((await request(study, { action: 'add', id: experiment })).queue).toEqual([
      study.experiment,
      experiment,
    ])
    await expect(
      ask(study.folder, { ...plan, recipe: { ...recipe, labelFractions: [0.33] } }),
    ).rejects.toMatchObject({ code: 'invalid-recipe' })
    await outcome
    const again = await study.write((project) => planExperiment(project, recipe, anEngine))
    expect(again).toMatchObject({ experiment, finished: Object.values(again.stages).reduce((a, b) => a + b) })
  })

  it('can be cancelled while it is paused', async () => {
    const { study, outcome } = await aRunningStudy({ cae: { stepMs: 300 } })
    await request(study, { action: 'pause' })
    await request(study, { action: 'cancel', id: study.experiment })
    expect(await outcome).toMatchObject({ code: 'cancelled' })
    expect(await study.run()).toMatchObject({ states: { finished: 10 } })
  })

  it('tries failed stages again on request', async () => {
    const { study, outcome } = await aRunningStudy({
      cae: { fail: { code: 'internal', message: 'not today' } },
      pretrain: { stepMs: 300 },
    })
    while ((await stagesOf(study, { states: ['failed'] })).length === 0) await sleep(20)
    study.behave({})
    expect(await request(study, { action: 'retry', id: null })).toMatchObject({ stages: 5 })
    expect(await outcome).toMatchObject({ states: { finished: 10, failed: 0 }, failures: [] })
  })

  it('refuses what it does not understand, and goes on', async () => {
    const { study, outcome } = await aRunningStudy({ cae: { stepMs: 100 } })
    const nonsense = { action: 'explode' } as unknown as QueueRequest
    await expect(request(study, nonsense)).rejects.toMatchObject({ code: 'internal' })
    await expect(request(study, { action: 'add', id: 'quick-0' })).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining(study.experiment) as string,
    })
    expect(await outcome).toMatchObject({ states: { finished: 10 } })
    expect(existsSync(path.join(study.folder, 'antrum.requests'))).toBe(true)
  })
})
