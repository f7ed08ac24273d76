import { describe, expect, it } from 'vitest'
import { prepareHead } from '../../../../src/main/registration/head-image.ts'
import { placeHead } from '../../../../src/main/registration/head-place.ts'
import { samplePoints } from '../../../../src/main/registration/sample-points.ts'
import { trilinear } from '../../../../src/main/registration/trilinear.ts'
import { applyAffine } from '../../../../src/shared/imaging/affine.ts'
import type { Point } from '../../../../src/shared/imaging/affine.ts'
import { affineOf, aScan } from '../../../helpers/volumes.ts'

const shape = [50, 50, 80] as const
const affine = affineOf('RAS', { spacingMm: [4, 4, 4], shape })
/** A ball of 70 mm about (0, 0, 60) on a neck of 40 mm that reaches down to −140. */
const head = prepareHead(
  aScan({ shape, affine }, ([x, y, z]) =>
    Math.hypot(x, y, z - 60) < 70 || (Math.hypot(x, y) < 40 && z < 60 && z > -140) ? 50 + x / 4 : 0,
  ),
)
const place = placeHead(head)
const points = samplePoints(head, place, 3000)
const all = Array.from({ length: points.count }, (_, i) => [...points.xyzMm.subarray(3 * i, 3 * i + 3)])

describe('sample points', () => {
  it('cover head and surrounding air, not the lower neck', () => {
    expect(points.count).toBe(3000)
    expect(Math.min(...all.map((p) => p[2]))).toBeGreaterThan(128 - 215 - 8)
    expect(Math.max(...all.map((p) => p[2]))).toBeGreaterThan(130)
    const share = points.tissue.reduce((sum, one) => sum + one, 0) / points.count
    expect(share).toBeGreaterThan(0.25)
    expect(share).toBeLessThan(0.7)
  })

  it('come row by row, each with its own level', () => {
    const row = (p: number[]) => [Math.floor(p[2] / 4), Math.floor(p[1] / 4), p[0]]
    const rows = all.map(row)
    expect(rows).toEqual(rows.toSorted((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]))
    all.forEach((p, i) => {
      const level = trilinear(
        head.levels,
        head.shape,
        applyAffine(head.voxelFromWorld, p as unknown as Point),
      )
      expect(Math.abs(points.levels[i] - level)).toBeLessThan(0.501)
    })
  })

  it('lie evenly', () => {
    // Eight octants of the box hold an eighth each.
    const [low, high] = [0, 1, 2].reduce(
      ([l, h], axis) => [
        [...l, Math.min(...all.map((p) => p[axis]))],
        [...h, Math.max(...all.map((p) => p[axis]))],
      ],
      [[], []] as number[][],
    )
    const octants = new Array<number>(8).fill(0)
    for (const p of all)
      octants[p.reduce((at, mm, axis) => at + (mm > (low[axis] + high[axis]) / 2 ? 1 << axis : 0), 0)]++
    for (const count of octants) expect(Math.abs(count / 3000 - 1 / 8)).toBeLessThan(0.01)
  })

  it('carry the level of the head there', () => {
    all.forEach(([x, y, z], i) => {
      if (Math.hypot(x, y, z - 60) > 60) return
      // Tissue runs from 50 − 60/4 to 50 + 60/4 with x, and so must the levels.
      expect(points.tissue[i]).toBe(1)
      if (x > 40) expect(points.levels[i]).toBeGreaterThan(20)
    })
  })

  it('crowd where the density is higher', () => {
    const dense = samplePoints(head, place, 2000, ([, y]) => (y > 0 ? 1 : 0.1))
    let anterior = 0
    for (let i = 0; i < dense.count; i++) if (dense.xyzMm[3 * i + 1] > 0) anterior++
    expect(anterior / dense.count).toBeGreaterThan(0.85)
  })
})
