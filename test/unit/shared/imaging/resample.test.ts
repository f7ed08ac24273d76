import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSafetensors } from '../../../../src/shared/formats/safetensors.ts'
import { applyAffine, multiply } from '../../../../src/shared/imaging/affine.ts'
import type { Point } from '../../../../src/shared/imaging/affine.ts'
import { resampleToGrid, sampleAt } from '../../../../src/shared/imaging/resample.ts'
import {
  aRigidMotion,
  aScan,
  aVolume,
  affineOf,
  largestDifference,
  orientationCodes,
} from '../../../helpers/volumes.ts'

/** Trilinear interpolation keeps a linear field exactly; its three slopes tell every direction from every other. */
const field = ([x, y, z]: Point) => 100 + x + 10 * y - 4 * z

describe('resampling', () => {
  it('equals SciPy on an oblique grid, zero outside', () => {
    const tensors = readSafetensors(
      readFileSync(new URL('../../../fixtures/volumes.safetensors', import.meta.url)),
    )
    const values = (name: string) => tensors.get(name)!.data as Float32Array
    // SciPy's axes are (k, j, i): turn matrix and offset round.
    const [m, offset] = [values('affine.matrix'), values('affine.offset')]
    const affine = [
      m[8],
      m[7],
      m[6],
      offset[2],
      m[5],
      m[4],
      m[3],
      offset[1],
      m[2],
      m[1],
      m[0],
      offset[0],
      0,
      0,
      0,
      1,
    ]
    const shape = [24, 22, 20] as const
    const source = { data: values('v'), shape, affine: affineOf('RAS') }
    const { volume, coverage } = resampleToGrid(source, { shape, affine })
    const wanted = values('affine.y')
    expect(largestDifference(volume.data, wanted)).toBeLessThan(1e-6)
    expect(coverage).toBe(wanted.filter((value) => value !== 0).length / wanted.length)
  })

  it('keeps left and right, front and back, up and down in all 48 orientations of source and target', () => {
    fc.assert(
      fc.property(fc.constantFrom(...orientationCodes), fc.constantFrom(...orientationCodes), (from, to) => {
        const shape = [13, 14, 15] as const
        const affine = affineOf(from, { shape, spacingMm: [1, 1.5, 2], middleMm: [-30, 20, 5] })
        const target = {
          shape: [3, 4, 5] as const,
          affine: affineOf(to, { shape: [3, 4, 5], middleMm: [-30, 20, 5], spacingMm: [0.7, 1, 0.9] }),
        }
        const { volume, coverage } = resampleToGrid(aScan({ shape, affine }, field), target)
        expect(coverage).toBe(1)
        expect(largestDifference(volume.data, aScan(target, field).data)).toBeLessThan(1e-3)
      }),
      { numRuns: 48 },
    )
  })

  it('brings the target to the source by the given transform, not its inverse', () => {
    const shape = [30, 30, 30] as const
    const source = aScan({ shape, affine: affineOf('LPS', { shape, middleMm: [5, 0, 0] }) }, field)
    const sourceFromTarget = aRigidMotion([5, -8, 12], [5, 1, -2])
    const target = { shape: [4, 4, 4] as const, affine: affineOf('RAS', { shape: [4, 4, 4] }) }
    const { volume } = resampleToGrid(source, target, sourceFromTarget)
    expect(
      largestDifference(
        volume.data,
        aScan(target, (place) => field(applyAffine(sourceFromTarget, place))).data,
      ),
    ).toBeLessThan(1e-3)
  })

  it('returns the same volume on its own grid, edges included', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...orientationCodes),
        fc.double({ min: -60, max: 60, noNaN: true }),
        (code, degrees) => {
          const affine = multiply(
            aRigidMotion([degrees, 10, -degrees], [-88.3, 12.7, 901.1]),
            affineOf(code, { spacingMm: [0.43, 0.43, 2.5] }),
          )
          const source = aVolume({ affine, value: (i, j, k) => Math.sin(3 * i + 5 * j + 7 * k) })
          const { volume, coverage } = resampleToGrid(source, {
            shape: source.shape,
            affine: affine.map(Math.fround),
          })
          expect(coverage).toBe(1)
          expect(largestDifference(volume.data, source.data)).toBeLessThan(1e-3)
        },
      ),
    )
  })

  it('fills what the source does not show and says how much that is', () => {
    const source = aVolume({ shape: [4, 4, 4], value: () => 5 })
    const { volume, coverage } = resampleToGrid(
      source,
      { shape: [4, 4, 4], affine: [1, 0, 0, 2, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] },
      undefined,
      -1,
    )
    expect(coverage).toBe(0.5)
    expect([...volume.data.subarray(0, 4)]).toEqual([5, 5, -1, -1])
    const apart = resampleToGrid(source, {
      shape: [2, 2, 2],
      affine: affineOf('RAS', { shape: [2, 2, 2], middleMm: [500, 0, 0] }),
    })
    expect(apart.coverage).toBe(0)
  })

  it('reads single points', () => {
    const source = aVolume({ affine: affineOf('LAS', { spacingMm: [2, 1, 1] }) }) // value i + 10 j + 100 k at x = −2 i
    expect([
      ...sampleAt(
        source,
        [
          [-2, 3, 4],
          [-3, 0.5, 0],
          [3, 0, 0],
          [-8, 5, 6],
        ],
        -7,
      ),
    ]).toEqual([431, 6.5, -7, 654])
  })

  it('refuses a source without a usable affine', () => {
    expect(() => resampleToGrid(aVolume({ affine: new Array<number>(16).fill(0) }), aVolume())).toThrow(
      expect.objectContaining({ code: 'no-geometry' }),
    )
  })
})

describe('a target coarser than the source', () => {
  const fine = (value: (i: number) => number) => aVolume({ shape: [96, 24, 24], value: (i) => value(i) })
  const coarse = { shape: [20, 4, 4] as const, affine: [4, 0, 0, 8, 0, 1, 0, 8, 0, 0, 1, 8, 0, 0, 0, 1] }

  it('does not turn a fine pattern into a coarse one', () => {
    const stripes = fine((i) => (i % 4 < 2 ? 1 : 0)) // every fourth voxel: plain sampling would see a constant 1
    const { data } = resampleToGrid(stripes, coarse).volume
    expect(largestDifference(data, new Float32Array(data.length).fill(0.5))).toBeLessThan(0.05)
  })

  it('smooths only the axis that is coarser', () => {
    const alongJ = aVolume({ shape: [96, 24, 24], value: (_, j) => j % 2 })
    expect([...resampleToGrid(alongJ, coarse).volume.data.subarray(0, 21)]).toEqual([
      ...new Array<number>(20).fill(0),
      1,
    ])
  })

  it('keeps a linear field, also where only a part of the source is needed', () => {
    const shape = [60, 60, 60] as const
    const source = aScan({ shape, affine: affineOf('PIR', { shape }) }, field)
    const target = {
      shape: [5, 5, 5] as const,
      affine: multiply(
        aRigidMotion([10, 20, 30]),
        affineOf('RAS', { shape: [5, 5, 5], spacingMm: [3, 3, 3], middleMm: [4, -3, 2] }),
      ),
    }
    expect(
      largestDifference(resampleToGrid(source, target).volume.data, aScan(target, field).data),
    ).toBeLessThan(1e-2)
  })

  it('gives the same as smoothing everything, at the edge of the source too', () => {
    const source = aVolume({
      shape: [20, 20, 20],
      value: (i, j, k) => Math.sin(i * 0.9) + Math.cos(j * 1.3 + k),
    })
    // The grid covers a corner; a grid of the same spacing over everything must agree where they overlap.
    const whole = resampleToGrid(source, {
      shape: [7, 7, 7],
      affine: affineOf('RAS', { spacingMm: [3, 3, 3] }),
    }).volume
    const part = resampleToGrid(source, {
      shape: [2, 2, 2],
      affine: affineOf('RAS', { spacingMm: [3, 3, 3] }),
    }).volume
    const corner = [0, 1, 7, 8, 49, 50, 56, 57].map((at) => whole.data[at])
    expect(largestDifference(part.data, corner)).toBeLessThan(1e-6)
  })

  it('treats a target beside the source as outside', () => {
    const { coverage } = resampleToGrid(
      fine(() => 1),
      {
        shape: [4, 4, 4],
        affine: affineOf('RAS', { shape: [4, 4, 4], spacingMm: [4, 4, 4], middleMm: [-900, 0, 0] }),
      },
    )
    expect(coverage).toBe(0)
  })
})
