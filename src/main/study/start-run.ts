import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { open, mkdir, readFile, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { errorPayload } from '../../shared/ipc/base.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import type { ErrorPayload } from '../../shared/ipc/error.ts'
import { projectHolder } from '../db/project-lock.ts'
import { listQueue } from '../db/stores/queue.ts'
import { lockFile, withProject } from '../project.ts'
import { nodeBinary } from '../supervisor/trainer-command.ts'
import type { TrainerCommand } from '../supervisor/trainer-command.ts'
import { ask } from './requests.ts'

export interface StartOptions {
  executor?: 'local' | 'slurm'
  /** Trainers at once, by default one per GPU. */
  parallel?: number
  /** How `antrum` is started; its arguments follow. */
  antrum?: TrainerCommand
  /** How long it may take to hold the project. */
  timeoutMs?: number
}

export interface StartedRun {
  pid: number
  /** What it prints, in the project's folder. */
  log: string
}

/** The command line of this installation: its file lies beside the sources, also where the core is a bundle. */
const antrumCommand = (): TrainerCommand => ({
  command: nodeBinary(),
  args: [fileURLToPath(new URL('../../../bin/antrum.mjs', import.meta.url))],
})

const pollMs = 50
/** For a run to get through what can be wrong with its stages; one that holds the project for longer is at work. */
const answerMs = 30_000
/** What is wrong with its volumes, or with Slurm, a run finds out just after it has read the queue. */
const settleMs = 3000
const keptLogs = 20

/**
 * Works off the queue in a process of its own, which goes on when this one ends: `antrum run <project>`, as a person would
 * type it. It is asked, watched and stopped by the queue's requests like any other.
 *
 * @throws AntrumError 'read-only' when the project is being worked on already, 'invalid-state' when the queue is empty,
 *   and what the run failed with before it began; `details` has its last lines and the log they are in.
 */
export async function startRun(folder: string, options: StartOptions = {}): Promise<StartedRun> {
  const { executor = 'local', parallel, antrum = antrumCommand(), timeoutMs = 60_000 } = options
  const { root, queue } = await withProject(folder, 'read', async ({ db, paths }) => ({
    root: paths.root,
    queue: await listQueue(db),
  }))
  const holder = projectHolder(path.join(root, lockFile))
  if (holder)
    throw new AntrumError(
      'read-only',
      `The project is being worked on already, by process ${holder.pid} on ${holder.host}, since ${holder.since}. A run takes up by itself what is put into the queue; wait for anything else to end, then start again.`,
      holder,
    )
  if (queue.length === 0)
    throw new AntrumError(
      'invalid-state',
      'The queue is empty, so there is nothing to start. Put an experiment into it first.',
    )
  const log = await newLog(root)
  const many = parallel === undefined ? [] : ['--parallel', String(parallel)]
  const args = [...antrum.args, 'run', root, '--executor', executor, ...many, '--json']
  const child = await launch({ command: antrum.command, args }, log)
  const over = new AbortController()
  child.once('exit', () => over.abort())
  if (!(await holdsProject(child, root, over.signal, timeoutMs))) return ended(child, root, log)
  // Its answer says that it has read the queue; a run that prepares for longer is at work all the same.
  const answered = ask(root, { action: 'resume' }, answerMs).catch(() => {})
  await Promise.race([answered, sleep(2 * answerMs, undefined, { signal: over.signal }).catch(() => {})])
  await sleep(settleMs, undefined, { signal: over.signal }).catch(() => {})
  return over.signal.aborted ? ended(child, root, log) : { pid: child.pid!, log: path.relative(root, log) }
}

async function newLog(root: string): Promise<string> {
  const logs = path.join(root, 'antrum.runs')
  await mkdir(logs, { recursive: true })
  const older = (await readdir(logs)).filter((name) => name.endsWith('.log')).sort()
  for (const name of older.slice(0, Math.max(0, older.length - keptLogs + 1)))
    await rm(path.join(logs, name), { force: true })
  return path.join(logs, `${new Date().toISOString().replaceAll(':', '-')}.log`)
}

/** In a session of its own: who closes the terminal of the server, or the server itself, does not end it. */
async function launch({ command, args }: TrainerCommand, log: string): Promise<ChildProcess> {
  const output = await open(log, 'a')
  try {
    const stdio = ['ignore', output.fd, output.fd] as ['ignore', number, number]
    const child = spawn(command, args, { detached: true, windowsHide: true, stdio })
    await once(child, 'spawn')
    child.unref()
    return child
  } catch (error) {
    throw new AntrumError(
      'internal',
      `The run could not be started (${(error as Error).message}). Run "npm run setup".`,
      undefined,
      { cause: error },
    )
  } finally {
    await output.close()
  }
}

/** @returns Whether it came to hold the project; it may have ended before. */
async function holdsProject(child: ChildProcess, root: string, over: AbortSignal, timeoutMs: number) {
  for (const deadline = Date.now() + timeoutMs; !over.aborted;) {
    if (projectHolder(path.join(root, lockFile))?.pid === child.pid) return true
    if (Date.now() > deadline) {
      child.kill('SIGKILL')
      throw new AntrumError(
        'internal',
        `The run did not come to hold the project within ${Math.round(timeoutMs / 1000)} s and was stopped. Try again.`,
      )
    }
    await sleep(pollMs, undefined, { signal: over }).catch(() => {})
  }
  return false
}

/** A run that had nothing to do ends well at once. @throws AntrumError that it failed with. */
async function ended(child: ChildProcess, root: string, log: string): Promise<StartedRun> {
  const file = path.relative(root, log)
  if (child.exitCode === 0) return { pid: child.pid!, log: file }
  const printed = (await readFile(log, 'utf8')).trimEnd().split('\n')
  const { code, message } = reasonIn(printed) ?? {
    code: 'internal',
    message: `The run ended ${child.signalCode ? `by ${child.signalCode}` : `with exit code ${child.exitCode}`} before it began.`,
  }
  const lines = printed.filter((line) => !line.startsWith('{')).slice(-20)
  throw new AntrumError(code, message, { lines, log: file })
}

/** The last document that `antrum … --json` printed, if it is an error. */
function reasonIn(lines: readonly string[]): ErrorPayload | null {
  for (const line of lines.toReversed()) {
    try {
      return errorPayload.parse((JSON.parse(line) as { error?: unknown }).error)
    } catch {
      // Progress, or what a library printed.
    }
  }
  return null
}
