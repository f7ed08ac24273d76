import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  asFingerprint,
  likeness,
  fingerprintLength,
  fingerprintOf,
} from '../../../../src/shared/imaging/fingerprint.ts'
import { applyAffine } from '../../../../src/shared/imaging/affine.ts'
import { resampleToGrid } from '../../../../src/shared/imaging/resample.ts'
import type { Volume } from '../../../../src/shared/imaging/volume.ts'
import { aHead } from '../../../helpers/heads.ts'
import { affineOf, aScan, aVolume, largestDifference, orientationCodes } from '../../../helpers/volumes.ts'

const fingerprint = (volume: Pick<Volume, 'data' | 'shape'>) => asFingerprint(fingerprintOf(volume))
const alike = (a: Volume, b: Volume) => likeness(fingerprint(a), fingerprint(b), 0.9995)
/** Without the short cuts: every order, by its definition, with plain loops over indices. */
function slowLikeness(a: Float32Array, b: Float32Array): number {
  const at = (values: Float32Array, [i, j, k]: number[]) => values[i + 8 * (j + 8 * k)]
  let best = -1
  for (const axes of [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ]) {
    for (let turns = 0; turns < 8; turns++) {
      let sum = 0
      for (let i = 0; i < 8; i++)
        for (let j = 0; j < 8; j++)
          for (let k = 0; k < 8; k++) {
            const own = [i, j, k]
            const other = [0, 0, 0]
            axes.forEach((axis, n) => (other[axis] = (turns >> n) & 1 ? 7 - own[n] : own[n]))
            sum += at(a, own) * at(b, other)
          }
      best = Math.max(best, sum / 512)
    }
  }
  return best
}

describe('fingerprintOf', () => {
  it('takes the means of blocks, brought to mean 0 and standard deviation 1', () => {
    // 16 voxels along each axis: blocks of 2 × 2 × 2. value = i, so the block means are 0.5, 2.5, … 14.5 along i only.
    const values = fingerprintOf(aVolume({ shape: [16, 16, 16], value: (i) => i }))
    const sd = Math.sqrt(
      [0.5, 2.5, 4.5, 6.5, 8.5, 10.5, 12.5, 14.5].reduce((s, v) => s + (v - 7.5) ** 2, 0) / 8,
    )
    for (let place = 0; place < fingerprintLength; place++)
      expect(values[place]).toBeCloseTo((2 * (place % 8) + 0.5 - 7.5) / sd, 5)
  })

  it('shares out voxels across a boundary, also where there are fewer voxels than blocks', () => {
    // Four voxels along i: each fills two blocks. Twelve along j: blocks of one and a half.
    const values = fingerprintOf(aVolume({ shape: [4, 12, 3], value: (i, j) => i + 10 * j }))
    const block = (i: number, j: number) =>
      Math.floor(i / 2) + 10 * [0, 1, 3, 4, 6, 7, 9, 10][j] + (j % 2 ? 20 / 3 : 10 / 3)
    // Block 0 of j: voxel 0 and half of 1: 10·(0 + 0.5)/1.5 = 10/3; block 1: half of 1 and 2: 10·(0.5 + 2)/1.5 = 50/3.
    const expected = Array.from({ length: 64 }, (_, at) => block(at % 8, Math.floor(at / 8)))
    expect(expected[8]).toBeCloseTo(50 / 3, 9)
    const mean = expected.reduce((a, b) => a + b) / 64
    const sd = Math.sqrt(expected.reduce((s, v) => s + (v - mean) ** 2, 0) / 64)
    expect(
      largestDifference(
        values.slice(0, 64),
        expected.map((v) => (v - mean) / sd),
      ),
    ).toBeLessThan(1e-5)
  })

  it('is all 0 for one value', () =>
    expect(new Set(fingerprintOf(aVolume({ value: () => 7 })))).toEqual(new Set([0])))
})

/** On a coarser grid over the same field of view: the outer faces stay where they are. */
function coarser(volume: Volume, factor: number): Volume {
  const shape = volume.shape.map((n) => Math.round(n * factor)) as unknown as Volume['shape']
  const steps = volume.shape.map((n, axis) => n / shape[axis])
  const first = steps.map((step) => (step - 1) / 2) as [number, number, number]
  const origin = applyAffine(volume.affine, first)
  const affine = volume.affine.map((v, i) =>
    i >= 12 ? v : i % 4 === 3 ? origin[(i - 3) / 4] : v * steps[i % 4],
  )
  return resampleToGrid(volume, { shape, affine }).volume
}

describe('likeness', () => {
  const head = aHead(1).scan

  it('is 1 for the same scan stored along other axes, whichever of the 48', () => {
    const blob = ([x, y, z]: readonly [number, number, number]) =>
      100 * Math.exp(-((x - 3) ** 2 + (y + 5) ** 2 + (z - 8) ** 2) / 80) + 3 * x + y
    const stored = (code: string) => {
      // 20 × 22 × 24 mm of the world, whichever voxel axis runs along which.
      const shape = [...code].map(
        (letter) => [20, 22, 24]['RLAPSI'.indexOf(letter) >> 1],
      ) as unknown as Volume['shape']
      return aScan({ shape, affine: affineOf(code, { shape }) }, blob)
    }
    for (const code of orientationCodes)
      expect(alike(stored('RAS'), stored(code)), code).toBeGreaterThan(0.99999)
  })

  it('knows a head again in another scaling, in bytes, clipped and coarser', () => {
    const scaled = { ...head, data: head.data.map((v) => -12 + 0.37 * v) }
    const largest = head.data.reduce((a, b) => Math.max(a, b))
    const bytes = { ...head, data: head.data.map((v) => Math.round((255 * v) / largest)) }
    const clipped = { ...head, data: head.data.map((v) => Math.min(v, 0.97 * largest)) }
    for (const other of [scaled, bytes, clipped, coarser(head, 0.7)])
      expect(alike(head, other)).toBeGreaterThan(0.9995)
  })

  it('tells heads apart that share one anatomy', () => {
    for (let index = 2; index <= 8; index++) expect(alike(head, aHead(index).scan), `head ${index}`).toBe(0)
  })

  it('is what plain loops give, and 0 below what is asked for', () => {
    const values = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 512, maxLength: 512 })
    fc.assert(
      fc.property(values, fc.integer({ min: 0, max: 511 }), fc.boolean(), (numbers, at, isNear) => {
        const data = Float32Array.from(numbers)
        const other = isNear ? data.map((v, i) => (i === at ? v + 20 : v)).reverse() : data.toSorted()
        const [a, b] = [data, other].map((each) => fingerprintOf({ data: each, shape: [8, 8, 8] }))
        const slow = slowLikeness(a, b)
        for (const atLeast of [-1, 0.5, 0.9, 0.98]) {
          const found = likeness(asFingerprint(a), asFingerprint(b), atLeast)
          if (slow < atLeast - 1e-6) expect(found).toBe(0)
          else if (slow > Math.max(0, atLeast) + 1e-6) expect(found).toBeCloseTo(slow, 5)
        }
      }),
      { numRuns: 60 },
    )
  })
})
