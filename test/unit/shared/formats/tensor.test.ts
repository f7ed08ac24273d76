import { expect, it } from 'vitest'
import { asFloat32, decodeValues, valueCount } from '../../../../src/shared/formats/tensor.ts'

it('counts values, one for a scalar', () => {
  expect([[], [3, 4], [2, 0]].map(valueCount)).toEqual([1, 12, 0])
})

it('widens every half as its definition says', () => {
  const bits = Uint16Array.from({ length: 2 ** 16 }, (_, i) => i)
  const values = decodeValues('F16', bits.buffer)
  // Sign, five bits of exponent (bias 15), ten of fraction; subnormals below 2^-14.
  const defined = (half: number) => {
    const [sign, exponent, fraction] = [half >> 15 ? -1 : 1, (half >> 10) & 31, half & 1023]
    if (exponent === 31) return fraction ? NaN : sign * Infinity
    return sign * (exponent ? 1024 + fraction : fraction) * 2 ** (Math.max(exponent, 1) - 25)
  }
  expect(values.every((value, i) => Object.is(value, defined(i)))).toBe(true)
})

it('turns every type into float32 and passes float32 through', () => {
  const floats = Float32Array.of(1.5)
  expect(asFloat32(floats)).toBe(floats)
  const others = [Float64Array.of(0.1), BigInt64Array.of(-(2n ** 62n)), Int32Array.of(-7), Uint8Array.of(255)]
  expect(others.map((values) => asFloat32(values)[0])).toEqual([Math.fround(0.1), -(2 ** 62), -7, 255])
})
