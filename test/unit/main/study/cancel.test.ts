import { readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { listStagesBy } from '../../../../src/main/db/stores/stage-list.ts'
import { planExperiment } from '../../../../src/main/study/plan.ts'
import { ask } from '../../../../src/main/study/requests.ts'
import { projectStatus } from '../../../../src/main/study/status.ts'
import { anEngine, aPlannedStudy, resultsOf } from '../../../helpers/fake-study.ts'

type Study = Awaited<ReturnType<typeof aPlannedStudy>>
const cancel = ({ folder, experiment }: Study, id = experiment) => ask(folder, { action: 'cancel', id })
const statusOf = async (study: Study) => (await study.read(projectStatus)).experiments[0]
const stagesOf = (study: Study) =>
  study.read(({ db }) => listStagesBy(db, { experiments: [study.experiment], order: 'planned' }))

/** Starts a run in this process and waits until its first trainer is at work. */
async function runningStudy(stepMs: number) {
  const study = await aPlannedStudy({ behaviour: { '*': { stepMs } } })
  let started = () => {}
  const working = new Promise<void>((resolve) => (started = resolve))
  const context = {
    signal: new AbortController().signal,
    progress: ({ note }: { note?: string }) => note && started(),
  }
  const outcome = study.run({}, context).then(
    (report) => report,
    (error: unknown) => error,
  )
  await working
  return { study, outcome }
}

describe('cancelling an experiment', () => {
  it('cancels what waits, and a later run takes it up again', async () => {
    const study = await aPlannedStudy()
    expect(await cancel(study)).toEqual({
      experiment: study.experiment,
      cancelled: 10,
      finished: 0,
      shared: 0,
    })
    expect(await statusOf(study)).toMatchObject({
      states: { cancelled: 10 },
      secondsLeft: 0,
      cancelledAt: expect.stringMatching(/^\d{4}-/) as string,
    })
    expect(await study.run()).toMatchObject({ states: { finished: 10 } })
    expect((await statusOf(study)).cancelledAt).toBeNull()
    expect(await cancel(study)).toMatchObject({ cancelled: 0, finished: 10 })
  })

  it('leaves to another experiment what it needs too', async () => {
    const study = await aPlannedStudy()
    const other = await study.write((project) =>
      planExperiment(project, { ...study.recipe, methods: ['scratch'] }, anEngine),
    )
    expect(await cancel(study)).toMatchObject({ cancelled: 8, shared: 2 })
    expect(await cancel(study, other.experiment)).toMatchObject({ cancelled: 2, shared: 0 })
  })

  it('stops a run that holds the project, which keeps a checkpoint and lets go', async () => {
    const untouched = await aPlannedStudy()
    await untouched.run()
    const { study, outcome } = await runningStudy(200)
    const cancellation = await cancel(study)
    expect(cancellation.cancelled).toBeGreaterThan(0)
    expect(cancellation.cancelled + cancellation.finished).toBe(10)
    expect(await outcome).toMatchObject({ code: 'cancelled' })
    expect(readdirSync(path.join(study.folder, 'antrum.requests'))).toEqual([])
    const states = (await stagesOf(study)).map(({ state }) => state)
    expect(states).not.toContain('running')
    expect(states).not.toContain('interrupted')

    study.behave({})
    expect(await study.run()).toMatchObject({ states: { finished: 10 } })
    expect(resultsOf(study.folder)).toEqual(resultsOf(untouched.folder))
  })

  it('says who holds the project when that is no run', async () => {
    const study = await aPlannedStudy()
    await study.write(async () => {
      await expect(ask(study.folder, { action: 'cancel', id: study.experiment }, 300)).rejects.toMatchObject({
        code: 'read-only',
      })
    })
    expect(readdirSync(path.join(study.folder, 'antrum.requests'))).toEqual([])
    await expect(cancel(study, 'quick-0')).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('cancelling a stage', () => {
  it('takes with it what reads it, while the run goes on with the rest', async () => {
    const { study, outcome } = await runningStudy(100)
    const [cae] = await stagesOf(study)
    expect(await cancel(study, cae.hash.slice(0, 10))).toMatchObject({ stage: cae.hash, cancelled: 5 })
    expect(await outcome).toMatchObject({ states: { finished: 5, cancelled: 5 } })
    study.behave({})
    expect(await study.run()).toMatchObject({ states: { finished: 10 } })
  })
})
