import { isDefinedError } from '@orpc/client'
import { EventPublisher, createRouterClient } from '@orpc/server'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { failStage, startStage } from '../../../../src/main/db/stores/stages.ts'
import type { Shell } from '../../../../src/main/ipc/api.ts'
import { router } from '../../../../src/main/ipc/router.ts'
import { RecentProjects } from '../../../../src/main/services/recent-projects.ts'
import type { ApiClient } from '../../../../src/shared/ipc/api.ts'
import { transports } from '../../../helpers/api-client.ts'
import { seedProject } from '../../../helpers/seeded-project.ts'
import type { SeededProject } from '../../../helpers/seeded-project.ts'

describe.each(Object.entries(transports))('the API %s', (_, connect) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'antrum-api-'))
  const requests: Shell['requests'] = new EventPublisher()
  const asked: unknown[] = []
  let project: SeededProject
  let client: ApiClient
  let close: () => void

  beforeAll(async () => {
    project = await seedProject()
    const shell: Shell = {
      choose: () => Promise.resolve([project.folder]),
      requests,
      showProgress: (progress) => void asked.push(progress),
      notify: (note) => void asked.push(note),
      speak: (language) => void asked.push(language),
    }
    const recent = new RecentProjects(path.join(folder, 'recent.json'))
    ;({ client, close } = await connect({ recent, shell, readOnly: null }))
  })
  afterAll(() => {
    close()
    project.remove()
    rmSync(folder, { recursive: true })
  })

  it('opens a project and remembers it', async () => {
    const { folder: chosen } = await client.project.choose()
    const summary = await client.project.open({ folder: chosen! })
    expect(summary).toMatchObject({
      folder: project.folder,
      name: 'sinus-study',
      subjects: 80,
      scans: 80,
      datasets: [{ version: 'v1', subjects: 80, sinuses: 160 }],
      experiments: [{ id: project.experiment, recipe: 'quick', datasetVersion: 'v1', cancelledAt: null }],
    })
    expect((await client.project.recent()).map(({ name }) => name)).toEqual(['sinus-study'])
    expect(await client.project.summary({ folder: chosen! })).toEqual(summary)
    expect(await client.project.forget({ folder: chosen! })).toEqual([])
  })

  it('lists every run of the plan in its order', async () => {
    const runs = await client.runs.list({ folder: project.folder })
    expect(runs.map(({ stage }) => stage)).toEqual(project.plan.stages.map(({ hash }) => hash))
  })

  it('sends all runs first, then only what changed, and stops when told', async () => {
    const stop = new AbortController()
    const stream = await client.runs.watch({ folder: project.folder }, { signal: stop.signal })
    const first = await stream.next()
    expect(first.value).toHaveLength(project.plan.stages.length)
    const [{ hash }] = project.plan.stages
    await project.write(({ db }) => startStage(db, hash, { pid: 1, host: 'here' }))
    const second = await stream.next()
    expect(second.value).toMatchObject([{ stage: hash, state: 'running' }])
    const pending = stream.next().catch((error: unknown) => error)
    stop.abort()
    await pending
    await project.write(({ db }) => failStage(db, hash, { code: 'internal', message: 'so' }))
  })

  it('passes on what the shell asks for', async () => {
    const stop = new AbortController()
    const stream = await client.project.requests(undefined, { signal: stop.signal })
    const next = stream.next()
    // The subscription reaches the other side before any answer to a later call does.
    await client.project.recent()
    requests.publish('request', { ask: 'open', folder: '/somewhere' })
    expect((await next).value).toEqual({ ask: 'open', folder: '/somewhere' })
    const pending = stream.next().catch(() => {})
    stop.abort()
    await pending
  })

  it('hands the shell progress, notes and language', async () => {
    const progress = { share: 0.5, state: 'running' } as const
    const goTo = { folder: project.folder, page: 'results', experiment: project.experiment } as const
    const note = { title: 'Finished', body: 'quick', goTo }
    await client.host.showProgress({ progress })
    await client.host.showProgress({ progress: null })
    await client.host.notify(note)
    await client.host.speak({ language: 'de' })
    expect(asked).toEqual([progress, null, note, 'de'])
  })

  it('carries a domain error with code, message and details', async () => {
    const missing = path.join(folder, 'nothing')
    const error: unknown = await client.project.open({ folder: missing }).catch((thrown: unknown) => thrown)
    expect(isDefinedError(error as Error)).toBe(true)
    expect((error as { data: unknown }).data).toEqual({
      code: 'not-found',
      message: expect.stringContaining(missing) as string,
    })
    const broken = client.runs.watch({ folder: missing }).then((stream) => stream.next())
    const inStream: unknown = await broken.catch((thrown: unknown) => thrown)
    expect(isDefinedError(inStream as Error)).toBe(true)
    expect(inStream).toMatchObject({ data: { code: 'not-found' } })
  })

  it('refuses a call that does not keep to the contract', async () => {
    for (const input of [{ folder: '' }, {}] as { folder: string }[]) {
      await expect(client.project.open(input)).rejects.toMatchObject({
        data: { code: 'usage', details: { issues: [{ path: ['folder'] }] } },
      })
    }
  })
})

it('says that there is no folder dialog where there is no shell, and leaves the rest', async () => {
  const client = createRouterClient(router, {
    context: { recent: new RecentProjects('/nowhere/recent.json'), shell: null, readOnly: null },
  })
  await expect(client.project.choose()).rejects.toMatchObject({ data: { code: 'usage' } })
  await client.host.showProgress({ progress: { share: null, state: 'running' } })
  await client.host.speak({ language: 'de' })
})
