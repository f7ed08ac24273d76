import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDicom } from '../../../../src/main/dicom/data-set.ts'
import { readHeader } from '../../../../src/main/dicom/header.ts'
import { AntrumError } from '../../../../src/shared/ipc/error.ts'
import { sliceBytes, type Attribute } from '../../../helpers/dicom-bytes.ts'

describe('parseDicom', () => {
  it.each([
    ['explicit', {}, '1.2.840.10008.1.2.1'],
    ['implicit', { implicit: true }, '1.2.840.10008.1.2'],
    ['without preamble and file meta group', { implicit: true, bare: true }, '1.2.840.10008.1.2'],
  ])('reads attributes up to the pixels: %s', (_, fields, transferSyntax) => {
    const bytes = sliceBytes({ ...fields, rows: 4, columns: 3 })
    const parsed = parseDicom(bytes)
    expect(parsed).toMatchObject({ transferSyntax, cut: false })
    expect(parsed.dataSet.string('x00180015')).toBe('HEAD')
    expect(parsed.pixels).toEqual({ offsetBytes: bytes.length - 24, lengthBytes: 24, undefinedLength: false })
  })

  it('does not take the pixels of an icon for those of the image', () => {
    const icon: Record<string, Attribute> = {
      '00280010': ['US', 2],
      '7fe00010': ['OW', new Uint8Array(8)],
    }
    const bytes = sliceBytes({ tags: { '00880200': ['SQ', [icon]] } })
    expect(parseDicom(bytes).pixels?.lengthBytes).toBe(2 * 20 * 24)
  })

  it('reads what there is of a file that was cut inside its attributes', () => {
    const { cut, pixels, dataSet } = parseDicom(sliceBytes().subarray(0, 700))
    expect({ cut, pixels }).toEqual({ cut: true, pixels: null })
    expect(dataSet.string('x00100020')).toBe('PAT-4711-X')
  })

  it.each([
    ['text', Buffer.from('not an image at all'.repeat(20))],
    ['nothing', new Uint8Array(0)],
    ['a mark and nothing else', Buffer.concat([Buffer.alloc(128), Buffer.from('DICM')])],
  ])('refuses %s', (_, bytes) => {
    expect(() => parseDicom(bytes)).toThrow(expect.objectContaining({ code: 'unreadable-file' }))
  })

  it('refuses attributes that are compressed, and does not unpack them', () => {
    const bytes = sliceBytes({ tags: { '00020010': ['UI', '1.2.840.10008.1.2.1.99'] } })
    expect(() => parseDicom(bytes)).toThrow(/deflated/)
  })
})

describe('damaged bytes', () => {
  /** Reads as far as they can be read, or says what is wrong; anything else escapes. */
  const read = (bytes: Uint8Array) => {
    try {
      readHeader(parseDicom(bytes))
    } catch (error) {
      if (!(error instanceof AntrumError)) throw error
    }
  }
  const preamble = Buffer.concat([Buffer.alloc(128), Buffer.from('DICM')])
  const files = [sliceBytes(), sliceBytes({ implicit: true }), sliceBytes({ implicit: true, bare: true })]

  it('never crash or hang, whatever follows the mark', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => {
        read(Buffer.concat([preamble, noise]))
        read(Buffer.concat([files[0].subarray(0, 340), noise]))
        read(Buffer.concat([Buffer.from([8, 0, 0, 0]), noise]))
      }),
      { numRuns: 500 },
    )
  })

  it('never crash or hang, whatever is changed or cut off', () => {
    const change = fc.record({ at: fc.nat(1200), to: fc.integer({ min: 0, max: 255 }) })
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.array(change, { minLength: 1, maxLength: 12 }),
        fc.nat(3000),
        (file, changes, length) => {
          const bytes = Uint8Array.from(file.subarray(0, length))
          for (const { at, to } of changes) if (at < bytes.length) bytes[at] = to
          read(bytes)
        },
      ),
      { numRuns: 1500 },
    )
  })

  it('never crash or hang on sequences that end nowhere', () => {
    const undefinedLength = [0xff, 0xff, 0xff, 0xff]
    const item = [0xfe, 0xff, 0x00, 0xe0, ...undefinedLength]
    const nested = Array.from({ length: 20_000 }, () => [
      0x08,
      0,
      0x40,
      0x11,
      83,
      81,
      0,
      0,
      ...undefinedLength,
      ...item,
    ])
    read(Buffer.concat([sliceBytes().subarray(0, 340), Buffer.from(nested.flat())]))
  })
})
