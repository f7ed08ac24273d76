import fc from 'fast-check'
import { expect, it } from 'vitest'
import { normalisePercentiles, percentiles } from '../../../../src/shared/imaging/normalise.ts'
import { largestDifference } from '../../../helpers/volumes.ts'

it('takes percentiles as NumPy does', () => {
  // numpy.percentile(values, (0, 1, 10, 37.5, 50, 99, 100))
  const values = Float32Array.of(3, -1, 4, 1, -5, 9, 2, -6, 5, 3.5, 8, -9.75)
  expect(
    largestDifference(
      percentiles(values, [0, 1, 10, 37.5, 50, 99, 100]),
      [-9.75, -9.3375, -5.9, 1.125, 2.5, 8.89, 9],
    ),
  ).toBeLessThan(1e-9)
})

it('equals percentiles from sorting, with ties, negative numbers and few values', () => {
  const value = fc.oneof(
    fc.constantFrom(0, -0, 1, -1),
    fc.float({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }),
  )
  fc.assert(
    fc.property(
      fc.float32Array({ minLength: 1, maxLength: 60, noNaN: true, noDefaultInfinity: true }),
      fc.array(value, { maxLength: 40 }),
      fc.double({ min: 0, max: 100, noNaN: true }),
      (some, more, q) => {
        const data = Float32Array.of(...some, ...more)
        const sorted = data.slice().sort()
        const position = (q / 100) * (data.length - 1)
        const [below, above] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]]
        const wanted = below + (above - below) * (position - Math.floor(position))
        expect(percentiles(data, [q])[0]).toBeCloseTo(wanted, 6)
      },
    ),
  )
})

it('clips to the percentiles and stretches to 0…1', () => {
  // 0 … 200: the 1st percentile is 2, the 99th 198.
  const data = Float32Array.from({ length: 201 }, (_, i) => i)
  const normalised = normalisePercentiles(data)
  expect([0, 1, 2, 3, 100, 198, 199, 200].map((i) => normalised[i])).toEqual(
    [0, 0, 0, 1 / 196, 0.5, 1, 1, 1].map(Math.fround),
  )
  expect(data[200]).toBe(200)
})

it('always spans 0…1 where the percentiles differ, and does not see scale or offset', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -5000, max: 5000 }), { minLength: 2, maxLength: 400 }),
      (values) => {
        const data = Float32Array.from(values)
        const normalised = normalisePercentiles(data)
        const [low, high] = percentiles(data, [1, 99])
        expect(normalised.reduce((a, b) => Math.min(a, b), Infinity)).toBe(0)
        expect(normalised.reduce((a, b) => Math.max(a, b), 0)).toBe(high > low ? 1 : 0)
        expect(largestDifference(normalised, normalisePercentiles(data.map((v) => v * 4 + 64)))).toBeLessThan(
          1e-5,
        )
      },
    ),
  )
})

it('gives zeros for a constant volume and for one that differs only beyond the percentiles', () => {
  expect([...normalisePercentiles(new Float32Array(10).fill(7))]).toEqual(new Array(10).fill(0))
  const outlier = new Float32Array(1000).fill(3)
  outlier[17] = 9
  expect(normalisePercentiles(outlier).every((value) => value === 0)).toBe(true)
  expect(normalisePercentiles(new Float32Array())).toEqual(new Float32Array())
})
