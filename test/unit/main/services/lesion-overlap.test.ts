import { describe, expect, it } from 'vitest'
import { maskOnGrid } from '../../../../src/main/services/lesion-overlap.ts'
import type { Affine, Volume } from '../../../../src/shared/imaging/volume.ts'

const at = (x: number, y: number, z: number, spacing = 1): Affine => [
  ...[spacing, 0, 0, x],
  ...[0, spacing, 0, y],
  ...[0, 0, spacing, z],
  ...[0, 0, 0, 1],
]
const full = (shape: Volume['shape'], affine: Affine): Volume => ({
  data: new Float32Array(shape[0] * shape[1] * shape[2]).fill(1),
  shape,
  affine,
})
const inside = (mask: Float32Array | null) => mask?.reduce((sum, value) => sum + value, 0)

describe('maskOnGrid', () => {
  it('lands on the voxels at the same place in the world', () => {
    const mask = full([2, 2, 2], at(3, 4, 5))
    const grid = { shape: [10, 10, 10] as const, affine: at(0, 0, 0) }
    const found = maskOnGrid(mask, grid)!
    expect(inside(found)).toBe(8)
    for (const [i, j, k] of [[3, 4, 5], [4, 5, 6]]) expect(found[i + 10 * (j + 10 * k)]).toBe(1) // prettier-ignore
  })

  it('follows a mirrored grid', () => {
    const mask = full([2, 1, 1], at(0, 0, 0))
    const mirrored: Affine = [-1, 0, 0, 9, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]
    const found = maskOnGrid(mask, { shape: [10, 3, 3], affine: mirrored })!
    expect([found[9], found[8], found[7]]).toEqual([1, 1, 0])
  })

  it('keeps the volume of a lesion on a coarser grid, to a voxel layer', () => {
    const mask = full([12, 12, 12], at(4, 4, 4))
    const found = maskOnGrid(mask, { shape: [12, 12, 12], affine: at(0, 0, 0, 2) })!
    expect(inside(found)! * 8).toBeGreaterThan(0.7 * 12 ** 3)
    expect(inside(found)! * 8).toBeLessThan(1.3 * 12 ** 3)
  })

  it('does not lose a lesion one voxel thin', () => {
    const mask = full([6, 6, 1], at(2, 2, 5))
    expect(inside(maskOnGrid(mask, { shape: [8, 8, 8], affine: at(0, 0, 0, 2) }))).toBeGreaterThan(0)
  })

  it('is null where the grid misses the lesion', () => {
    expect(
      maskOnGrid(full([2, 2, 2], at(50, 50, 50)), { shape: [10, 10, 10], affine: at(0, 0, 0) }),
    ).toBeNull()
  })
})
