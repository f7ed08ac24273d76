import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../../src/shared/random.ts'
import { medianFilter } from '../../../../src/shared/imaging/median.ts'
import { normalisePercentiles } from '../../../../src/shared/imaging/normalise.ts'
import { normalisedResidual } from '../../../../src/shared/imaging/residual.ts'

const voxels = 12
const random = createRandom('residual')
const input = Float32Array.from({ length: voxels ** 3 }, () => random.uniform())
/** The input, smudged inside a block. */
const inBlock = (v: number) =>
  [v % voxels, Math.floor(v / voxels) % voxels, Math.floor(v / voxels ** 2)].every((i) => i >= 3 && i < 8)
const reconstruction = input.map((value, v) => (inBlock(v) ? 0.5 : value + 0.02 * random.uniform()))
const paper = { measure: 'absolute', medianKernel: 5 } as const

describe('a residual', () => {
  it('is the paper’s: absolute, stretched, median-filtered, stretched', () => {
    const difference = input.map((value, v) => Math.abs(value - reconstruction[v]))
    const expected = normalisePercentiles(
      medianFilter(normalisePercentiles(difference), [voxels, voxels, voxels], 5),
    )
    expect(normalisedResidual(input, reconstruction, voxels, paper)).toEqual(expected)
  })

  it('loses what lies below a threshold and keeps the rest as it was', () => {
    const whole = normalisedResidual(input, reconstruction, voxels, paper)
    const cut = normalisedResidual(input, reconstruction, voxels, { ...paper, threshold: 0.6 })
    const kept = cut.filter((value) => value > 0)
    expect(kept.length / cut.length).toBeGreaterThan(0.39)
    expect(kept.length / cut.length).toBeLessThan(0.41)
    cut.forEach((value, v) => expect(value === 0 || value === whole[v]).toBe(true))
    expect(Math.min(...kept)).toBeGreaterThanOrEqual(Math.max(...whole.filter((_, v) => cut[v] === 0)))
  })

  it.each(['absolute', 'ssim'] as const)('by %s is brightest where the reconstruction fails', (measure) => {
    const residual = normalisedResidual(input, reconstruction, voxels, { measure, medianKernel: 3 })
    const mean = (inside: boolean) => {
      const values = residual.filter((_, v) => inBlock(v) === inside)
      return values.reduce((sum, value) => sum + value, 0) / values.length
    }
    expect(mean(true)).toBeGreaterThan(4 * mean(false))
    expect(Math.min(...residual)).toBe(0)
    expect(Math.max(...residual)).toBe(1)
  })

  it('of a perfect reconstruction is 0 everywhere', () => {
    for (const measure of ['absolute', 'ssim'] as const)
      expect(
        Math.max(...normalisedResidual(input, input, voxels, { measure, medianKernel: 0 })),
      ).toBeLessThan(1e-6)
  })
})
