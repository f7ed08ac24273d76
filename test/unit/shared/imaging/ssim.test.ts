import { expect, it } from 'vitest'
import { structuralSimilarity } from '../../../../src/shared/imaging/ssim.ts'
import { largestDifference } from '../../../helpers/volumes.ts'

const shape = [5, 6, 7] as const

/** A volume by its voxel indices, in NIfTI order. */
function volume(value: (i: number, j: number, k: number) => number): Float32Array {
  const data = new Float32Array(5 * 6 * 7)
  for (let v = 0; v < data.length; v++) data[v] = value(v % 5, Math.floor(v / 5) % 6, Math.floor(v / 30))
  return data
}
const a = volume((i, j, k) => ((i * 7 + j * 3 + k * 5) % 11) / 10)
const b = volume((i, j, k) =>
  Math.min(1, 0.8 * (((i * 7 + j * 3 + k * 5) % 11) / 10) + ((i + 2 * j + k) % 3) / 10),
)

it('equals what SciPy makes of the published formula', () => {
  const similarity = structuralSimilarity(a, b, shape)
  const at = (i: number, j: number, k: number) => similarity[i + 5 * (j + 6 * k)]
  // gaussian_filter(sigma=1.5, mode='nearest', truncate=4) in float64; scikit-image's map differs by 6e-5 (truncate 3.5).
  expect(at(0, 0, 0)).toBeCloseTo(0.95207168, 4)
  expect(at(2, 3, 4)).toBeCloseTo(0.93213098, 4)
  expect(at(4, 5, 6)).toBeCloseTo(0.95412115, 4)
  expect(similarity.reduce((sum, value) => sum + value) / similarity.length).toBeCloseTo(0.92966185, 4)
})

it('is 1 where the volumes agree, and the same whichever comes first', () => {
  expect(largestDifference(structuralSimilarity(a, a, shape), new Float32Array(210).fill(1))).toBeLessThan(
    1e-5,
  )
  expect(
    largestDifference(structuralSimilarity(a, b, shape), structuralSimilarity(b, a, shape)),
  ).toBeLessThan(1e-6)
})

it('has the closed form of two constant volumes', () => {
  const [x, y] = [0.2, 0.6]
  const expected = (2 * x * y + 1e-4) / (x * x + y * y + 1e-4)
  const similarity = structuralSimilarity(
    volume(() => x),
    volume(() => y),
    shape,
  )
  expect(largestDifference(similarity, new Float32Array(210).fill(expected))).toBeLessThan(1e-4)
})
