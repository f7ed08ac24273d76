import { describe, expect, it } from 'vitest'
import { createNoiseField } from '../../../../src/shared/phantom/noise-field.ts'
import { createRandom } from '../../../../src/shared/random.ts'

const points = (seed: string, count: number) => {
  const random = createRandom(seed)
  return Array.from({ length: count }, () => [0, 1, 2].map(() => 400 * random.uniform() - 200))
}

describe('createNoiseField', () => {
  const field = createNoiseField(createRandom('a'), 10)

  it('is the same for the same stream, another for another', () => {
    const again = createNoiseField(createRandom('a'), 10)
    const other = createNoiseField(createRandom('b'), 10)
    const values = points('p', 50).map(([x, y, z]) => field(x, y, z))
    expect(points('p', 50).map(([x, y, z]) => again(x, y, z))).toEqual(values)
    expect(points('p', 50).map(([x, y, z]) => other(x, y, z))).not.toEqual(values)
  })

  it('has mean 0 and keeps within about ±1', () => {
    const values = points('mean', 20_000).map(([x, y, z]) => field(x, y, z))
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const spread = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length)
    expect(Math.abs(mean)).toBeLessThan(0.05)
    expect(spread).toBeGreaterThan(0.25)
    expect(spread).toBeLessThan(0.6)
    expect(Math.max(...values.map(Math.abs))).toBeLessThan(1.7)
  })

  it('is smooth, across cell borders too, and bends over the length of a cell', () => {
    const step = 0.01
    const slopes = points('slope', 5000).map(([x, y, z]) => (field(x + step, y, z) - field(x, y, z)) / step)
    const steepest = Math.max(...slopes.map(Math.abs))
    // Values of ±1 within half a cell of 10 mm: at most some 0.5 per mm.
    expect(steepest).toBeLessThan(0.5)
    expect(steepest).toBeGreaterThan(0.1)
  })
})
