import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { AntrumError } from '../../shared/ipc/error.ts'
import { withProject, type Project } from '../project.ts'
import type { Progress, ServiceContext } from '../services/service-context.ts'
import { workInProject } from '../study/requests.ts'

/** How often progress is told: more is not seen, and thousands of events a second would be felt. */
const intervalMs = 100

/** Aborted with the call, and with the reason that services expect. */
function callSignal(signal: AbortSignal | undefined): AbortController {
  const stop = new AbortController()
  const cancel = () => stop.abort(new AntrumError('cancelled', 'It was cancelled. Start it again to go on.'))
  if (signal?.aborted) cancel()
  else signal?.addEventListener('abort', cancel, { once: true })
  return stop
}

/** For a call that answers once: its progress is not told, aborting it stops the work. */
export const quietContext = (signal: AbortSignal | undefined): ServiceContext => ({
  signal: callSignal(signal).signal,
  progress: () => {},
})

/**
 * Yields the newest progress of some work, then returns what it returns. Whoever aborts the call or stops listening
 * stops the work; the iterator ends when the work has.
 *
 * @throws What the work throws.
 */
export async function* withProgress<Result>(
  signal: AbortSignal | undefined,
  work: (context: ServiceContext) => Promise<Result>,
): AsyncGenerator<Progress, Result> {
  const stop = callSignal(signal)
  const ended = new AbortController()
  let newest: Progress | null = null
  const progress = (told: Progress) => void (newest = told)
  const running = work({ signal: stop.signal, progress }).finally(() => ended.abort())
  running.catch(() => {}) // Nobody may be waiting yet when it fails.
  try {
    while (!ended.signal.aborted) {
      await sleep(intervalMs, undefined, { signal: ended.signal }).catch(() => {})
      const told = newest
      newest = null
      if (told) yield told
    }
    return await running
  } finally {
    stop.abort(new AntrumError('cancelled', 'Nobody listens any more.'))
    await running.catch(() => {})
  }
}

/** The last of the short changes to each project that are under way. */
const turns = new Map<string, Promise<unknown>>()

/**
 * Changes a project for a moment. Such changes wait for each other: keys are pressed faster than a project is opened.
 *
 * @throws AntrumError 'read-only' while long work, here or in another process, holds the project.
 */
export function changeProject<T>(folder: string, work: (project: Project) => Promise<T>): Promise<T> {
  const root = path.resolve(folder)
  const changed = (turns.get(root) ?? Promise.resolve()).then(() => withProject(root, 'write', work))
  const over = changed
    .catch(() => {})
    .then(() => {
      if (turns.get(root) === over) turns.delete(root)
    })
  turns.set(root, over)
  return changed
}

/** Holds a project for long work, once the short changes before it are done. @throws AntrumError 'read-only'. */
export async function holdProject<T>(folder: string, work: (project: Project) => Promise<T>): Promise<T> {
  await turns.get(path.resolve(folder))
  return workInProject(folder, work)
}

export const readProject = <T>(folder: string, work: (project: Project) => Promise<T>): Promise<T> =>
  withProject(folder, 'read', work)
