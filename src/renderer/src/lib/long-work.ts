import { useSyncExternalStore } from 'react'
import { TimeLeft } from '../../../shared/domain/time-left.ts'
import type { ProgressEvent } from '../../../shared/ipc/base.ts'
import type { ShownProgress } from '../../../shared/ipc/shell.ts'

/** How far some work is that the core does for this page. */
export interface Work<Item, Result> {
  state: 'running' | 'finished' | 'stopped' | 'failed'
  progress: ProgressEvent | null
  /** What it told along the way, in order. */
  items: readonly Item[]
  /** null until it is finished. */
  result: Result | null
  error: unknown
}

type Stream<Event, Result> = PromiseLike<{ next: () => Promise<IteratorResult<Event, Result>> }>
type AnyWork = Work<unknown, unknown>

const works = new Map<string, AnyWork>()
const stops = new Map<string, AbortController>()
const listeners = new Set<() => void>()

function set(name: string, work: AnyWork | null) {
  if (work) works.set(name, work)
  else works.delete(name)
  listeners.forEach((listener) => listener())
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** How far the work is that was begun last and still goes on; null where there is none. */
export function useAnyWork(): ShownProgress | null {
  const share = useSyncExternalStore(subscribe, () => {
    const running = [...works.values()].findLast(({ state }) => state === 'running')
    if (!running) return undefined
    const { done = 0, total } = running.progress ?? {}
    return total ? Math.min(1, done / total) : null
  })
  return share === undefined ? null : { share, state: 'running' }
}

/**
 * Work goes on while other pages are looked at, so it is kept here and not by the component that started it; a reload
 * ends it, and what was done stays done.
 *
 * @param name  Of the work, with the project it is done in.
 */
export function useLongWork<Item, Result>(name: string) {
  const work = useSyncExternalStore(subscribe, () => works.get(name) ?? null) as Work<Item, Result> | null
  return {
    work,
    isRunning: work?.state === 'running',
    /**
     * @param itemsOf  What an event tells besides progress.
     * @param ended    Called when it has ended, however it ended.
     */
    start: <Event extends ProgressEvent>(
      call: (options: { signal: AbortSignal }) => Stream<Event, Result>,
      { itemsOf, ended }: { itemsOf?: (event: Event) => readonly Item[]; ended?: () => void } = {},
    ) => void run(name, call, itemsOf ?? (() => []), ended ?? (() => {})),
    stop: () => stops.get(name)?.abort(),
    forget: () => set(name, null),
  }
}

async function run<Event extends ProgressEvent, Item, Result>(
  name: string,
  call: (options: { signal: AbortSignal }) => Stream<Event, Result>,
  itemsOf: (event: Event) => readonly Item[],
  ended: () => void,
): Promise<void> {
  if (works.get(name)?.state === 'running') return
  const stop = new AbortController()
  stops.set(name, stop)
  const timeLeft = new TimeLeft()
  let work: Work<Item, Result> = { state: 'running', progress: null, items: [], result: null, error: null }
  const change = (changes: Partial<Work<Item, Result>>) => set(name, (work = { ...work, ...changes }))
  change({})
  try {
    const stream = await call({ signal: stop.signal })
    for (;;) {
      const { done, value } = await stream.next()
      if (done) {
        change({ state: 'finished', result: value })
        break
      }
      const items = itemsOf(value)
      const leftSeconds = timeLeft.secondsAt(value, Date.now())
      const progress = { ...value, ...(leftSeconds !== undefined && { leftSeconds }) }
      change({ progress, ...(items.length > 0 && { items: [...work.items, ...items] }) })
    }
  } catch (error) {
    change(stop.signal.aborted ? { state: 'stopped' } : { state: 'failed', error })
  } finally {
    stops.delete(name)
    ended()
  }
}
