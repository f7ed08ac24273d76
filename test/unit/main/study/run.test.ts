import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { listEvaluations } from '../../../../src/main/db/stores/experiments.ts'
import { listMetrics } from '../../../../src/main/db/stores/predictions.ts'
import { listStages, startStage } from '../../../../src/main/db/stores/stages.ts'
import { ingest } from '../../../../src/main/study/ingest.ts'
import { planExperiment } from '../../../../src/main/study/plan.ts'
import { runExperiment } from '../../../../src/main/study/run.ts'
import { projectStatus } from '../../../../src/main/study/status.ts'
import type { Progress } from '../../../../src/main/services/service-context.ts'
import { anEngine, aPlannedStudy, fakeTrainer, resultsOf } from '../../../helpers/fake-study.ts'
import { aContext } from '../../../helpers/project.ts'
import { allRows } from '../../../helpers/database.ts'
import { openDatabase } from '../../../../src/main/db/connection.ts'
import type { StageKind } from '../../../../src/shared/domain/stage.ts'

type Study = Awaited<ReturnType<typeof aPlannedStudy>>
const stagesOf = ({ read, experiment }: Study, kind?: StageKind) =>
  read(async ({ db }) =>
    (await listStages(db, experiment)).filter(({ stage }) => !kind || stage.kind === kind),
  )
const folderOf = ({ folder }: Study, hash: string) => path.join(folder, 'stages', hash)
const attempts = (study: Study, hash: string) =>
  readFileSync(path.join(folderOf(study, hash), 'events.jsonl'), 'utf8').match(/"type":"started"/g)!.length
const rowsOf = ({ folder }: Study) => {
  const { sqlite } = openDatabase(path.join(folder, 'antrum.sqlite'), { readOnly: true })
  try {
    // Rows in the order they were written say nothing.
    return Object.fromEntries(
      Object.entries(allRows(sqlite)).map(([table, rows]) => [
        table,
        rows.map((row) => JSON.stringify(row)).sort(),
      ]),
    )
  } finally {
    sqlite.close()
  }
}

describe('runExperiment', () => {
  it('computes every stage, stores predictions and metrics, and leaves nothing to do', async () => {
    const study = await aPlannedStudy()
    expect(await study.run()).toMatchObject({ states: { finished: 10, queued: 0, failed: 0 }, failures: [] })

    const evaluations = await study.read(({ db }) => listEvaluations(db, study.experiment))
    const { split } = study.manifest
    const sinuses = 2 * (split.folds[0].validation.length + split.test.length)
    expect(evaluations.map(({ method, predictions }) => [method, predictions?.length])).toEqual([
      ['scratch', sinuses],
      ['autoencoder', sinuses],
      ['residual', sinuses],
    ])
    const metrics = await study.read(({ db }) => listMetrics(db, evaluations[0].stage))
    expect(metrics.auroc).toEqual({ value: expect.closeTo(0.5, 0) as number })
    const [cae] = await stagesOf(study, 'cae')
    expect(await study.read(({ db }) => listMetrics(db, cae.stage.hash))).toMatchObject({
      validationLoss: { value: 0.25 },
      parameters: { value: 10 },
    })
    expect(cae).toMatchObject({
      state: 'finished',
      device: 'none',
      seconds: 0.5,
      stepsDone: 5,
      stepsTotal: 5,
      trainer: null,
    })

    const before = rowsOf(study)
    await study.run()
    expect(rowsOf(study)).toEqual(before)
    expect(attempts(study, cae.stage.hash)).toBe(1)
  })

  it('tells stages done, the stage at work and the time left', async () => {
    const study = await aPlannedStudy()
    const told: Progress[] = []
    await study.run({}, { ...aContext(), progress: (progress) => told.push(progress) })
    expect(told[0]).toMatchObject({ phase: 'Study', done: 0, total: 10 })
    expect(told[0].leftSeconds).toBeGreaterThan(0)
    expect(
      told.some(({ note }) => /^autoencoder of normals, fold 1, epoch \d(\/5)?, loss \d/.test(note ?? '')),
    ).toBe(true)
    expect(told.at(-1)).toMatchObject({ done: 10, total: 10, leftSeconds: 0 })
  })

  it('takes in results that lie there unnoticed, as after a kill between the two, and is idempotent about it', async () => {
    const study = await aPlannedStudy()
    await study.run()
    const before = rowsOf(study)
    const records = await stagesOf(study)
    await study.write(async ({ db }) => {
      for (const { stage } of records) await ingest(db, folderOf(study, stage.hash), stage)
    })
    expect(rowsOf(study)).toEqual(before)
    await study.write(({ db }) =>
      db.updateTable('stages').set({ state: 'interrupted', finishedAt: null }).execute(),
    )
    await study.run()
    for (const { stage } of records) expect(attempts(study, stage.hash)).toBe(1)
    expect(rowsOf(study).predictions).toEqual(before.predictions)
  })

  it('computes again what is damaged or gone, says so, and comes to the same results', async () => {
    const study = await aPlannedStudy()
    await study.run()
    const before = resultsOf(study.folder)
    const [pretrain] = (await stagesOf(study, 'pretrain')).filter(
      ({ stage }) => stage.kind === 'pretrain' && stage.params.method === 'residual',
    )
    const finetune = (await stagesOf(study, 'finetune')).find(({ stage }) =>
      Object.values<string>(stage.inputs).includes(pretrain.stage.hash),
    )!
    rmSync(folderOf(study, finetune.stage.hash), { recursive: true })
    appendFileSync(path.join(folderOf(study, pretrain.stage.hash), 'encoder.safetensors'), 'x')
    const warnings: string[] = []
    await study.run({ warn: (message) => warnings.push(message) })
    expect(warnings).toEqual([
      expect.stringMatching(`${finetune.stage.hash} .*gone`),
      expect.stringMatching(`${pretrain.stage.hash} .*corrupt-data.*encoder.safetensors`),
    ])
    expect(attempts(study, pretrain.stage.hash)).toBe(2)
    expect(resultsOf(study.folder)).toEqual(before)
  })

  it('does not take over results that are not what the trainer said it wrote', async () => {
    const study = await aPlannedStudy({ behaviour: { cae: { corrupt: 1 } } })
    await study.run()
    const [cae] = await stagesOf(study, 'cae')
    expect(attempts(study, cae.stage.hash)).toBe(2)
    const twice = await aPlannedStudy({ behaviour: { cae: { corrupt: 9 } } })
    const { failures, states } = await twice.run()
    expect(failures[0]).toMatchObject({
      name: 'autoencoder of normals, fold 1',
      reason: { code: 'corrupt-data' },
    })
    // residuals, pretraining, fine-tuning and evaluation go with it; scratch and the autoencoder method do not.
    expect(states).toMatchObject({ failed: 5, finished: 5 })
  })

  it('reports what failed, computes the rest, and tries again when run again', async () => {
    const study = await aPlannedStudy({
      behaviour: { residuals: { fail: { code: 'out-of-memory', message: 'no memory' } } },
    })
    const { failures, states } = await study.run()
    expect(failures.map(({ name, reason }) => [name, reason.code])).toEqual([
      ['residuals, fold 1', 'out-of-memory'],
      ['pretraining residual, fold 1', 'invalid-state'],
      ['fine-tuning residual, fold 1, 100% of labels', 'invalid-state'],
      ['evaluation of residual, fold 1, 100% of labels', 'invalid-state'],
    ])
    expect(states).toMatchObject({ failed: 4, finished: 6 })
    study.behave({})
    expect(await study.run()).toMatchObject({ states: { finished: 10 }, failures: [] })
  })

  it('marks what it was computing as interrupted when stopped, and continues to the same results', async () => {
    const untouched = await aPlannedStudy()
    await untouched.run()
    const study = await aPlannedStudy({ behaviour: { pretrain: { stepMs: 150 } } })
    const abort = new AbortController()
    const stop = ({ note }: Progress) =>
      note?.startsWith('pretraining') && /epoch [1-4]/.test(note) && abort.abort(new Error('stopped'))
    await expect(study.run({}, { signal: abort.signal, progress: stop })).rejects.toThrow('stopped')
    const states = (await stagesOf(study)).map(({ state }) => state)
    expect(states.filter((state) => state === 'interrupted')).toHaveLength(1)
    expect(states).not.toContain('running')
    await study.run()
    expect(resultsOf(study.folder)).toEqual(resultsOf(untouched.folder))
  })

  it('resumes what a dead process left running', async () => {
    const study = await aPlannedStudy()
    const [cae] = await stagesOf(study, 'cae')
    await study.write(({ db }) => startStage(db, cae.stage.hash, { pid: 2 ** 22 - 1, host: 'elsewhere' }))
    const [status] = (await study.read(projectStatus)).experiments
    expect(status).toMatchObject({
      states: { running: 1, queued: 9 },
      running: [{ name: 'autoencoder of normals, fold 1', alive: null }],
    })
    expect(status.secondsLeft).toBeGreaterThan(0)
    expect(await study.run()).toMatchObject({ states: { finished: 10 } })
  })

  it('computes what two experiments share once', async () => {
    const study = await aPlannedStudy()
    await study.run()
    const other = await study.write((project) =>
      planExperiment(project, { ...study.recipe, seeds: [100, 7] }, anEngine),
    )
    await study.write((project) =>
      runExperiment(project, other.experiment, aContext(), { trainer: fakeTrainer }),
    )
    for (const { stage } of await stagesOf(study)) expect(attempts(study, stage.hash)).toBe(1)
    const { experiments } = await study.read(projectStatus)
    expect(experiments.map(({ states }) => states.finished)).toEqual([10, 16])
  })

  it('knows no experiment that was not planned', async () => {
    const { write, experiment } = await aPlannedStudy()
    await expect(write((project) => runExperiment(project, 'quick-0', aContext()))).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining(experiment) as string,
    })
  })

  it('leaves stage.json as planned and no checkpoint behind', async () => {
    const study = await aPlannedStudy()
    await study.run({ parallel: 2 })
    for (const { stage } of await stagesOf(study)) {
      expect(JSON.parse(readFileSync(path.join(folderOf(study, stage.hash), 'stage.json'), 'utf8'))).toEqual(
        stage,
      )
      expect(existsSync(path.join(folderOf(study, stage.hash), 'checkpoint'))).toBe(false)
    }
  })
})
