import { spawn } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import type { TrainerAnswer } from '../../shared/ipc/trainer.ts'
import { outOfMemoryKills } from './out-of-memory.ts'
import type { TrainerCommand } from './trainer-command.ts'

/** What a trainer printed besides its answers, in the folder of the stage it was working on. */
export const trainerLogFile = 'trainer.log'
const keptLines = 20

/** The trainer process ended while a stage was in its hands. */
export class TrainerExit extends Error {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  /** The last lines it wrote on stderr. */
  readonly lastLines: readonly string[]
  /** We ended it ourselves, by `kill`. */
  readonly byUs: boolean
  /** The kernel ended some process for want of memory while it lived. */
  readonly memoryRanOut: boolean

  constructor(
    exitCode: number | null,
    signal: NodeJS.Signals | null,
    { lastLines = [], byUs = false, memoryRanOut = false }: Partial<TrainerExit> = {},
  ) {
    super(signal ? `it was ended by ${signal}` : `it exited with code ${exitCode}`)
    this.exitCode = exitCode
    this.signal = signal
    this.lastLines = lastLines
    this.byUs = byUs
    this.memoryRanOut = memoryRanOut
  }
}

interface Assignment {
  folder: string
  resolve: (answer: TrainerAnswer) => void
  reject: (exit: TrainerExit) => void
}

/** One trainer in `--serve` mode: takes one stage folder at a time, answers each, and may die at any moment. */
export class TrainerProcess {
  private readonly child: ChildProcessByStdio<Writable, Readable, Readable>
  private assignment: Assignment | undefined
  private lines: string[] = []
  private exited: TrainerExit | undefined
  private stopping = false
  private killed = false
  private readonly killsBefore = outOfMemoryKills()
  private readonly whenExited: Promise<void>

  /** @param env On top of our own environment: which GPU is its. */
  constructor({ command, args }: TrainerCommand, env: NodeJS.ProcessEnv = {}) {
    this.child = spawn(command, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2', ...env },
      // Its own process group: Ctrl-C reaches us alone, and we ask the trainer for a checkpoint.
      detached: process.platform !== 'win32',
      windowsHide: true,
    })
    // A trainer that dies between our look and our write: 'close' tells the story.
    this.child.stdin.on('error', () => {})
    createInterface(this.child.stdout).on('line', (line) => this.hear(line))
    createInterface(this.child.stderr).on('line', (line) => this.log(line))
    this.whenExited = new Promise((resolve) => {
      const end = (exit: TrainerExit) => {
        this.exited ??= exit
        this.assignment?.reject(this.exited)
        this.assignment = undefined
        resolve()
      }
      this.child.on('error', (error) => end(new TrainerExit(null, null, { lastLines: [error.message] })))
      this.child.on('close', (code, signal) => {
        const memoryRanOut = this.killsBefore !== null && outOfMemoryKills()! > this.killsBefore
        end(new TrainerExit(code, signal, { lastLines: this.lastLines, byUs: this.killed, memoryRanOut }))
      })
    })
  }

  get pid(): number | undefined {
    return this.child.pid
  }

  get alive(): boolean {
    return !this.exited
  }

  /** The last lines it wrote on stderr since the latest stage was handed over. */
  get lastLines(): readonly string[] {
    return this.lines
  }

  /** Hands over one stage folder. @throws TrainerExit when the process ends before it has answered. */
  run(folder: string): Promise<TrainerAnswer> {
    if (this.assignment) throw new Error('a trainer works on one stage at a time')
    if (this.exited) return Promise.reject(this.exited)
    return new Promise((resolve, reject) => {
      this.assignment = { folder, resolve, reject }
      this.lines = []
      this.child.stdin.write(`${folder}\n`)
    })
  }

  /** Asks for a checkpoint and an end, and kills after `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    if (!this.stopping) this.child.kill('SIGTERM')
    this.stopping = true
    await this.gone(graceMs)
  }

  /** No more stages: the process ends by itself. */
  async close(graceMs: number): Promise<void> {
    this.child.stdin.end()
    await this.gone(graceMs)
  }

  private async gone(graceMs: number): Promise<void> {
    const killer = setTimeout(() => this.kill(), graceMs)
    await this.whenExited
    clearTimeout(killer)
  }

  kill(): void {
    this.killed = true
    this.child.kill('SIGKILL')
  }

  private hear(line: string): void {
    const answer = parseAnswer(line)
    if (!answer || answer.folder !== this.assignment?.folder) return this.log(line)
    const { resolve } = this.assignment
    this.assignment = undefined
    resolve(answer)
  }

  private log(line: string): void {
    this.lines = [...this.lines, line].slice(-keptLines)
    if (!this.assignment) return
    try {
      appendFileSync(join(this.assignment.folder, trainerLogFile), `${line}\n`)
    } catch {
      // A full disk: the trainer meets it as well, and its last lines are kept here.
    }
  }
}

function parseAnswer(line: string): TrainerAnswer | undefined {
  try {
    const answer = JSON.parse(line) as TrainerAnswer
    return typeof answer?.folder === 'string' && typeof answer.outcome === 'string' ? answer : undefined
  } catch {
    return undefined
  }
}
