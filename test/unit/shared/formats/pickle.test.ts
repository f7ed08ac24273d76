import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { PickleCall, readPickle } from '../../../../src/shared/formats/pickle.ts'
import { AntrumError } from '../../../../src/shared/ipc/error.ts'

/** Pickles are written here as pickletools shows them: one sign per byte. */
const bytesOf = (program: string) => Buffer.from(program, 'latin1')
const nothing = () => {
  throw new Error('no outside objects here')
}
const call = vi.fn((args: readonly unknown[]) => ['called', ...args])
const names = new Map<string, unknown>([
  ['a.call', new PickleCall(call)],
  ['a.thing', 'thing'],
])
const read = (program: string) => readPickle(bytesOf(program), 0, { names, persistent: nothing }).value
const failure = (code: string, ...words: string[]) =>
  expect.objectContaining({ code, message: expect.stringMatching(words.join('.*')) as string }) as unknown

describe('values', () => {
  it.each<[string, string, unknown]>([
    ['None', 'N.', null],
    ['True', '\x88.', true],
    ['False', '\x89.', false],
    ['True of protocol 1', 'I01\n.', true],
    ['False of protocol 1', 'I00\n.', false],
    ['an int of one byte', 'K\xff.', 255],
    ['an int of two bytes', 'M\x01\x02.', 513],
    ['an int of four bytes', 'J\xfe\xff\xff\xff.', -2],
    ['an int in digits', 'I-70000\n.', -70000],
    ['a long of no bytes', '\x8a\x00.', 0],
    ['a long', '\x8a\x03\x00\x00\x80.', -(2 ** 23)],
    ['a long beyond exact numbers', '\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7f.', 2n ** 63n - 1n],
    ['a long in digits', 'L-12345678901234567890L\n.', -12345678901234567890n],
    ['a float', 'G\xc0\x04\x00\x00\x00\x00\x00\x00.', -2.5],
    ['a text', 'X\x03\x00\x00\x00a\xc3\xa9.', 'aé'],
    ['a short text', '\x8c\x02ab.', 'ab'],
    ['a text of Python 2', 'U\x02ab.', 'ab'],
    ['a list', '](K\x01K\x02eK\x03a.', [1, 2, 3]],
    ['a list in one go', '(K\x01K\x02l.', [1, 2]],
    ['tuples', '()K\x01\x85K\x01K\x02\x86K\x01K\x02K\x03\x87(K\x01tt.', [[], [1], [1, 2], [1, 2, 3], [1]]],
    [
      'a dict',
      '}(U\x01aK\x01U\x01bNuU\x01cK\x03s.',
      new Map<unknown, unknown>([
        ['a', 1],
        ['b', null],
        ['c', 3],
      ]),
    ],
    ['a dict in one go', '(K\x01K\x02d.', new Map([[1, 2]])],
    ['a dict with the key __proto__', '}\x8c\x09__proto__K\x01s.', new Map([['__proto__', 1]])],
    ['what was kept', '(U\x01aq\x05h\x05j\x05\x00\x00\x00t.', ['a', 'a', 'a']],
    ['what was kept in order', '(\x8c\x01a\x94\x8c\x01b\x94h\x00h\x01t.', ['a', 'b', 'a', 'b']],
    ['frames and protocol', '\x80\x04\x95\x02\x00\x00\x00\x00\x00\x00\x00K\x01.', 1],
    ['what is left when values are dropped', 'K\x01K\x020(K\x031(02.', 1],
  ])('reads %s', (_, program, value) => {
    expect(read(program)).toEqual(value)
  })

  it('says where the bytes after it begin', () => {
    const bytes = bytesOf('xxK\x01.rest')
    expect(readPickle(bytes, 2, { names, persistent: nothing })).toEqual({ value: 1, end: 5 })
  })

  it('shares what the pickle shares, also with itself', () => {
    const list = read(']q\x00(h\x00h\x00e.') as unknown[]
    expect(list).toHaveLength(2)
    expect(list[0]).toBe(list)
  })
})

describe('names', () => {
  it('calls what the table says, with both ways to name it', () => {
    expect(read('ca\ncall\n(K\x01K\x02tR.')).toEqual(['called', 1, 2])
    expect(read('\x8c\x01a\x8c\x04call\x93)R.')).toEqual(['called'])
    expect(read('ca\nthing\n.')).toBe('thing')
  })

  it('hands outside objects to the caller', () => {
    const persistent = vi.fn(() => 'outside')
    expect(readPickle(bytesOf('(U\x01kK\x01tQ.'), 0, { names, persistent }).value).toBe('outside')
    expect(persistent).toHaveBeenCalledWith(['k', 1])
  })

  it.each([
    ['a function', 'cos\nsystem\n(U\x02lstR.', 'os.system'],
    ['a function of protocol 4', '\x8c\x08builtins\x8c\x04eval\x93.', 'builtins.eval'],
    ['a name inside a name', 'ca\ncall.__globals__\n.', 'a.call.__globals__'],
    ['an object of protocol 0', '(ios\nsystem\n.', 'os.system'],
    ['a name from the prototype of our table', 'cconstructor\nconstructor\n.', 'constructor.constructor'],
    ['control signs', 'ca\x1b[2J\nb\n.', 'u{1b}'],
  ])('refuses %s and names it', (_, program, name) => {
    expect(() => read(program)).toThrow(
      failure('unsupported-file', name.replace(/[[\]{}]/g, '\\$&'), 'runs nothing'),
    )
  })

  it.each([
    ['calling a thing', 'ca\nthing\n)R.'],
    ['calling a text', '\x8c\x08toString)R.'],
    ['calling with what is no tuple', 'ca\ncall\nNR.'],
    ['setting the state of a thing', 'ca\nthing\n}b.'],
    ['an object (OBJ)', '(ca\ncall\no.'],
    ['an object (NEWOBJ)', 'ca\ncall\n)\x81.'],
    ['an object (NEWOBJ_EX)', 'ca\ncall\n)}\x92.'],
    ['a registered object', '\x82\x01.'],
    ['bytes', 'C\x01a.'],
    ['a set', '\x8f.'],
    ['a later protocol', '\x80\x06N.'],
  ])('refuses %s', (_, program) => {
    call.mockClear()
    expect(() => read(program)).toThrow(failure('unsupported-file'))
    expect(call).not.toHaveBeenCalled()
  })

  it('passes over the version numbers that PyTorch hangs on a dict', () => {
    expect(read('}}U\x01aK\x01sb.')).toEqual(new Map())
  })
})

describe('damage', () => {
  it.each([
    ['no bytes', ''],
    ['no end', 'N'],
    ['nothing at its end', '.'],
    ['an unknown opcode', '\xff.'],
    ['a cut number', 'J\x01'],
    ['a text longer than the file', 'X\xff\x00\x00\x00a.'],
    ['a text that is not UTF-8', 'U\x01\xff.'],
    ['a number that is none', 'I1x\n.'],
    ['a line without an end', 'ca'],
    ['a value that is not there', '0.'],
    ['a pair that is not there', 'K\x01\x86.'],
    ['a group that was not begun', 't.'],
    ['a value taken from below a group', 'K\x01(2.'],
    ['something never kept', 'h\x00.'],
    ['an append to a text', 'U\x01aNa.'],
    ['an entry of a list', ']NNs.'],
    ['a key without a value', '}(Nu.'],
    ['a name that is no text', 'NN\x93.'],
    ['a state for nothing', 'Nb.'],
  ])('refuses %s', (_, program) => {
    expect(() => read(program)).toThrow(failure('unreadable-file'))
  })

  it('refuses a text beyond any use before it looks at it', () => {
    expect(() => read('X\xff\xff\xff\xffa.')).toThrow(failure('unsupported-file', '4294967295 bytes'))
  })

  it.each([
    ['dicts', '}'],
    ['kept values', 'N\x94'],
    ['nothings', 'N'],
  ])('stops at too many %s', (_, piece) => {
    expect(() => read(']' + piece.repeat(4.1e6 / piece.length))).toThrow(
      failure('unsupported-file', 'more Python objects'),
    )
  })

  it('needs no stack of its own for deep nesting', () => {
    const deep = 200_000
    let value = read(']'.repeat(deep) + 'a'.repeat(deep - 1) + '.')
    let depth = 0
    for (; Array.isArray(value); value = value[0] as unknown) depth++
    expect(depth).toBe(deep)
  })

  it('doubles a list forty times in forty steps', () => {
    const value = read(
      ']q\x00' +
        Array.from(
          { length: 40 },
          (_, i) => `](h${String.fromCharCode(i)}h${String.fromCharCode(i)}eq${String.fromCharCode(i + 1)}`,
        ).join('') +
        '.',
    )
    expect(value).toHaveLength(2)
  })

  it('never fails in another way than with a domain error, whatever the bytes', () => {
    const opcodes = '()012GIJKLMNQRTUX]abcdehijlqrstu}\x80\x85\x86\x87\x88\x89\x8a\x8c\x93\x94\x95'
    const program = fc.array(
      fc.oneof(
        fc.constantFrom(...opcodes),
        fc.constantFrom(
          'ca\ncall\n',
          'ca\nthing\n',
          'U\x01k',
          'K\x01',
          '\x8a\x01\x05',
          '(',
          'q\x00',
          'h\x00',
          '}',
          ']',
        ),
        fc.nat(255).map((code) => String.fromCharCode(code)),
      ),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(program, (parts) => {
        try {
          readPickle(bytesOf(parts.join('') + '.'), 0, { names, persistent: (id) => [id] })
        } catch (error) {
          expect(error).toBeInstanceOf(AntrumError)
        }
      }),
      { numRuns: 5000 },
    )
  })
})
