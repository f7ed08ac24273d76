import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { TrainerCommand } from './trainer-command.ts'

type Trainer = { pid: number; host: string }

/**
 * Whether a trainer that was started with these arguments still lives; null when it was started on another machine.
 * Process ids are given out again, so the command line has to fit.
 */
export async function isTrainerAlive(
  { pid, host }: Trainer,
  { args }: TrainerCommand,
): Promise<boolean | null> {
  if (host !== hostname()) return null
  const commandLine = await commandLineOf(pid)
  return args.every((arg) => commandLine.includes(arg))
}

/** Ends a trainer whose supervisor was killed: it would go on writing the stage folder that is about to be resumed. */
export async function endOrphan(trainer: Trainer, command: TrainerCommand, graceMs = 10_000): Promise<void> {
  if (!(await isTrainerAlive(trainer, command))) return
  signalIfThere(trainer.pid, 'SIGTERM')
  for (const deadline = Date.now() + graceMs; Date.now() < deadline; await sleep(50)) {
    if (!(await isTrainerAlive(trainer, command))) return
  }
  signalIfThere(trainer.pid, 'SIGKILL')
  while (await isTrainerAlive(trainer, command)) await sleep(20)
}

function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** How a process was started; empty when there is none, or it has ended and waits to be collected. */
async function commandLineOf(pid: number): Promise<string> {
  const run = promisify(execFile)
  try {
    switch (process.platform) {
      case 'linux':
        return await readFile(`/proc/${pid}/cmdline`, 'utf8')
      case 'win32': {
        const query = `(Get-CimInstance Win32_Process -Filter "ProcessId=${pid}").CommandLine`
        return (await run('powershell', ['-NoProfile', '-Command', query])).stdout
      }
      default:
        return (await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)])).stdout
    }
  } catch {
    return ''
  }
}
