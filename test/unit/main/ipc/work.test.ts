import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { changeProject, holdProject, withProgress } from '../../../../src/main/ipc/work.ts'
import type { ServiceContext } from '../../../../src/main/services/service-context.ts'
import { finish } from '../../../helpers/api-client.ts'
import { aProject } from '../../../helpers/project.ts'

const hear = <T>(work: (context: ServiceContext) => Promise<T>, signal?: AbortSignal) =>
  finish(Promise.resolve(withProgress(signal, work)))

describe('withProgress', () => {
  it('tells the newest of what happened since, also of work that is done at once', async () => {
    const { events, result } = await hear(async ({ progress }) => {
      for (let done = 0; done <= 1000; done++) progress({ phase: 'Counting', done, total: 1000 })
      return 'all'
    })
    expect(events).toEqual([{ phase: 'Counting', done: 1000, total: 1000 }])
    expect(result).toBe('all')
  })

  it('throws what the work throws, after what it told', async () => {
    const events: unknown[] = []
    const failing = withProgress(undefined, async ({ progress }) => {
      progress({ phase: 'Counting', done: 1 })
      throw new Error('no more')
    })
    const heard = finish(Promise.resolve(failing), (event) => events.push(event))
    await expect(heard).rejects.toThrow('no more')
    expect(events).toHaveLength(1)
  })

  it('ends only when aborted work has ended', async () => {
    const stop = new AbortController()
    let isOver = false
    const heard = hear(async ({ signal }) => {
      stop.abort()
      await sleep(50)
      isOver = true
      signal.throwIfAborted()
    }, stop.signal)
    await expect(heard).rejects.toMatchObject({ code: 'cancelled' })
    expect(isOver).toBe(true)
  })

  it('cancels a call that was aborted before it began', async () => {
    const heard = hear(async ({ signal }) => signal.throwIfAborted(), AbortSignal.abort())
    await expect(heard).rejects.toMatchObject({ code: 'cancelled' })
  })
})

describe('changing a project', () => {
  it('has short changes wait for each other, one that fails too, and long work for those before it', async () => {
    const { paths, close } = await aProject()
    await close()
    const order: string[] = []
    const step = (name: string) => async () => {
      await sleep(20)
      order.push(name)
    }
    const failing = changeProject(paths.root, async () => {
      throw new Error('failed')
    })
    const others = [changeProject(paths.root, step('first')), changeProject(paths.root, step('second'))]
    const long = holdProject(paths.root, step('long'))
    await expect(failing).rejects.toThrow('failed')
    await Promise.all([...others, long])
    expect(order).toEqual(['first', 'second', 'long'])
  })

  it('refuses a short change while long work holds the project', async () => {
    const { paths, close } = await aProject()
    await close()
    const { promise: hold, resolve: letGo } = Promise.withResolvers<void>()
    const long = holdProject(paths.root, () => hold)
    await sleep(50)
    await expect(changeProject(paths.root, async () => {})).rejects.toMatchObject({ code: 'read-only' })
    letGo()
    await long
    await changeProject(paths.root, async () => {})
  })
})
