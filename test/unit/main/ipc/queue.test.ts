import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { saveSetting } from '../../../../src/main/db/stores/settings.ts'
import type { ApiClient } from '../../../../src/shared/ipc/api.ts'
import type { ProjectStatus } from '../../../../src/shared/ipc/queue.ts'
import { aClient, failureOf } from '../../../helpers/api-client.ts'
import { aRecipe, seedProject } from '../../../helpers/seeded-project.ts'
import type { SeededProject } from '../../../helpers/seeded-project.ts'
import { saveExperiment } from '../../../../src/main/db/stores/experiments.ts'

describe('the queue over the API', () => {
  let project: SeededProject
  const others = ['aaaa-second', 'bbbb-third']
  const asked = async (client: ApiClient, request: Parameters<ApiClient['queue']['ask']>[0]['request']) => {
    const status = await client.queue.ask({ folder: project.folder, request })
    const order = status.experiments
      .filter(({ queuePosition }) => queuePosition !== null)
      .sort((a, b) => a.queuePosition! - b.queuePosition!)
    return { ...status, order: order.map(({ experiment }) => experiment) }
  }

  beforeAll(async () => {
    project = await seedProject()
    await project.write(async ({ db }) => {
      for (const id of others)
        await saveExperiment(
          db,
          { id, recipe: aRecipe(), datasetVersion: 'v1', precision: 'float32' },
          project.plan,
        )
    })
  })
  afterAll(() => project.remove())

  it('is paused and goes on', async () => {
    const client = await aClient()
    expect(await client.queue.status({ folder: project.folder })).toMatchObject({
      paused: false,
      holder: null,
    })
    expect((await asked(client, { action: 'pause' })).paused).toBe(true)
    expect((await asked(client, { action: 'resume' })).paused).toBe(false)
  })

  it('takes experiments and puts them in the order that is asked for', async () => {
    const client = await aClient()
    for (const id of [project.experiment, ...others]) await asked(client, { action: 'add', id })
    const [second, third] = others
    const place = async (id: string, to: number | 'first') =>
      (await asked(client, { action: 'move', id, to })).order
    expect(await place(third, 1)).toEqual([project.experiment, third, second])
    expect(await place(project.experiment, 2)).toEqual([third, second, project.experiment])
    expect(await place(project.experiment, 99)).toEqual([third, second, project.experiment])
    expect(await place(second, 'first')).toEqual([second, third, project.experiment])
  })

  it('tells of every change, and of who begins and ends to work on the project, until told to stop', async () => {
    const client = await aClient()
    const stop = new AbortController()
    const stream = await client.queue.watch({ folder: project.folder }, { signal: stop.signal })
    const next = async () => (await stream.next()).value as ProjectStatus
    expect(await next()).toMatchObject({ paused: false, holder: null })
    let letGo = () => {}
    const held = project.write(async ({ db }) => {
      await saveSetting(db, 'queuePaused', true)
      await new Promise<void>((resolve) => (letGo = resolve))
    })
    expect(await next()).toMatchObject({ paused: true, holder: { pid: process.pid } })
    letGo()
    await held
    expect(await next()).toMatchObject({ paused: true, holder: null })
    const pending = stream.next().catch(() => {})
    stop.abort()
    await pending
  })

  it('gives stages no place by number', async () => {
    const client = await aClient()
    const id = project.plan.stages[0].hash
    const request = { action: 'move' as const, id, to: 1 }
    expect(await failureOf(client.queue.ask({ folder: project.folder, request }))).toMatchObject({
      code: 'usage',
    })
  })

  it('lets go of an experiment', async () => {
    const client = await aClient()
    const { order, experiments } = await asked(client, { action: 'cancel', id: others[0] })
    expect(order).toEqual([others[1], project.experiment])
    expect(experiments.find(({ experiment }) => experiment === others[0])!.cancelledAt).not.toBeNull()
  })
})
