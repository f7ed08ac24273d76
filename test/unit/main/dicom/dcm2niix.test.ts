import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { convertDicom } from '../../../../src/main/dicom/dcm2niix.ts'
import { parseNifti } from '../../../../src/shared/imaging/nifti.ts'
import { seriesBytes, sliceBytes } from '../../../helpers/dicom-bytes.ts'

const fixtures = new URL('../../../fixtures/dicom/', import.meta.url)
const readFolder = (name: string) =>
  readdirSync(new URL(`${name}/`, fixtures))
    .sort()
    .map((file) => new Uint8Array(readFileSync(new URL(`${name}/${file}`, fixtures))))

/** Rows are turned upside down: NIfTI counts from posterior to anterior. */
function expectFormula(nifti: Uint8Array, slices: number) {
  const { volume } = parseNifti(nifti)
  expect(volume.shape).toEqual([20, 24, slices])
  const expected = Float32Array.from({ length: 20 * 24 * slices }, (_, at) => {
    const [column, row, k] = [at % 20, 23 - (Math.floor(at / 20) % 24), Math.floor(at / 480)]
    return (97 * k + 31 * row + 7 * column) % 4000
  })
  expect(volume.data).toEqual(expected)
}

describe('convertDicom', () => {
  it.each(['big-endian', 'jpeg-lossless', 'jpeg-ls', 'jpeg-2000', 'run-length'])(
    'gives the voxels that were stored: %s',
    async (name) => {
      expectFormula(await convertDicom(readFolder(name)), 4)
    },
  )

  it.each([
    ['explicit', {}],
    ['implicit', { implicit: true }],
    ['without preamble and file meta group', { implicit: true, bare: true }],
  ])('gives the voxels that were stored: %s, in any order', async (_, fields) => {
    expectFormula(await convertDicom(seriesBytes(6, () => fields).toReversed()), 6)
  })

  it('says so when nothing comes out', async () => {
    await expect(convertDicom([Buffer.from('no DICOM'.repeat(40))])).rejects.toMatchObject({
      code: 'unreadable-file',
      message: expect.stringMatching(/could not be converted \(dcm2niix: .+\)\. Copy/) as string,
    })
    await expect(convertDicom([])).rejects.toMatchObject({ code: 'unreadable-file' })
  })

  it('says so when compressed pixels are damaged', async () => {
    const files = readFolder('jpeg-2000').map((bytes) => {
      const damaged = Uint8Array.from(bytes)
      damaged.fill(0x55, bytes.length - 300, bytes.length - 20)
      return damaged
    })
    const outcome = await convertDicom(files).then(
      (nifti) => parseNifti(nifti).volume.shape as unknown,
      (error: { code: string }) => error.code,
    )
    expect([[20, 24, 4], 'unreadable-file']).toContainEqual(outcome)
  })

  it('refuses what turns out to be several volumes', async () => {
    const other = (k: number) => sliceBytes({ series: '9.9', instance: k, position: [0, 0, 5 * k] })
    await expect(convertDicom([...seriesBytes(3), other(1), other(2)])).rejects.toMatchObject({
      code: 'unreadable-file',
      message: expect.stringMatching(/2 volumes/) as string,
    })
  })
})
