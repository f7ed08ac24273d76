import { describe, expect, it } from 'vitest'
import type { Frame } from '../../../../src/main/dicom/header.ts'
import { stackFrames } from '../../../../src/main/dicom/stack.ts'
import { applyAffine } from '../../../../src/shared/imaging/affine.ts'

const axial = [1, 0, 0, 0, 1, 0]
const frame = (positionMm: readonly number[], orientation: readonly number[] = axial): Frame => ({
  positionMm,
  orientation,
  spacingMm: [1.5, 2],
})
/** Axial slices at these heights. */
const at = (...heights: number[]) => heights.map((z) => frame([-20, -18, z]))
const every5 = (count: number) => Array.from({ length: count }, (_, k) => 5 * k)
const problemsOf = (frames: readonly Frame[]) => stackFrames(frames, [20, 24]).problems
const codes = (frames: readonly Frame[]) => problemsOf(frames).map(({ code, blocks }) => `${code} ${blocks}`)

describe('a sound stack', () => {
  it('is put in order, with its place in RAS', () => {
    const { stack, problems } = stackFrames(at(10, 0, 5), [20, 24])
    expect(problems).toEqual([])
    // LPS (−20, −18, 0) is RAS (20, 18, 0); a column step of +2 mm to the left is −2 mm to the right, and so on.
    expect(stack).toEqual({
      shape: [20, 24, 3],
      spacingMm: [2, 1.5, 5],
      affine: [-2, -0, -0, 20, -0, -1.5, -0, 18, 0, 0, 5, 0, 0, 0, 0, 1],
      plane: 'axial',
      order: [1, 2, 0],
    })
  })

  it.each([
    ['sagittal', [0, 1, 0, 0, 0, -1], (k: number) => [4 * k, -130, 130]],
    ['coronal', [1, 0, 0, 0, 0, -1], (k: number) => [-110, 3 * k, 130]],
  ])('may lie otherwise: %s', (plane, orientation, position) => {
    const frames = [0, 1, 2, 3].map((k) => frame(position(k), orientation))
    expect(stackFrames(frames, [20, 24]).stack?.plane).toBe(plane)
  })

  it('runs from the first slice to the last where a gantry was tilted, and so leans', () => {
    const tilted = [0, 1, 2].map((k) => frame([0, 2 * k, 5 * k]))
    const { stack, problems } = stackFrames(tilted, [20, 24])
    expect(problems).toEqual([])
    expect(applyAffine(stack!.affine, [0, 0, 2]).map((mm) => mm + 0)).toEqual([0, -4, 10])
  })

  it('may vary by a little, as rounded positions do', () => {
    expect(problemsOf(at(0, 7, 13.9, 21, 27.9))).toEqual([])
  })
})

describe('what is wrong with a stack', () => {
  it('a gap: how many slices are missing, and where', () => {
    const heights = every5(20).filter((_, k) => k !== 7 && k !== 8)
    expect(problemsOf(at(...heights))).toEqual([
      {
        code: 'missing-slices',
        reason:
          '2 slices are missing: after slice 7 comes a gap of 15.0 mm where slices lie 5.0 mm apart. Export the whole series again.',
        blocks: true,
      },
    ])
    expect(problemsOf(at(0, 5, 15, 20, 25))[0].reason).toMatch(/^A slice is missing: after slice 2 /)
  })

  it('uneven distances: worth a look, or too much', () => {
    expect(codes(at(0, 5, 11, 15, 20))).toEqual(['uneven-slices false'])
    expect(codes(at(0, 1, 5, 6, 10, 11, 15, 16))).not.toEqual([])
    expect(codes([...at(0, 5, 15), frame([-12, -18, 10])])).toEqual(['uneven-slices true'])
  })

  it('several images of each place, or of some', () => {
    expect(problemsOf(at(0, 5, 10, 0, 5, 10))[0]).toMatchObject({
      code: 'several-volumes',
      reason: expect.stringMatching(/^It holds 2 images of each slice position/) as string,
    })
    expect(codes(at(0, 5, 10, 15, 5))).toEqual(['repeated-slices true'])
    expect(codes(at(3, 3, 3))).toEqual(['several-volumes true'])
  })

  it('slices that are not parallel, as in a localiser', () => {
    expect(codes([...at(0, 5), frame([0, 0, 0], [0, 1, 0, 0, 0, -1])])).toEqual(['mixed-orientation true'])
    const slightly = [1, 0, 0, 0, Math.cos(0.02), Math.sin(0.02)] // 1.1°
    expect(codes([...at(0, 5), frame([-20, -18, 10], slightly)])).toEqual(['mixed-orientation true'])
  })

  it('other pixel sizes, a single slice, no slices, no places', () => {
    expect(codes([...at(0, 5), { ...frame([-20, -18, 10]), spacingMm: [1, 1] }])).toEqual([
      'mixed-matrix true',
    ])
    expect(codes(at(1))).toEqual(['single-slice true'])
    expect(codes([])).toEqual(['single-slice true'])
    expect(problemsOf([...at(0, 5), { ...frame([0, 0, 0]), positionMm: null }])[0]).toMatchObject({
      code: 'no-geometry',
      reason: expect.stringMatching(/^1 of 3 slices/) as string,
    })
    expect(codes([...at(0, 5), frame([0, 0, 10], [1, 0, 0, 1, 0, 0])])).toEqual(['no-geometry true'])
    expect(codes([...at(0, 5), { ...frame([0, 0, 10]), spacingMm: [0, 2] }])).toEqual(['no-geometry true'])
  })
})
