import { withEventMeta } from '@orpc/server'
import { open, stat } from 'node:fs/promises'
import path from 'node:path'
import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import type { Stage } from '../../shared/domain/stage.ts'
import type { EpochPoint, StageFacts, StoryUpdate, Alarm, Attempt } from '../../shared/ipc/run-story.ts'
import type { TrainerEvent } from '../../shared/ipc/trainer.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { readStage } from '../db/stores/stages.ts'
import { withProject } from '../project.ts'
import { stageFolder } from '../study/prepare.ts'
import { EventTail } from '../supervisor/event-tail.ts'
import { trainerLogFile } from '../supervisor/trainer-process.ts'
import { StageCurve } from './stage-curve.ts'

const pollMs = 500
/** Read at a time: parsing more would be felt by everybody else who is served. */
const mostBytes = 1 << 20
const logLines = 200
const logBytes = 32 * 1024

/**
 * What a stage has reported so far, then what it reports, until aborted. The stage folder is the one source, also of what
 * was computed by another process, before a restart or on another machine.
 *
 * Each event is named by how much of the curve it completes; whoever names the last one heard gets only what is new.
 *
 * @throws AntrumError 'not-found', or as `openProject`.
 */
export async function* watchStage(
  folder: string,
  hash: string,
  { lastEventId, signal }: { lastEventId?: string | undefined; signal?: AbortSignal | undefined } = {},
): AsyncGenerator<StoryUpdate> {
  const { facts, place } = await withProject(folder, 'read', async (project) => {
    const stage = await readStage(project.db, hash)
    if (!stage) throw new AntrumError('not-found', `There is no stage ${hash} in this project.`)
    return { facts: factsOf(stage), place: stageFolder(project, stage.hash) }
  })
  const story = new StageStory(place)
  let known = readId(lastEventId)
  for (let isFirst = true; !signal?.aborted; isFirst = false) {
    const isNew = await story.read()
    const update = await story.since(known)
    known = story.position
    if (isFirst || isNew || update.log) {
      yield withEventMeta({ ...(isFirst && { facts }), ...update }, { id: known.join(' ') })
    }
    await sleep(pollMs, undefined, { ...(signal && { signal }) }).catch((error: unknown) => {
      if (!signal?.aborted) throw error
    })
  }
}

/** Rewinds and width of the curve, its points, epochs. */
type Position = [rewinds: number, width: number, points: number, epochs: number]

function readId(id: string | undefined): Position {
  const numbers = (id ?? '').split(' ').map(Number)
  return numbers.length === 4 && numbers.every(Number.isSafeInteger) ? (numbers as Position) : [-1, 0, 0, 0]
}

class StageStory {
  private readonly place: string
  private readonly tail: EventTail
  private readonly curve = new StageCurve()
  private readonly epochs: EpochPoint[] = []
  private readonly attempts: Attempt[] = []
  private readonly alarms: Alarm[] = []
  private logStamp = ''

  constructor(place: string) {
    this.place = place
    this.tail = new EventTail(path.join(place, 'events.jsonl'), 'start', mostBytes)
  }

  get position(): Position {
    return [this.curve.rewinds, this.curve.width, this.curve.length, this.epochs.length]
  }

  /** @returns Whether there was anything. */
  async read(): Promise<boolean> {
    let isNew = false
    for (;;) {
      const events = this.tail.read()
      for (const event of events) this.hear(event)
      isNew ||= events.length > 0
      if (this.tail.isAtEnd) return isNew
      await setImmediate()
    }
  }

  async since([rewinds, width, points, epochs]: Position): Promise<StoryUpdate> {
    const { curve, attempts, alarms } = this
    const continues = rewinds === curve.rewinds
    // The last known point, and the last known epoch, may have been told half.
    const from = continues && width === curve.width ? Math.min(Math.max(0, points - 1), curve.length) : 0
    const fromEpoch = continues ? Math.min(Math.max(0, epochs - 1), this.epochs.length) : 0
    const log = await this.newLog()
    return {
      curve: { from, points: curve.points(from), stepsTotal: curve.stepsTotal },
      epochs: { from: fromEpoch, points: this.epochs.slice(fromEpoch) },
      attempts,
      alarms,
      ...(log && { log }),
    }
  }

  private hear(event: TrainerEvent): void {
    switch (event.type) {
      case 'started': {
        const { timeMs, host, device, resumedFromEpoch } = event
        this.attempts.push({ timeMs, host, device, resumedFromEpoch })
        return
      }
      case 'progress':
        return this.curve.add(event)
      case 'epoch': {
        const { epochIndex, trainLoss, validationLoss } = event
        while ((this.epochs.at(-1)?.epochIndex ?? -1) >= epochIndex) this.epochs.pop()
        this.epochs.push({ epochIndex, trainLoss, validationLoss })
        return
      }
      case 'alarm': {
        const { timeMs, alarm, cause, suggestion } = event
        this.alarms.push({ timeMs, alarm, cause, suggestion })
        return
      }
      case 'checkpoint':
      case 'finished':
      case 'interrupted':
      case 'failed':
    }
  }

  /** The last lines of the trainer's log, where it changed. */
  private async newLog(): Promise<string[] | null> {
    const file = path.join(this.place, trainerLogFile)
    const found = await stat(file).catch(() => null)
    const stamp = found ? `${found.mtimeMs} ${found.size}` : ''
    if (!found || stamp === this.logStamp) return null
    this.logStamp = stamp
    const handle = await open(file)
    try {
      const start = Math.max(0, found.size - logBytes)
      const { buffer, bytesRead } = await handle.read(
        Buffer.alloc(found.size - start),
        0,
        found.size - start,
        start,
      )
      const lines = buffer.toString('utf8', 0, bytesRead).trimEnd().split('\n')
      return lines.slice(start > 0 ? 1 : 0).slice(-logLines)
    } finally {
      await handle.close()
    }
  }
}

function factsOf({ hash: stage, kind, params }: Stage): StageFacts {
  const { epochs = null, batchSize = null } = params as { epochs?: number; batchSize?: number }
  return { stage, kind, epochs, batchSize }
}
