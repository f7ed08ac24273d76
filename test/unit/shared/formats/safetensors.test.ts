import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  readSafetensors,
  readSafetensorsMetadata,
  writeSafetensors,
} from '../../../../src/shared/formats/safetensors.ts'
import type { WritableTensor } from '../../../../src/shared/formats/safetensors.ts'
import { AntrumError } from '../../../../src/shared/ipc/error.ts'

const golden = readFileSync(new URL('../../../fixtures/volumes.safetensors', import.meta.url))

/** A file with this header text and so many bytes of values, all zero. */
function fileWith(header: string, valueBytes: number): Uint8Array {
  const json = new TextEncoder().encode(header)
  const bytes = new Uint8Array(8 + json.length + valueBytes)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true)
  bytes.set(json, 8)
  return bytes
}

describe('reading', () => {
  it('reads a file written by the reference implementation', () => {
    const tensors = readSafetensors(golden)
    expect([...tensors.keys()].sort()).toEqual([
      'affine.matrix',
      'affine.offset',
      'affine.y',
      'median3',
      'median5',
      'median7',
      'v',
    ])
    expect(tensors.get('v')).toMatchObject({ dtype: 'F32', shape: [20, 22, 24] })
    const matrix = tensors.get('affine.matrix')!.data as Float32Array
    // make_fixtures.py: 1.1·Rz(10°)·Ry(−5°)·Rx(8°); element [2, 0] is −1.1·sin(−5°).
    expect(matrix[6]).toBeCloseTo(1.1 * Math.sin((5 * Math.PI) / 180), 6)
    expect(readSafetensorsMetadata(golden)).toMatchObject({
      median: 'cubic window, reflect (edge sample repeated)',
    })
  })

  it('widens half and brain floats exactly', () => {
    const file = fileWith(
      '{"h":{"dtype":"F16","shape":[6],"data_offsets":[0,12]},"b":{"dtype":"BF16","shape":[2],"data_offsets":[12,16]}}',
      16,
    )
    // 1, −2, the largest half, the smallest subnormal, ∞, NaN; then 1 and −0.5 as bfloat16.
    const halves = [0x3c00, 0xc000, 0x7bff, 0x0001, 0x7c00, 0x7e00, 0x3f80, 0xbf00]
    const view = new DataView(file.buffer, file.length - 16)
    halves.forEach((bits, i) => view.setUint16(2 * i, bits, true))
    const tensors = readSafetensors(file)
    expect([...(tensors.get('h')!.data as Float32Array)]).toEqual([1, -2, 65504, 2 ** -24, Infinity, NaN])
    expect([...(tensors.get('b')!.data as Float32Array)]).toEqual([1, -0.5])
  })

  it.each([
    ['nothing', new Uint8Array()],
    ['a header longer than the file', golden.subarray(0, 40)],
    ['values cut short', golden.subarray(0, golden.length - 1)],
    ['bytes after the last tensor', new Uint8Array([...golden, 0])],
    ['a header that is not JSON', fileWith('{"a":', 0)],
    ['a header that is a list', fileWith('[]', 0)],
    ['an entry without offsets', fileWith('{"a":{"dtype":"F32","shape":[1]}}', 4)],
    ['an entry that is null', fileWith('{"a":null}', 4)],
    [
      'a shape that does not fit its bytes',
      fileWith('{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}', 4),
    ],
    ['a negative length', fileWith('{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,-4]}}', 0)],
    [
      'a shape beyond any memory',
      fileWith('{"a":{"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,4]}}', 4),
    ],
    [
      'overlapping tensors',
      fileWith(
        '{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}',
        6,
      ),
    ],
    [
      'a hole between tensors',
      fileWith(
        '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}}',
        3,
      ),
    ],
  ])('refuses %s', (_, bytes) => {
    expect(() => readSafetensors(bytes)).toThrow(expect.objectContaining({ code: 'unreadable-file' }))
  })

  it('names a type it cannot read', () => {
    const file = fileWith('{"a":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}}', 1)
    expect(() => readSafetensors(file)).toThrow(
      expect.objectContaining({
        code: 'unsupported-file',
        message: expect.stringContaining('F8_E4M3') as string,
      }),
    )
  })

  it('never fails in another way than with a domain error, whatever the bytes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(700), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        fc.nat(golden.length),
        (changes, length) => {
          const bytes = Uint8Array.from(golden.subarray(0, length))
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value
          try {
            readSafetensors(bytes)
          } catch (error) {
            expect(error).toBeInstanceOf(AntrumError)
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('writing', () => {
  const tensors: Record<string, WritableTensor> = {
    'z.weight': { dtype: 'F32', shape: [2, 3], data: Float32Array.of(1, -2, 3.5, 0, -0, 1e-30) },
    'a.flags': { dtype: 'U8', shape: [3], data: Uint8Array.of(1, 2, 255) },
    'step count ü': { dtype: 'I64', shape: [], data: BigInt64Array.of(-(2n ** 62n)) },
    'm.double': { dtype: 'F64', shape: [1, 1], data: Float64Array.of(Math.PI) },
    'i.index': { dtype: 'I32', shape: [2], data: Int32Array.of(-7, 7) },
    empty: { dtype: 'F32', shape: [0, 4], data: new Float32Array() },
    __proto__x: { dtype: 'F32', shape: [1], data: Float32Array.of(2) },
  }

  it('reads back what it wrote, bit for bit', () => {
    const back = readSafetensors(writeSafetensors(Object.entries(tensors), { epoch: '3' }))
    expect(Object.fromEntries(back)).toEqual(tensors)
    expect(Object.is((back.get('z.weight')!.data as Float32Array)[4], -0)).toBe(true)
    expect(readSafetensorsMetadata(writeSafetensors(Object.entries(tensors), { epoch: '3' }))).toEqual({
      epoch: '3',
    })
  })

  it('gives the same bytes whatever order tensors and metadata come in', () => {
    const reversed = new Map(Object.entries(tensors).reverse())
    expect(writeSafetensors(reversed, { b: '2', a: '1' })).toEqual(
      writeSafetensors(Object.entries(tensors), { a: '1', b: '2' }),
    )
  })

  it('aligns every tensor to its own width', () => {
    const bytes = writeSafetensors(Object.entries(tensors))
    const headerLength = Number(new DataView(bytes.buffer).getBigUint64(0, true))
    expect(headerLength % 8).toBe(0)
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength))) as Record<
      string,
      { dtype: string; data_offsets: [number, number] }
    >
    const width: Record<string, number> = { F64: 8, I64: 8, F32: 4, I32: 4, U8: 1 }
    for (const { dtype, data_offsets } of Object.values(header))
      expect(data_offsets[0] % width[dtype]).toBe(0)
  })

  it('refuses a shape that does not fit its values', () => {
    expect(() =>
      writeSafetensors([['a', { dtype: 'F32', shape: [2, 2], data: new Float32Array(3) }]]),
    ).toThrow(/\[2, 2\] \(4 values\) but holds 3/)
  })
})
