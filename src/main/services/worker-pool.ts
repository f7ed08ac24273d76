import { constants, getPriority, setPriority } from 'node:os'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { parentPort, Worker } from 'node:worker_threads'
import { AntrumError, toErrorPayload, type ErrorPayload } from '../../shared/ipc/error.ts'

/** What became of one task: a failure of one never ends the others. */
export type Outcome<Result> = { result: Result } | { error: AntrumError }

interface PoolOptions<Result> {
  threads: number
  /** What a thread's JavaScript objects may take, for work on files that may be hostile; Node's own limit if left out. */
  heapMb?: number
  /** A task that takes longer is given up, with its thread: for programs that may hang on damaged files. */
  limitMs?: number
  signal: AbortSignal
  /** Called in the order of the tasks, each as soon as it and all before it are done; waited for; never once aborted. */
  done: (outcome: Outcome<Result>, index: number) => Promise<void> | void
}

/**
 * Has tasks worked off by a few threads. A thread that dies (out of memory) fails its task and is replaced.
 *
 * @param script  A module that calls `serveTasks`.
 * @throws The signal's reason when aborted, once all threads are gone; what `done` throws, likewise.
 */
export async function runInWorkers<Task, Result>(
  script: URL,
  tasks: readonly Task[],
  { threads, heapMb, limitMs, signal, done }: PoolOptions<Result>,
): Promise<void> {
  const outcomes: (Outcome<Result> | undefined)[] = []
  let [next, delivered] = [0, 0]
  let delivering = Promise.resolve()
  const stop = new AbortController()
  const either = AbortSignal.any([signal, stop.signal])
  const deliver = async () => {
    for (let outcome = outcomes[delivered]; outcome; outcome = outcomes[delivered]) {
      either.throwIfAborted()
      outcomes[delivered] = undefined
      await done(outcome, delivered++)
      // What waited for a slow task comes all at once: other work must get in between.
      await nextTurn()
    }
  }
  const oneThread = async () => {
    let worker: Worker | undefined
    try {
      while (next < tasks.length && !either.aborted) {
        const index = next++
        worker ??= new Worker(script, heapMb ? { resourceLimits: { maxOldGenerationSizeMb: heapMb } } : {})
        const { outcome, alive } = await ask<Task, Result>(worker, tasks[index], either, limitMs)
        if (!alive) {
          await worker.terminate()
          worker = undefined
        }
        outcomes[index] = outcome
        delivering = delivering.then(deliver)
        await delivering
      }
    } catch (error) {
      stop.abort(error)
    } finally {
      await worker?.terminate()
    }
  }
  await Promise.all(Array.from({ length: Math.min(threads, tasks.length) }, oneThread))
  either.throwIfAborted()
}

/** In a worker: answers each task with what `work` returns or throws. */
export function serveTasks<Task, Result>(work: (task: Task) => Promise<Result>): void {
  giveWay()
  parentPort!.on('message', (task: Task) => {
    work(task).then(
      (result) => parentPort!.postMessage({ result }),
      (error: unknown) => parentPort!.postMessage({ error: toErrorPayload(error) }),
    )
  })
}

/** Workers that take every core must not keep the thread waiting that answers calls. */
function giveWay(): void {
  // Linux alone knows priorities of threads: elsewhere it would be the whole process's.
  if (process.platform !== 'linux') return
  setPriority(Math.max(getPriority(), constants.priority.PRIORITY_BELOW_NORMAL))
}

async function ask<Task, Result>(
  worker: Worker,
  task: Task,
  signal: AbortSignal,
  limitMs: number | undefined,
): Promise<{ outcome: Outcome<Result>; alive: boolean }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ outcome: Outcome<Result>; alive: boolean }>()
  const died = (message: string, code?: string) => {
    const outOfMemory = code === 'ERR_WORKER_OUT_OF_MEMORY'
    const advice = outOfMemory ? 'It needs more memory than there is' : 'Please report this'
    const error = new AntrumError(
      outOfMemory ? 'out-of-memory' : 'internal',
      `A worker ended: ${message}. ${advice}.`,
    )
    resolve({ outcome: { error }, alive: false })
  }
  const onMessage = (answer: { result: Result } | { error: ErrorPayload }) => {
    const outcome =
      'result' in answer
        ? answer
        : { error: new AntrumError(answer.error.code, answer.error.message, answer.error.details) }
    resolve({ outcome, alive: true })
  }
  const onError = (error: Error & { code?: string }) => died(error.message, error.code)
  const onExit = (code: number) => died(`exit code ${code}`)
  const giveUp = () => {
    const seconds = Math.round(limitMs! / 1000)
    const message = `It took longer than ${seconds} s and was given up. The file may be damaged: copy it again.`
    resolve({ outcome: { error: new AntrumError('unreadable-file', message) }, alive: false })
  }
  const timer = limitMs === undefined ? undefined : setTimeout(giveUp, limitMs)
  const onAbort = () => reject(signal.reason as Error)
  worker.on('message', onMessage).on('error', onError).on('exit', onExit)
  signal.addEventListener('abort', onAbort)
  try {
    signal.throwIfAborted()
    worker.postMessage(task)
    return await promise
  } finally {
    clearTimeout(timer)
    worker.off('message', onMessage).off('error', onError).off('exit', onExit)
    signal.removeEventListener('abort', onAbort)
  }
}
