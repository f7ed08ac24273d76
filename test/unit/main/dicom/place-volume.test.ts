import { describe, expect, it } from 'vitest'
import { convertDicom } from '../../../../src/main/dicom/dcm2niix.ts'
import { placeVolume } from '../../../../src/main/dicom/place-volume.ts'
import { groupSeries, type Series } from '../../../../src/main/dicom/series.ts'
import { applyAffine } from '../../../../src/shared/imaging/affine.ts'
import { parseNifti } from '../../../../src/shared/imaging/nifti.ts'
import { largestDifference } from '../../../helpers/volumes.ts'
import { seriesBytes, type SliceFields } from '../../../helpers/dicom-bytes.ts'
import { seriesFiles } from '../../../helpers/series-files.ts'

/** Eight slices whose voxels all differ and fit into the 12 bits they are given. */
async function placed(place: (k: number) => SliceFields) {
  const count = 8
  const fields = (k: number): SliceFields => ({
    value: (column, row) => column + 20 * row + 480 * k,
    ...place(k),
  })
  const [{ stack }] = groupSeries(seriesFiles('a', fields, { count }))
  const nifti = await convertDicom(seriesBytes(count, fields))
  const before = parseNifti(nifti)
  placeVolume(nifti, stack!)
  return { before, after: parseNifti(nifti), stack: stack! }
}

/** Where the attributes say that a column, row and slice lie, and where the volume says that its voxel there does. */
function expectInPlace(
  { after, stack }: Awaited<ReturnType<typeof placed>>,
  position: (k: number) => readonly number[],
) {
  const { volume } = after
  for (const [column, row, k] of [
    [0, 0, 0],
    [19, 23, 7],
    [3, 17, 5],
  ]) {
    const [x, y, z] = position(k)
    const world = [-(x + 2 * column), -(y + 1.5 * row), z]
    const at = volume.data.indexOf(column + 20 * row + 480 * k)
    const voxel = [at % 20, Math.floor(at / 20) % 24, Math.floor(at / 480)] as const
    expect(applyAffine(volume.affine, voxel).map((mm) => +mm.toFixed(3))).toEqual(
      world.map((mm) => +mm.toFixed(3)),
    )
    expect(applyAffine(stack.affine, [column, row, k]).map((mm) => +mm.toFixed(3))).toEqual(
      world.map((mm) => +mm.toFixed(3)),
    )
  }
}

describe('placeVolume', () => {
  it('agrees with dcm2niix on a plain series', async () => {
    const position = (k: number) => [-20, -18, -30 + 5 * k] as const
    const result = await placed((k) => ({ position: position(k) }))
    expect(largestDifference(result.after.volume.affine, result.before.volume.affine)).toBe(0)
    expectInPlace(result, position)
    expect(result.after.warnings).toEqual([])
  })

  it('leans with a tilted gantry, as dcm2niix does not, and says so', async () => {
    const position = (k: number) => [-20, -18 + 1.25 * k, -30 + 5 * k] as const
    const tags: SliceFields['tags'] = { '00080060': ['CS', 'CT'], '00181120': ['DS', '14'] }
    const result = await placed((k) => ({ position: position(k), tags }))
    expectInPlace(result, position)
    expect(result.after.warnings.map(({ code }) => code)).toEqual(['sheared'])
    expect(result.before.warnings).toEqual([])
  })

  it('takes the mean distance where distances vary, not the first', async () => {
    const heights = [0, 7, 13.9, 20.9, 27.8, 34.8, 41.7, 48.7]
    const { before, after } = await placed((k) => ({ position: [-20, -18, heights[k]] }))
    expect(before.info.spacingMm[2]).toBeCloseTo(7, 5)
    expect(after.info.spacingMm[2]).toBeCloseTo(48.7 / 7, 5)
  })

  it('finds its way when dcm2niix turns the axes', async () => {
    // A 3-D sagittal scan: dcm2niix makes its slices the first axis.
    const position = (k: number) => [-8 + 4 * k, -18, 30] as const
    const { after, stack } = await placed((k) => ({
      position: position(k),
      orientation: [0, 1, 0, 0, 0, -1],
      tags: { '00180023': ['CS', '3D'] },
    }))
    expect(after.info).toMatchObject({ orientation: 'RAS', dims: [8, 20, 24] })
    const corner = applyAffine(stack.affine, [0, 0, 0])
    expect(corner.map((mm) => mm + 0)).toEqual([-20, 18, 30])
    // Slice 0 is the subject's left-most (the normal of these slices points right); column 0 is the most anterior, row 0 the uppermost.
    expect(applyAffine(after.volume.affine, [0, 19, 23]).map((mm) => +mm.toFixed(3))).toEqual(corner)
  })

  it('refuses a volume that lies elsewhere or lacks slices', async () => {
    const nifti = await convertDicom(seriesBytes(12))
    const stackOf = (files: ReturnType<typeof seriesFiles>): NonNullable<Series['stack']> =>
      groupSeries(files)[0].stack!
    const elsewhere = seriesFiles('a', (k) => ({ position: [-20, -8, -30 + 5 * k] }), { count: 12 })
    expect(() => placeVolume(nifti, stackOf(elsewhere))).toThrow(
      expect.objectContaining({ code: 'no-geometry' }),
    )
    const longer = seriesFiles('a', undefined, { count: 13 })
    expect(() => placeVolume(nifti, stackOf(longer))).toThrow(
      expect.objectContaining({ code: 'shape-mismatch' }),
    )
  })
})
