import { describe, expect, it } from 'vitest'
import { upsampleCube } from '../../../../src/shared/imaging/upsample.ts'

describe('upsampleCube', () => {
  it('interpolates between the middles of the cells and repeats the outermost ones', () => {
    // Cells along i are 0 and 1: middles of the fine voxels lie at −¼, ¼, ¾ and 1¼ cells.
    const cells = Float32Array.of(0, 1, 0, 1, 0, 1, 0, 1)
    const fine = upsampleCube(cells, 2, 4)
    for (let line = 0; line < 16; line++)
      expect([...fine.subarray(4 * line, 4 * line + 4)]).toEqual([0, 0.25, 0.75, 1])
  })

  it('keeps the axes apart', () => {
    const edge = 2
    // Cell (i, j, k) is i + 10·j + 100·k: trilinear interpolation gives each axis its own share.
    const cells = Float32Array.from({ length: 8 }, (_, c) => (c % 2) + 10 * ((c >> 1) % 2) + 100 * (c >> 2))
    const fine = upsampleCube(cells, edge, 8)
    const share = [0, 0, 0.125, 0.375, 0.625, 0.875, 1, 1].map((at, v) => (v < 2 ? 0 : v > 5 ? 1 : at))
    for (const [i, j, k] of [
      [0, 0, 0],
      [7, 0, 3],
      [2, 5, 4],
      [3, 7, 7],
    ])
      expect(fine[i + 8 * (j + 8 * k)]).toBeCloseTo(share[i] + 10 * share[j] + 100 * share[k], 4)
  })

  it('makes an even cube of a single cell', () => {
    expect(new Set(upsampleCube(Float32Array.of(0.5), 1, 4))).toEqual(new Set([0.5]))
  })
})
