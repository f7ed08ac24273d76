import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readZip } from '../../../../src/shared/formats/zip.ts'
import { AntrumError } from '../../../../src/shared/ipc/error.ts'
import { inflateRaw, zipBytes } from '../../../helpers/zip-bytes.ts'
import type { GivenEntry } from '../../../helpers/zip-bytes.ts'

const text = new TextEncoder()
const content = text.encode('stored or deflated, '.repeat(20))
const stored: GivenEntry = { name: 'a/stored', content }
const deflated: GivenEntry = { name: 'a/deflated', content, deflate: true }
const read = (...entries: GivenEntry[]) => readZip(zipBytes(entries), inflateRaw)
const failure = (code: string, ...words: string[]) =>
  expect.objectContaining({ code, message: expect.stringMatching(words.join('.*')) as string }) as unknown

describe('reading', () => {
  it('gives stored and deflated entries, also empty ones', () => {
    const empty = { name: 'empty', content: new Uint8Array() }
    const files = read(stored, deflated, empty, { ...empty, name: 'empty too', deflate: true })
    expect([...files.keys()]).toEqual(['a/stored', 'a/deflated', 'empty', 'empty too'])
    for (const name of ['a/stored', 'a/deflated'])
      expect(Buffer.from(files.get(name)!)).toEqual(Buffer.from(content))
    expect(files.get('empty too')).toHaveLength(0)
  })

  it('does not copy stored entries', () => {
    const bytes = zipBytes([stored])
    expect(readZip(bytes, inflateRaw).get('a/stored')!.buffer).toBe(bytes.buffer)
  })

  it('finds the end behind a comment, and reads an archive that starts anywhere in its memory', () => {
    const archive = Buffer.concat([zipBytes([stored]), Buffer.from('a comment')])
    const shifted = Buffer.concat([Buffer.from('abc'), archive]).subarray(3)
    expect(readZip(shifted, inflateRaw).get('a/stored')).toHaveLength(content.length)
  })

  it('survives __proto__ as a name', () => {
    expect(read({ ...stored, name: '__proto__' }).get('__proto__')).toHaveLength(content.length)
  })
})

describe('refusing', () => {
  it.each([
    ['nothing', new Uint8Array(), ['directory at its end is missing']],
    ['a cut file', zipBytes([stored]).subarray(0, 300), ['directory at its end is missing']],
    ['a cut directory', zipBytes([stored, deflated]).subarray(60), ['cut off|has no header']],
  ])('%s', (_, bytes, words) => {
    expect(() => readZip(bytes, inflateRaw)).toThrow(failure('unreadable-file', ...words))
  })

  it.each<[string, GivenEntry[], string, string[]]>([
    ['the same name twice', [stored, stored], 'unreadable-file', ['a/stored twice']],
    ['a wrong checksum', [{ ...stored, claims: { crc: 1 } }], 'unreadable-file', ['checksum of a/stored']],
    [
      'a wrong checksum when deflated',
      [{ ...deflated, claims: { crc: 1 } }],
      'unreadable-file',
      ['checksum'],
    ],
    [
      'a stored entry of two sizes',
      [{ ...stored, claims: { bytes: 3 } }],
      'unreadable-file',
      ['two different sizes'],
    ],
    [
      'less than promised',
      [{ ...deflated, claims: { bytes: 500 } }],
      'unreadable-file',
      ['unpack to its 500 bytes'],
    ],
    [
      'more than promised',
      [{ ...deflated, claims: { bytes: 10 } }],
      'unreadable-file',
      ['unpack to its 10 bytes'],
    ],
    ['no deflate at all', [{ ...stored, claims: { method: 8 } }], 'unreadable-file', ['unpack']],
    [
      'another packing',
      [{ ...stored, claims: { method: 14 } }],
      'unsupported-file',
      ['a/stored', 'method 14'],
    ],
    ['encryption', [{ ...stored, claims: { flags: 1 } }], 'unsupported-file', ['encrypted']],
    ['Zip64', [{ ...stored, claims: { bytes: 0xffffffff } }], 'unsupported-file', ['4 GB']],
    [
      'an entry longer than the file',
      [{ ...stored, claims: { bytes: 9e8, packedBytes: 9e8 } }],
      'unreadable-file',
      ['overlap'],
    ],
    [
      'control signs in a name',
      [{ ...stored, name: 'a\x1b[2J', claims: { crc: 1 } }],
      'unreadable-file',
      ['u{1b}'],
    ],
  ])('%s', (_, entries, code, words) => {
    expect(() => read(...entries)).toThrow(failure(code, ...words))
  })

  it('a bomb, before it unpacks anything', () => {
    const bomb: GivenEntry = { name: 'bomb', content: new Uint8Array(2 ** 25), deflate: true }
    const never = () => {
      throw new Error('unpacked')
    }
    expect(() => readZip(zipBytes([bomb]), never)).toThrow(failure('unsupported-file', 'unpacks to 33554432'))
  })

  it('many entries that share their bytes', () => {
    const archive = zipBytes(Array.from({ length: 50 }, (_, i) => ({ name: `${i}`, content })))
    // All directory entries point at the first; the offset stands 42 bytes into each.
    for (
      let at = archive.indexOf('PK\x01\x02', 0, 'latin1');
      at >= 0;
      at = archive.indexOf('PK\x01\x02', at + 1, 'latin1')
    ) {
      archive.writeUInt32LE(0, at + 42)
      archive.writeUInt32LE(archive.length - 200, at + 20)
    }
    expect(() => readZip(archive, inflateRaw)).toThrow(failure('unreadable-file', 'overlap'))
  })

  it('never fails in another way than with a domain error, whatever the bytes', () => {
    const archive = zipBytes([stored, deflated])
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(archive.length - 1), fc.nat(255)), { maxLength: 6 }),
        fc.option(fc.nat(archive.length)),
        (changes, length) => {
          const bytes = Uint8Array.from(archive.subarray(0, length ?? archive.length))
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value
          try {
            readZip(bytes, inflateRaw)
          } catch (error) {
            expect(error).toBeInstanceOf(AntrumError)
          }
        },
      ),
      { numRuns: 1000 },
    )
  })
})
