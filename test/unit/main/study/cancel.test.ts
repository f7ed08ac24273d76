import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { listStages } from '../../../../src/main/db/stores/stages.ts'
import { cancelExperiment, cancelRequest } from '../../../../src/main/study/cancel.ts'
import { planExperiment } from '../../../../src/main/study/plan.ts'
import { projectStatus } from '../../../../src/main/study/status.ts'
import { anEngine, aPlannedStudy, resultsOf } from '../../../helpers/fake-study.ts'

describe('cancelExperiment', () => {
  it('cancels what waits, and a later run takes it up again', async () => {
    const study = await aPlannedStudy()
    expect(await cancelExperiment(study.folder, study.experiment)).toEqual({
      experiment: study.experiment,
      cancelled: 10,
      finished: 0,
      shared: 0,
    })
    const [status] = await study.read(projectStatus)
    expect(status).toMatchObject({
      states: { cancelled: 10 },
      secondsLeft: 0,
      cancelledAt: expect.stringMatching(/^\d{4}-/) as string,
    })
    expect(await study.run()).toMatchObject({ states: { finished: 10 } })
    expect((await study.read(projectStatus))[0].cancelledAt).toBeNull()
    expect(await cancelExperiment(study.folder, study.experiment)).toMatchObject({
      cancelled: 0,
      finished: 10,
    })
  })

  it('leaves to another experiment what it needs too', async () => {
    const study = await aPlannedStudy()
    const other = await study.write((project) =>
      planExperiment(project, { ...study.recipe, methods: ['scratch'] }, anEngine),
    )
    expect(await cancelExperiment(study.folder, study.experiment)).toMatchObject({ cancelled: 8, shared: 2 })
    expect(await cancelExperiment(study.folder, other.experiment)).toMatchObject({ cancelled: 2, shared: 0 })
  })

  it('stops a run that holds the project, which keeps a checkpoint and lets go', async () => {
    const untouched = await aPlannedStudy()
    await untouched.run()
    const study = await aPlannedStudy({ behaviour: { '*': { stepMs: 200 } } })
    let started = () => {}
    const working = new Promise<void>((resolve) => (started = resolve))
    const run = study.run(
      {},
      { signal: new AbortController().signal, progress: ({ note }) => note && started() },
    )
    const outcome = run.then(
      () => undefined,
      (error: unknown) => error,
    )
    await working
    const cancellation = await cancelExperiment(study.folder, study.experiment)
    expect(cancellation.cancelled).toBeGreaterThan(0)
    expect(cancellation.cancelled + cancellation.finished).toBe(10)
    expect(await outcome).toMatchObject({ code: 'cancelled' })
    expect(existsSync(cancelRequest(study.folder, study.experiment))).toBe(false)
    const states = (await study.read(({ db }) => listStages(db, study.experiment))).map(({ state }) => state)
    expect(new Set(states)).not.toContain('running')

    study.behave({})
    expect(await study.run()).toMatchObject({ states: { finished: 10 } })
    expect(resultsOf(study.folder)).toEqual(resultsOf(untouched.folder))
  })

  it('says who holds the project when that is no run of this experiment', async () => {
    const study = await aPlannedStudy()
    await study.write(async () => {
      await expect(cancelExperiment(study.folder, study.experiment, 300)).rejects.toMatchObject({
        code: 'read-only',
      })
    })
    expect(existsSync(cancelRequest(study.folder, study.experiment))).toBe(false)
    await expect(cancelExperiment(study.folder, 'quick-0')).rejects.toMatchObject({ code: 'not-found' })
  })
})
