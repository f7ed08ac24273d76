import { setTimeout as sleep } from 'node:timers/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { saveSetting } from '../../../../src/main/db/stores/settings.ts'
import { createProject, withProject } from '../../../../src/main/project.ts'
import { readChanges } from '../../../../src/main/services/project-changes.ts'
import { aFolder } from '../../../helpers/project.ts'

it('reads a project at once, and again only after a change in it or beside it, until it is stopped', async () => {
  const { folder } = await createProject(path.join(aFolder(), 'study'))
  const stop = new AbortController()
  let beside = 'nobody'
  let reads = 0
  const stream = readChanges(folder, () => Promise.resolve(++reads), {
    ...{ everyMs: 20, signal: stop.signal },
    beside: () => beside,
  })
  const next = async () => (await stream.next()).value as number
  expect(await next()).toBe(1)
  const second = next()
  await sleep(200)
  expect(reads).toBe(1)
  await withProject(folder, 'write', ({ db }) => saveSetting(db, 'queuePaused', true))
  expect(await second).toBe(2)
  // Its own look may close the database and so change its files once more.
  await sleep(200)
  const later = next()
  beside = 'somebody'
  expect(await later).toBeGreaterThan(2)
  const last = stream.next()
  stop.abort()
  expect(await last).toMatchObject({ done: true })
})
