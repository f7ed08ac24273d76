import fc from 'fast-check'
import { expect, it } from 'vitest'
import { orderKeys, valueOfKey } from '../../../../src/shared/imaging/order-keys.ts'

const finite = fc.float({ noNaN: true, noDefaultInfinity: true })

it('orders keys as their numbers, equal only for equal numbers', () => {
  fc.assert(
    fc.property(finite, finite, (a, b) => {
      const [p, q] = orderKeys(Float32Array.of(a, b))
      expect(Math.sign(p - q)).toBe(a < b ? -1 : a > b ? 1 : 0)
    }),
    { numRuns: 1000 },
  )
  const [negativeZero, zero] = orderKeys(Float32Array.of(-0, 0))
  expect(negativeZero).toBe(zero)
})

it('leads back to the number', () => {
  fc.assert(
    fc.property(finite, (value) => {
      expect(valueOfKey(orderKeys(Float32Array.of(value))[0])).toBe(value + 0)
    }),
    { numRuns: 1000 },
  )
})
