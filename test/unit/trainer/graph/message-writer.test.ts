import { describe, expect, it } from 'vitest'
import { MessageWriter } from '../../../../src/trainer/graph/message-writer.ts'

const hex = (message: MessageWriter) => message.finish().toString('hex')

// Expected bytes are the wire format's own examples, or worked out by hand from it.
describe('MessageWriter', () => {
  it('writes numbers in groups of seven bits, the lowest first', () => {
    expect(hex(new MessageWriter().integer(1, 150))).toBe('089601')
    expect(hex(new MessageWriter().integer(1, 0))).toBe('0800')
  })

  it('writes negative numbers as 64 bits', () => {
    expect(hex(new MessageWriter().integer(1, -1))).toBe(`08${'ff'.repeat(9)}01`)
  })

  it('writes text, floats and messages within messages, in the order of the calls', () => {
    expect(hex(new MessageWriter().bytes(2, 'testing'))).toBe('120774657374696e67')
    expect(hex(new MessageWriter().float(2, 1))).toBe('150000803f')
    const inner = new MessageWriter().integer(1, 150)
    expect(hex(new MessageWriter().message(3, inner).integer(16, 1))).toBe('1a03089601800101')
  })
})
