import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Stage, StageKind, StageOf } from '../shared/domain/stage.ts'
import { AntrumError } from '../shared/ipc/error.ts'
import { resultFiles, type StageDone, type TrainerEvent } from '../shared/ipc/trainer.ts'
import { writeAtomic } from './checkpoints/files.ts'

/** Thrown inside a stage when it was asked to stop and has saved what it needs to continue. */
export class Interrupted extends Error {}

type WithoutTime<E> = E extends unknown ? Omit<E, 'timeMs'> : never

/** One stage folder being worked on: its files, its events, and whether to stop. */
export class StageRun<K extends StageKind = StageKind> {
  readonly folder: string
  readonly stage: StageOf<K>
  private readonly stop: AbortSignal
  private readonly startedMs = Date.now()
  private readonly earlierSeconds: number
  private progressMs = 0

  constructor(folder: string, stage: StageOf<K>, stop: AbortSignal) {
    this.folder = folder
    this.stage = stage
    this.stop = stop
    this.earlierSeconds = secondsSpentBefore(this.file('events.jsonl'))
  }

  file(name: string): string {
    return path.join(this.folder, name)
  }

  /** A file of another stage, by its hash. */
  inputFile(hash: string, name: string): string {
    const file = path.join(this.folder, '..', hash, name)
    if (!existsSync(file))
      throw new AntrumError(
        'invalid-state',
        `Stage ${this.stage.hash} needs ${name} of stage ${hash}, which is not finished.`,
      )
    return file
  }

  event(event: WithoutTime<TrainerEvent>): void {
    appendFileSync(this.file('events.jsonl'), `${JSON.stringify({ timeMs: Date.now(), ...event })}\n`)
  }

  /** At most four a second: a reader wants to see movement, not every step. */
  progress(event: Omit<Extract<TrainerEvent, { type: 'progress' }>, 'timeMs' | 'type'>): void {
    const now = Date.now()
    if (now - this.progressMs < 250 && event.done < event.total) return
    this.progressMs = now
    this.event({ type: 'progress', rssBytes: process.memoryUsage.rss(), ...event })
  }

  /** Lets signals in; true when the stage should save and stop. */
  async shouldStop(): Promise<boolean> {
    await new Promise((resolve) => setImmediate(resolve))
    return this.stop.aborted
  }

  finish(device: string): void {
    const seconds = this.earlierSeconds + (Date.now() - this.startedMs) / 1000
    const files = Object.fromEntries(
      resultFiles[this.stage.kind].map((name) => [name, sha256(this.file(name))]),
    )
    const done: StageDone = {
      hash: this.stage.hash,
      finishedAt: new Date().toISOString(),
      seconds,
      device: `${device}, ${os.cpus()[0]?.model.trim() ?? 'unknown CPU'}`,
      files,
    }
    writeAtomic(this.file('done.json'), JSON.stringify(done))
    this.event({ type: 'finished', seconds })
  }
}

export function readStage(folder: string): Stage {
  const file = path.join(folder, 'stage.json')
  if (!existsSync(file))
    throw new AntrumError('not-found', `${folder} has no stage.json: it is not a stage folder.`)
  return JSON.parse(readFileSync(file, 'utf8')) as Stage
}

const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex')

/** Seconds between the first and last event of each earlier attempt. */
function secondsSpentBefore(file: string): number {
  if (!existsSync(file)) return 0
  let total = 0
  let started: number | undefined
  let last = 0
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    let event: TrainerEvent
    try {
      event = JSON.parse(line) as TrainerEvent
    } catch {
      continue // a kill can leave half a line
    }
    if (event.type === 'started') {
      if (started !== undefined) total += last - started
      started = event.timeMs
    }
    last = event.timeMs
  }
  return (total + (started === undefined ? 0 : last - started)) / 1000
}
