import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openProject } from '../../../../src/main/project.ts'
import { ask, workInProject } from '../../../../src/main/study/requests.ts'
import { aClient, failureOf, finish } from '../../../helpers/api-client.ts'
import { aFolder } from '../../../helpers/project.ts'
import { aReviewStudy } from '../../../helpers/review-study.ts'

let above: string
let study: Awaited<ReturnType<typeof aReviewStudy>>
beforeAll(async () => {
  above = mkdtempSync(path.join(tmpdir(), 'antrum-review-api-'))
  study = await aReviewStudy(above)
})
afterAll(() => rmSync(above, { recursive: true }))

function aCopy(): string {
  const folder = path.join(aFolder(), 'study')
  cpSync(study.folder, folder, { recursive: true })
  return folder
}

const asText = async (payload: unknown) =>
  payload instanceof Blob
    ? Buffer.from(await payload.arrayBuffer()).toString('latin1')
    : JSON.stringify(payload)

const readers = ['reader A', 'reader B']
const answer = { label: 'normal', confidence: 4, seconds: 3 } as const

describe('blinded reading through the API', () => {
  it('answers nothing that tells, until the reader has', async () => {
    const [client, folder] = [await aClient('over a WebSocket'), aCopy()]
    const { experiment, secrets } = study
    const payloads: unknown[] = []
    const told = async <T>(call: PromiseLike<T>): Promise<T> => {
      const payload = await call
      payloads.push(payload)
      return payload
    }
    const failed = async (call: Promise<unknown>) => void payloads.push((await failureOf(call)).code)

    const { session } = await told(
      client.review.create({ folder, worklist: 'test', experiment, readers, seed: 3 }),
    )
    const reader = 'reader A'
    for (let k = 0; k < 5; k++) {
      const { item, ahead } = await told(client.review.place({ folder, session, reader }))
      await told(client.review.volume({ folder, item: item! }))
      await told(client.review.volume({ folder, item: ahead! }))
      await failed(client.review.reveal({ folder, item: item! }))
      await failed(client.review.residual({ folder, item: item! }))
      await told(client.review.sessions({ folder }))
      await failed(client.review.agreement({ folder, session }))
      await told(client.review.commit({ folder, item: item!, ...answer }))
      if (k === 2) {
        await told(client.review.undo({ folder, session, reader }))
        await told(client.review.commit({ folder, item: item!, ...answer }))
      }
    }
    expect(payloads.length).toBeGreaterThan(40)
    for (const payload of payloads) {
      const text = await asText(payload)
      expect(
        secrets.filter((secret) => text.includes(secret)),
        text.slice(0, 300),
      ).toEqual([])
    }
  })

  it('says why nothing is revealed, without telling', async () => {
    const [client, folder] = [await aClient(), aCopy()]
    const { session } = await client.review.create({ folder, worklist: 'all', readers })
    const { item } = await client.review.place({ folder, session, reader: 'reader A' })
    const failures = [
      await failureOf(client.review.reveal({ folder, item: item! })),
      await failureOf(client.review.residual({ folder, item: item! })),
      await failureOf(client.review.agreement({ folder, session })),
      await failureOf(client.review.commit({ folder, item: 'f'.repeat(24), ...answer })),
    ]
    expect(failures.map(({ code }) => code)).toEqual([
      'invalid-state',
      'invalid-state',
      'invalid-state',
      'not-found',
    ])
    expect(JSON.stringify(failures)).not.toMatch(/sub-\d|[0-9a-f]{64}|anomalous/)
    await expect(client.review.commit({ folder, item: '../antrum', ...answer })).rejects.toMatchObject({
      data: { code: 'usage' },
    })
    const sure = { ...answer, confidence: 6 as 5 }
    await expect(client.review.commit({ folder, item: item!, ...sure })).rejects.toMatchObject({
      data: { code: 'usage' },
    })
  })

  it('has answers taken by whoever works long in the project, and says so where somebody else holds it', async () => {
    const [client, folder] = [await aClient(), aCopy()]
    const { experiment } = study
    const reader = 'reader A'
    const { session } = await client.review.create({ folder, worklist: 'test', experiment, readers })
    const { item } = await client.review.place({ folder, session, reader })
    const holder = await openProject(folder, { mode: 'write' })
    const commit = () => client.review.commit({ folder, item: item!, ...answer })
    expect(await failureOf(commit())).toMatchObject({ code: 'read-only' })
    expect(await client.review.place({ folder, session, reader })).toMatchObject({ done: 0 })

    await holder.close()

    const { promise: hold, resolve: letGo } = Promise.withResolvers<void>()
    const long = workInProject(folder, () => hold)
    await sleep(50)
    expect(await commit()).toMatchObject({ done: 1, canUndo: true })
    expect(await client.review.reveal({ folder, item: item! })).toMatchObject({ hasResidual: true })
    expect(await client.review.undo({ folder, session, reader })).toMatchObject({ item, done: 0 })
    expect(await failureOf(client.review.undo({ folder, session, reader }))).toMatchObject({
      code: 'invalid-state',
    })
    // Whose session has not ended is told so, by the process that holds the project.
    const decision = { item: item!, by: 'reader C', label: 'normal' } as const
    expect(await failureOf(client.review.adjudicate({ folder, ...decision }))).toMatchObject({
      code: 'invalid-state',
    })
    letGo()
    await long
  })

  it('leaves what is asked of the queue until long work is over', async () => {
    const folder = aCopy()
    const { promise: hold, resolve: letGo } = Promise.withResolvers<void>()
    const long = workInProject(folder, () => hold)
    await sleep(50)
    let isPaused = false
    const pausing = ask(folder, { action: 'pause' }).then(() => (isPaused = true))
    await sleep(300)
    expect(isPaused).toBe(false)
    letGo()
    await long
    await pausing
  })

  it('goes from the list of what to label next to labels', async () => {
    const [client, folder] = [await aClient(), aCopy()]
    const { experiment } = study
    const { result: next } = await finish(client.review.labelNext({ folder, experiment, most: 3 }))
    const sinuses = next.sinuses.map(({ sinus }) => sinus)
    const { session } = await client.review.create({
      ...{
        folder,
        worklist: 'next',
        version: next.datasetVersion,
        sinuses,
        experiment,
        readers: ['reader A'],
      },
    })
    for (let left = 3; left > 0; left--) {
      const { item } = await client.review.place({ folder, session, reader: 'reader A' })
      await client.review.commit({ folder, item: item!, ...answer })
      const revealed = await client.review.reveal({ folder, item: item! })
      expect(revealed).toEqual({ label: null, finding: null, annotators: [], scores: [], hasResidual: true })
      expect((await client.review.residual({ folder, item: item! })).size).toBeGreaterThan(32 ** 3 * 4)
    }
    await client.review.end({ folder, session })
    expect(await client.review.apply({ folder, session, annotator: 'panel' })).toEqual({
      ...{ annotator: 'panel', labels: 3, changed: 3, open: 0, unread: 0, gone: 0, disputed: 0 },
    })
  })
})
