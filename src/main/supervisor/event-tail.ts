import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import type { TrainerEvent } from '../../shared/ipc/trainer.ts'

/**
 * Follows an `events.jsonl` that another process appends to. `read` gives the events since the last call; a line that
 * is still being written waits for its end, a damaged one (a trainer killed mid-write) is passed over.
 */
export class EventTail {
  private readonly path: string
  private offset: number
  private rest: Buffer = Buffer.alloc(0)
  private readonly mostBytes: number
  /** Whether the last `read` took all there was. */
  isAtEnd = true

  /**
   * @param from       'end' skips what is there already: only news of this attempt. Or so many bytes.
   * @param mostBytes  Taken by one `read`.
   */
  constructor(path: string, from: 'start' | 'end' | number, mostBytes = Infinity) {
    this.path = path
    this.mostBytes = mostBytes
    this.offset =
      from === 'end' ? (statSync(path, { throwIfNoEntry: false })?.size ?? 0) : from === 'start' ? 0 : from
  }

  read(): TrainerEvent[] {
    const bytes = this.news()
    if (bytes.length === 0) return []
    const all = Buffer.concat([this.rest, bytes])
    const end = all.lastIndexOf(0x0a) + 1
    this.rest = all.subarray(end)
    return all.toString('utf8', 0, end).split('\n').flatMap(parseEvent)
  }

  private news(): Buffer {
    let file: number
    try {
      file = openSync(this.path, 'r')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0)
      throw error
    }
    try {
      const { size } = fstatSync(file)
      // Shorter than what was read: somebody began the file anew.
      if (size < this.offset) {
        this.offset = 0
        this.rest = Buffer.alloc(0)
      }
      const bytes = Buffer.alloc(Math.min(this.mostBytes, size - this.offset))
      const count = readSync(file, bytes, 0, bytes.length, this.offset)
      this.offset += count
      this.isAtEnd = count === 0 || this.offset >= size
      return bytes.subarray(0, count)
    } finally {
      closeSync(file)
    }
  }
}

function parseEvent(line: string): TrainerEvent[] {
  if (!line.trim()) return []
  try {
    const event = JSON.parse(line) as TrainerEvent
    return typeof event?.type === 'string' ? [event] : []
  } catch {
    return []
  }
}
