import { expect, it } from 'vitest'
import { loadTensorFlow, trainingThreads } from '../../../src/trainer/tensorflow.ts'

it('gives an operation half of the cores where cubes are small, all of them where they are large', () => {
  expect([2, 3, 16, 1].map((cores) => trainingThreads(32, cores))).toEqual([1, 2, 8, 1])
  expect([2, 16].map((cores) => trainingThreads(64, cores))).toEqual([2, 16])
})

it('does not pretend to have other threads than it was loaded with', () => {
  const { binding } = loadTensorFlow({ threads: 1 })
  expect(loadTensorFlow().binding).toBe(binding)
  expect(loadTensorFlow({ threads: 1 }).binding).toBe(binding)
  expect(() => loadTensorFlow({ threads: 2 })).toThrow(expect.objectContaining({ code: 'invalid-state' }))
})
