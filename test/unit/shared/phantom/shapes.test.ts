import { describe, expect, it } from 'vitest'
import {
  coverage,
  ellipsoid,
  rod,
  smoothMax,
  smoothMin,
  smoothStep,
  sphere,
} from '../../../../src/shared/phantom/shapes.ts'

describe('distances', () => {
  it('of a sphere are Euclidean: (3, 4, 12) is 13 from its centre', () => {
    expect(sphere(3, 4, 12, 10)).toBe(3)
    expect(sphere(0, 0, 0, 10)).toBe(-10)
  })

  it('of an ellipsoid vanish on its surface and equal a sphere when round', () => {
    // (3/5)² + (4·0.8/4)² = 0.36 + 0.64.
    expect(ellipsoid(3, 3.2, 0, 5, 4, 7)).toBeCloseTo(0, 12)
    expect(ellipsoid(3, 4, 12, 10, 10, 10)).toBeCloseTo(3, 12)
    expect(ellipsoid(0, 0, 0, 5, 4, 7)).toBe(-4)
  })

  it('of a rod count from its axis, its ends are round, its radius runs from end to end', () => {
    const straight = rod([0, 0, 0], [0, 0, 10], 2)
    expect(straight(5, 0, 4)).toBe(3)
    expect(straight(0, 0, 13)).toBe(1)
    expect(rod([0, 0, 0], [0, 0, 10], 2, 4)(5, 0, 5)).toBe(2)
  })
})

describe('joining surfaces', () => {
  it('leaves distant surfaces alone and fills the corner by a quarter of the rounding at most', () => {
    expect(smoothMin(1, 9, 4)).toBe(1)
    expect(smoothMin(3, 3, 4)).toBe(2)
    expect(smoothMax(3, 3, 4)).toBe(4)
  })
})

describe('partial volume', () => {
  it('goes from 1 to 0 over one edge width, a half on the surface', () => {
    expect([-1, -0.5, 0, 0.5, 1].map((distance) => coverage(distance, 2))).toEqual([1, 0.75, 0.5, 0.25, 0])
  })

  it('keeps the signal of a layer thinner than a voxel: the shares of two surfaces differ by thickness over width', () => {
    expect(coverage(-0.2, 2) - coverage(0.3, 2)).toBeCloseTo(0.25, 12)
  })
})

it('steps smoothly, in either direction', () => {
  expect([0, 1, 2, 3, 4].map((x) => smoothStep(1, 3, x))).toEqual([0, 0, 0.5, 1, 1])
  expect(smoothStep(3, 1, 0)).toBe(1)
})
