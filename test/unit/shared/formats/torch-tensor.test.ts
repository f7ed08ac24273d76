import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TorchStorage, TorchTensor } from '../../../../src/shared/formats/torch-tensor.ts'

/** A storage holding 0, 1, 2, … */
function counting(length: number): TorchStorage {
  const values = Float32Array.from({ length }, (_, i) => i)
  return new TorchStorage('F32', length, new Uint8Array(values.buffer))
}

/** Where each value stands, one index after the other: the definition of a strided tensor. */
function places(offset: number, shape: readonly number[], strides: readonly number[]): number[] {
  if (shape.length === 0) return [offset]
  return Array.from({ length: shape[0] }, (_, i) =>
    places(offset + i * strides[0], shape.slice(1), strides.slice(1)),
  ).flat()
}

const axes = fc.array(fc.tuple(fc.nat(4), fc.nat(9)), { maxLength: 4 })

describe('reading', () => {
  it('takes values from where offset and strides put them', () => {
    fc.assert(
      fc.property(fc.nat(5), axes, (offset, pairs) => {
        const shape = pairs.map(([length]) => length)
        const strides = pairs.map(([, stride]) => stride)
        const values = new TorchTensor(counting(120), offset, shape, strides).read()
        expect([...values].map(Number)).toEqual(places(offset, shape, strides))
      }),
    )
  })

  it('accepts a tensor exactly when all its values are in the storage', () => {
    fc.assert(
      fc.property(fc.nat(5), axes, fc.nat(60), (offset, pairs, length) => {
        const shape = pairs.map(([size]) => size)
        const strides = pairs.map(([, stride]) => stride)
        const fits = Math.max(-1, ...places(offset, shape, strides)) < length
        const make = () => new TorchTensor(counting(length), offset, shape, strides)
        // An empty tensor may still not begin outside.
        if (fits && offset <= length) expect(make().shape).toEqual(shape)
        else expect(make).toThrow(expect.objectContaining({ code: 'unreadable-file' }))
      }),
    )
  })

  it('copies only its own part of a shared storage', () => {
    const values = new TorchTensor(counting(1000), 10, [2, 3], [3, 1]).read()
    expect(values.buffer.byteLength).toBe(24)
  })

  it('keeps the type of whole numbers', () => {
    const storage = new TorchStorage('I64', 2, new Uint8Array(BigInt64Array.of(1n, 2n ** 60n).buffer))
    expect(new TorchTensor(storage, 0, [2, 1], [1, 5]).read()).toEqual(BigInt64Array.of(1n, 2n ** 60n))
    expect(new TorchTensor(storage, 1, [1, 2], [1, 0]).read()).toEqual(BigInt64Array.of(2n ** 60n, 2n ** 60n))
  })
})

it('repeats a small storage up to a million values, not to any memory', () => {
  expect(new TorchTensor(counting(1), 0, [2 ** 20], [0]).read()).toHaveLength(2 ** 20)
  expect(() => new TorchTensor(counting(1), 0, [2 ** 20 + 1], [0])).toThrow(
    expect.objectContaining({ code: 'unsupported-file' }),
  )
  expect(
    () => new TorchTensor(counting(1), 0, Array<number>(64).fill(2 ** 50), Array<number>(64).fill(0)),
  ).toThrow(expect.objectContaining({ code: 'unsupported-file' }))
})

it('says when its values are not there', () => {
  const tensor = new TorchTensor(new TorchStorage('F32', 2, null), 0, [2], [1])
  expect(() => tensor.read()).toThrow(/values of a tensor are missing/)
})
