import { appendFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { EventTail } from '../../../../src/main/supervisor/event-tail.ts'
import { aFolder } from '../../../helpers/project.ts'

const line = (epochIndex: number) => `${JSON.stringify({ timeMs: 1, type: 'checkpoint', epochIndex })}\n`
const epochs = (tail: EventTail) =>
  tail.read().map((event) => (event.type === 'checkpoint' ? event.epochIndex : event.type))

describe('EventTail', () => {
  it('gives each event once, and none before the file exists', () => {
    const file = path.join(aFolder(), 'events.jsonl')
    const tail = new EventTail(file, 'end')
    expect(epochs(tail)).toEqual([])
    appendFileSync(file, line(1) + line(2))
    expect(epochs(tail)).toEqual([1, 2])
    expect(epochs(tail)).toEqual([])
    appendFileSync(file, line(3))
    expect(epochs(tail)).toEqual([3])
  })

  it('waits for the end of a line, cut anywhere, also within a letter', () => {
    const file = path.join(aFolder(), 'events.jsonl')
    const bytes = Buffer.from(
      `${JSON.stringify({ timeMs: 1, type: 'alarm', cause: 'größer als ∞', suggestion: '' })}\n`,
    )
    for (let cut = 1; cut < bytes.length; cut++) {
      writeFileSync(file, '')
      const tail = new EventTail(file, 'start')
      appendFileSync(file, bytes.subarray(0, cut))
      expect(tail.read()).toEqual([])
      appendFileSync(file, bytes.subarray(cut))
      expect(tail.read()).toEqual([expect.objectContaining({ cause: 'größer als ∞' })])
    }
  })

  it('passes over the half line of a killed trainer and what was appended to it', () => {
    const file = path.join(aFolder(), 'events.jsonl')
    writeFileSync(file, `${line(1)}{"timeMs":1,"ty${line(2)}${line(3)}null\n\n`)
    expect(epochs(new EventTail(file, 'start'))).toEqual([1, 3])
  })

  it('skips what was there when asked for news only, and notices a file begun anew', () => {
    const file = path.join(aFolder(), 'events.jsonl')
    writeFileSync(file, line(1) + line(2))
    const tail = new EventTail(file, 'end')
    expect(epochs(tail)).toEqual([])
    writeFileSync(file, line(7))
    expect(epochs(tail)).toEqual([7])
  })
})
