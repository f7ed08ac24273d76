import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listAcquisitions } from '../../src/main/db/stores/acquisitions.ts'
import { listScans } from '../../src/main/db/stores/scans.ts'
import { createProject, openProject, type Project } from '../../src/main/project.ts'
import { importCohort, type ImportReport } from '../../src/main/services/import-cohort.ts'
import { listSeries } from '../../src/main/services/list-series.ts'
import { readNiftiFile } from '../../src/main/services/nifti-file.ts'
import { registerProject } from '../../src/main/services/register.ts'
import { applyAffine, invert, multiply } from '../../src/shared/imaging/affine.ts'
import type { Volume } from '../../src/shared/imaging/volume.ts'
import { findText } from '../helpers/byte-search.ts'
import { aContext } from '../helpers/project.ts'
import { largestDifference } from '../helpers/volumes.ts'

const real = fileURLToPath(new URL('../../../shared/data/real/', import.meta.url))
const areThere = existsSync(real)
if (!areThere) {
  console.warn('\n*** SKIPPED: the real scans are not on this machine, so real DICOM is NOT tested here.\n')
}

describe.skipIf(!areThere)('real DICOM', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'antrum-real-dicom-'))
  let project: Project
  let report: ImportReport

  beforeAll(async () => {
    await createProject(folder)
    project = await openProject(folder, { mode: 'write' })
    report = await importCohort(project, [path.join(real, 'dicom')], aContext(), {
      dicom: { required: true },
    })
  }, 180_000)
  afterAll(async () => {
    await project.close()
    rmSync(folder, { recursive: true })
  })

  /** The volume stored of a series in this folder. */
  async function volumeOf(series: string): Promise<Volume> {
    const { ok, look } = report.lanes
    const { scan } = [...ok, ...look].find(({ file }) => file.startsWith(series))!
    return (await readNiftiFile(path.join(folder, 'scans', `${scan}.nii.gz`))).volume
  }
  const twin = async (name: string) => (await readNiftiFile(path.join(real, 'nifti', name))).volume

  it('is taken, all of it: old and new, compressed or not; two scans of a person are one subject', () => {
    expect(report).toMatchObject({ subjects: 4, scans: 5, lanes: { rejected: [] } })
    expect(report.lanes.look.map(({ code }) => code)).toEqual(['several-scans'])
  })

  it('equals its NIfTI twin: CT, whose twin is the mean of 2 × 2 pixels', async () => {
    const [dicom, nifti] = [await volumeOf('ct_head_jpeg2000'), await twin('ct_head_1p1mm.nii.gz')]
    const dicomFromNifti = multiply(invert(dicom.affine), nifti.affine)
    const [ni, nj, nk] = nifti.shape
    let largest = 0
    for (let k = 0; k < nk; k += 3)
      for (let j = 0; j < nj; j += 5)
        for (let i = 0; i < ni; i += 5) {
          const [x, y, z] = applyAffine(dicomFromNifti, [i, j, k])
          const at = (right: number, up: number) =>
            dicom.data[Math.round(x - 0.5 + right) + 512 * (Math.round(y - 0.5 + up) + 512 * Math.round(z))]
          const mean = (at(0, 0) + at(1, 0) + at(0, 1) + at(1, 1)) / 4
          largest = Math.max(largest, Math.abs(mean - nifti.data[i + ni * (j + nj * k)]))
        }
    expect(largest).toBeLessThanOrEqual(0.5) // the twin's means were rounded
  })

  it('lies where its NIfTI twin does: enhanced multi-frame, whose twin was made even in brightness', async () => {
    const [dicom, nifti] = [await volumeOf('t1_enhanced'), await twin('t1_2mm.nii.gz')]
    expect(dicom.shape).toEqual(nifti.shape)
    expect(largestDifference(dicom.affine, nifti.affine)).toBeLessThan(0.001)
    expect(correlation(dicom.data, nifti.data)).toBeGreaterThan(0.85)
  })

  it('leaves no name, id or folder in the project', () => {
    const texts = [
      'ANON^HEAD',
      'HEAD01',
      'HEAD02',
      'HEAD03',
      'HEAD04',
      't1_sagittal',
      'jpeg2000',
      'IM0001',
      // The UIDs of its series; shorter texts occur in voxels by chance.
      '2.25.375529996383',
      '2.25.513264300084',
    ]
    expect(findText(folder, texts)).toEqual([])
  })

  it('keeps how it was taken', async () => {
    const scans = await listScans(project.db)
    const acquisitions = await listAcquisitions(project.db)
    expect(acquisitions.size).toBe(scans.length)
    const lossy = [...acquisitions.values()].filter(({ kept }) => kept.lossy).map(({ kept }) => kept.modality)
    expect(lossy).toEqual(['CT'])
  })

  it('is listed with what a person needs to choose, thumbnails among it', async () => {
    const { series } = await listSeries([path.join(real, 'dicom')], aContext(), { thumbnails: true })
    expect(
      series.map(
        ({ contrast, matrix, slices, plane }) => `${contrast} ${matrix.join('×')}×${slices} ${plane}`,
      ),
    ).toEqual([
      'T1w 256×256×35 sagittal',
      'T1w 256×256×35 sagittal',
      'PDw 256×256×20 axial',
      'T1w 128×128×96 sagittal',
      'CT 512×512×160 axial',
    ])
    for (const { proposed, thumbnail } of series) {
      expect(proposed).toBe(true)
      expect(Buffer.from(thumbnail!, 'base64').length).toBeGreaterThan(2000)
    }
  })

  it.each([
    ['dicom_missing_slices', [], ['dicom_missing_slices missing-slices']],
    [
      'dicom_one_truncated_file',
      [],
      ['IM0010.dcm unreadable-file', 'README.dcm unreadable-file', 'dicom_one_truncated_file damaged-slices'],
    ],
    [
      'dicom_two_series',
      [
        ['t1 sagittal', 35],
        ['pd axial', 20],
      ],
      [],
    ],
  ] as [string, [string, number][], string[]][])('ends as it should: %s', async (name, taken, rejected) => {
    const other = path.join(folder, name)
    await createProject(other)
    const tricky = await openProject(other, { mode: 'write' })
    const { lanes } = await importCohort(tricky, [path.join(real, 'tricky', name)], aContext())
    const scans = await listScans(tricky.db)
    await tricky.close()
    expect(lanes.rejected.map(({ file, code }) => `${file} ${code}`)).toEqual(rejected)
    expect(lanes.ok.map(({ file }) => file)).toEqual(
      taken.map(([text]) => expect.stringContaining(text) as string),
    )
    expect(scans.map(({ shape }) => shape[2]).sort()).toEqual(taken.map(([, slices]) => slices).sort())
  })

  it('is registered with every other real head: those without whole sinuses are told apart, and no others', async () => {
    await importCohort(project, [path.join(real, 'nifti')], aContext())
    const { scans } = await registerProject(project, { fixedSubject: 't1_mprage_1mm' }, aContext())
    const why = (subject: string) => scans.find((scan) => scan.subject === subject)?.reasons.join('; ')
    expect(why('flair_defaced_LPS')).toMatch(/^the face was removed/)
    expect(why('t2_skullstripped')).toMatch(/^no tissue around the sinuses: the scan is skull-stripped/)
    expect(why('flair_thick_5p5mm')).toMatch(/^the scan ends about 1\d mm above the floor of the sinuses$/)
    expect(scans.filter(({ flagged }) => flagged)).toHaveLength(3)
    // Twelve NIfTI heads, one of them twice, and one scan in use of each of the four persons with DICOM.
    expect(scans).toHaveLength(15)
  }, 300_000)
})

function correlation(a: Float32Array, b: Float32Array): number {
  const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [meanA, meanB] = [mean(a), mean(b)]
  let [ab, aa, bb] = [0, 0, 0]
  a.forEach((value, i) => {
    ab += (value - meanA) * (b[i] - meanB)
    aa += (value - meanA) ** 2
    bb += (b[i] - meanB) ** 2
  })
  return ab / Math.sqrt(aa * bb)
}
