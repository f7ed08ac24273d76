import { expect, it } from 'vitest'
import { climb } from '../../../../src/main/registration/climb.ts'

it('finds the top of a hill whose axes are not the parameters', () => {
  // Ridge along x = y, top at (3, −2).
  const hill = ([x, y]: readonly number[]) => 10 - (x - 3 - (y + 2)) ** 2 - 0.1 * (x - 3 + y + 2) ** 2
  const { at, value } = climb(hill, [-10, 12], { step: 4, lastStep: 0.001 })
  expect(at[0]).toBeCloseTo(3, 1)
  expect(at[1]).toBeCloseTo(-2, 1)
  expect(value).toBeCloseTo(10, 3)
})

it('never ends lower than it began, and stays where all is flat', () => {
  expect(climb(() => 0, [1, 2, 3], { step: 1, lastStep: 0.1 })).toEqual({ at: [1, 2, 3], value: 0 })
  const spike = ([x]: readonly number[]) => (x === 5 ? 1 : 0)
  expect(climb(spike, [5], { step: 1, lastStep: 0.1 }).at).toEqual([5])
})

it('jumps to the top of a parabola at once', () => {
  const asked: number[] = []
  const parabola = ([x]: readonly number[]) => (asked.push(x), -((x - 1.5) ** 2))
  climb(parabola, [0], { step: 1, lastStep: 1 })
  // Start, a step either way, the parabola's top.
  expect(asked.slice(0, 4)).toEqual([0, -1, 1, 1.5])
})
