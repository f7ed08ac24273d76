import { getEventMeta } from '@orpc/client'
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StoryUpdate } from '../../../../src/shared/ipc/run-story.ts'
import { aClient, failureOf, transports } from '../../../helpers/api-client.ts'
import { seedProject } from '../../../helpers/seeded-project.ts'
import type { SeededProject } from '../../../helpers/seeded-project.ts'

describe.each(Object.keys(transports) as (keyof typeof transports)[])('a stage followed %s', (transport) => {
  let project: SeededProject
  let stage: string
  let place: string
  const write = (...events: object[]) =>
    appendFileSync(
      path.join(place, 'events.jsonl'),
      events.map((event) => `${JSON.stringify({ timeMs: 5, ...event })}\n`).join(''),
    )
  const steps = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, k) => ({
      ...{ type: 'progress', done: from + k, total: 5000, loss: 1 / (from + k) },
      ...{ learningRate: 0.001, stepSeconds: 0.1, rssBytes: 1e9 },
    }))

  /** Hears events until one satisfies; then leaves. */
  async function hear(until: (update: StoryUpdate) => boolean, lastEventId?: string) {
    const client = await aClient(transport)
    const stop = new AbortController()
    const stream = await client.runs.watchStage(
      { folder: project.folder, stage },
      { signal: stop.signal, ...(lastEventId !== undefined && { lastEventId }) },
    )
    const heard: StoryUpdate[] = []
    for (;;) {
      const { value } = (await stream.next()) as { value: StoryUpdate }
      heard.push(value)
      if (until(value)) break
    }
    const id = getEventMeta(heard.at(-1))?.id
    const pending = stream.next().catch(() => {})
    stop.abort()
    await pending
    return { heard, id }
  }
  const reaches = (step: number) => (update: StoryUpdate) => update.curve?.points.at(-1)?.step === step

  beforeAll(async () => {
    project = await seedProject()
    stage = project.plan.stages[0].hash
    place = path.join(project.folder, 'stages', stage)
  })
  afterAll(() => project.remove())

  it('says what it is before anything has happened', async () => {
    const { heard } = await hear(() => true)
    expect(heard).toEqual([
      {
        facts: { stage, kind: 'cae', epochs: 10, batchSize: 8 },
        curve: { from: 0, points: [], stepsTotal: 0 },
        epochs: { from: 0, points: [] },
        attempts: [],
        alarms: [],
      },
    ])
  })

  it('tells its curve, epochs, attempts, alarms and last lines, and goes on by event id with what is new', async () => {
    mkdirSync(place, { recursive: true })
    write({ type: 'started', pid: 1, host: 'here', device: 'cpu', resumedFromEpoch: 0 }, ...steps(1, 2000))
    write({ type: 'epoch', epochIndex: 0, epochs: 10, trainLoss: 0.5, validationLoss: 0.6 })
    write({ type: 'alarm', alarm: 'collapse', cause: 'All alike.', suggestion: 'Lower the rate.' })
    writeFileSync(path.join(place, 'trainer.log'), 'first\nsecond\n')
    const { heard, id } = await hear(reaches(2000))
    const [first] = heard
    expect(first.curve!.points.length).toBe(500)
    expect(first.epochs!.points).toEqual([{ epochIndex: 0, trainLoss: 0.5, validationLoss: 0.6 }])
    expect(first.attempts).toEqual([{ timeMs: 5, host: 'here', device: 'cpu', resumedFromEpoch: 0 }])
    expect(first.alarms).toMatchObject([{ alarm: 'collapse', suggestion: 'Lower the rate.' }])
    expect(first.log).toEqual(['first', 'second'])

    write(...steps(2001, 2010))
    const resumed = await hear(reaches(2010), id)
    expect(resumed.heard[0].curve).toMatchObject({ from: 499 })
    expect(resumed.heard[0].curve!.points).toHaveLength(4)
    const anew = await hear(reaches(2010))
    expect([...first.curve!.points.slice(0, 499), ...resumed.heard[0].curve!.points]).toEqual(
      anew.heard[0].curve!.points,
    )
  })

  it('goes back with a trainer that goes back to its checkpoint, also for who was away meanwhile', async () => {
    const { id } = await hear(reaches(2010))
    write({ type: 'started', pid: 2, host: 'here', device: 'cpu', resumedFromEpoch: 1 }, ...steps(1991, 1995))
    const resumed = await hear(reaches(1995), id)
    expect(resumed.heard[0].curve!.from).toBe(0)
    expect(resumed.heard[0].attempts).toHaveLength(2)
  })

  it('is refused where there is no such stage', async () => {
    const client = await aClient(transport)
    const asked = client.runs
      .watchStage({ folder: project.folder, stage: 'abc' })
      .then((stream) => stream.next())
    expect(await failureOf(asked)).toMatchObject({ code: 'not-found' })
  })
})
