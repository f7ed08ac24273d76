import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeStoredScan } from '../../../../src/main/services/stored-scan.ts'
import { parseNifti, type NiftiInfo } from '../../../../src/shared/imaging/nifti.ts'

const affine = [-1.5, 0, 0, 90.25, 0, 2, 0.5, -120, 0, -0.5, 2, -70, 0, 0, 0, 1]
const scan = (
  values: number[],
  geometrySource: NiftiInfo['geometrySource'] = 'sform',
): Parameters<typeof encodeStoredScan>[0] => ({
  volume: { data: Float32Array.from(values), shape: [2, 2, values.length / 4], affine },
  info: { geometrySource },
})
const eight = (...values: number[]) => [...values, ...new Array<number>(8 - values.length).fill(0)]

describe('encodeStoredScan', () => {
  it.each([
    ['uint8', eight(0, 255, 7)],
    ['int16', eight(-1, 255)],
    ['int16', eight(32767, -32768)],
    ['float32', eight(32768)],
    ['float32', eight(0.5)],
  ])('stores as %s what %s asks for', (datatype, values) => {
    const { bytes } = encodeStoredScan(scan(values))
    expect(parseNifti(bytes).info.datatype).toBe(datatype)
  })

  it('keeps every voxel and the geometry', () => {
    const value = fc.oneof(
      fc.integer({ min: -40000, max: 40000 }),
      fc.float({ noNaN: true, noDefaultInfinity: true }),
    )
    fc.assert(
      fc.property(fc.array(value, { minLength: 8, maxLength: 8 }), (drawn) => {
        const values = drawn.map((v) => v + 0) // no −0: a scaled voxel never is
        const { volume } = parseNifti(encodeStoredScan(scan(values)).bytes)
        expect(volume.data).toEqual(Float32Array.from(values))
        expect(volume.affine).toEqual(affine)
        expect(volume.shape).toEqual([2, 2, 2])
      }),
    )
  })

  it('is the same for the same content, and another for one other voxel or place', () => {
    const one = encodeStoredScan(scan(eight(1, 2, 3)))
    expect(encodeStoredScan(parseNifti(one.bytes)).id).toBe(one.id)
    expect(encodeStoredScan(scan(eight(1, 2, 4))).id).not.toBe(one.id)
    const moved = scan(eight(1, 2, 3))
    moved.volume = { ...moved.volume, affine: affine.with(3, 90.5) }
    expect(encodeStoredScan(moved).id).not.toBe(one.id)
  })

  it('does not claim sides that the file did not know', () => {
    const { bytes } = encodeStoredScan(scan(eight(1), 'spacing-only'))
    expect(parseNifti(bytes).warnings.map(({ code }) => code)).toContain('sides-unknown')
  })
})
