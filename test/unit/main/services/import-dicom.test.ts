import { cpSync, existsSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { listAcquisitions } from '../../../../src/main/db/stores/acquisitions.ts'
import { listConvertedSeries } from '../../../../src/main/db/stores/converted-series.ts'
import { listLabels } from '../../../../src/main/db/stores/labels.ts'
import { listScans, listUsedScans } from '../../../../src/main/db/stores/scans.ts'
import { contentHash } from '../../../../src/main/dicom/content-hash.ts'
import type { Project } from '../../../../src/main/project.ts'
import { importCohort, type ImportReport } from '../../../../src/main/services/import-cohort.ts'
import type { DicomOptions } from '../../../../src/main/services/import-dicom.ts'
import { importLabels } from '../../../../src/main/services/label-sheet.ts'
import type { Progress } from '../../../../src/main/services/service-context.ts'
import { readNiftiFile, writeNiftiFile } from '../../../../src/main/services/nifti-file.ts'
import { sha256 } from '../../../../src/main/study/hash.ts'
import { applyAffine, invert } from '../../../../src/shared/imaging/affine.ts'
import { encodeNifti } from '../../../../src/shared/imaging/nifti.ts'
import { AntrumError } from '../../../../src/shared/ipc/error.ts'
import { findText } from '../../../helpers/byte-search.ts'
import { person, seriesBytes, writeDicom, type SliceFields } from '../../../helpers/dicom-bytes.ts'
import { aContext, aFolder, aProject, aVolume } from '../../../helpers/project.ts'

const fixtures = fileURLToPath(new URL('../../../fixtures/dicom/', import.meta.url))
const codes = ({ lanes }: ImportReport) => ({
  ok: lanes.ok.map(({ file }) => file),
  look: Object.fromEntries(
    lanes.look.map(({ file, notes }) => [file, notes.map(({ code }) => code).join(' ')]),
  ),
  rejected: Object.fromEntries(lanes.rejected.map(({ file, code }) => [file, code])),
})
const study = (series: string, fields: Partial<SliceFields> = {}) =>
  seriesBytes(20, (k) => ({
    series,
    study: `1.9.${series}`,
    ...fields,
    value: (c, r) => (97 * k + 31 * r + 7 * c + series.length) % 4000,
  }))

describe('importing DICOM', () => {
  it('stores a series where its attributes say it lies, voxel for voxel', async () => {
    const project = await aProject()
    const folder = writeDicom(path.join(aFolder(), 'SER1'), seriesBytes())
    const report = await importCohort(project, [folder], aContext())
    expect(codes(report)).toEqual({ ok: ['SER1'], look: {}, rejected: {} })
    const [scan] = await listUsedScans(project.db)
    expect(scan).toMatchObject({ contrast: 'T1w', shape: [20, 24, 20], spacingMm: [2, 1.5, 5] })
    const { volume } = await readNiftiFile(path.join(project.paths.root, scan.file))
    const voxelFromWorld = invert(volume.affine)
    for (const [column, row, k] of [
      [0, 0, 0],
      [19, 23, 19],
      [4, 11, 7],
    ]) {
      // LPS position (−20 + 2 column, −18 + 1.5 row, −30 + 5 k), as RAS.
      const world = [20 - 2 * column, 18 - 1.5 * row, -30 + 5 * k] as const
      const [i, j, slice] = applyAffine(voxelFromWorld, world).map(Math.round)
      expect(volume.data[i + 20 * (j + 24 * slice)]).toBe((97 * k + 31 * row + 7 * column) % 4000)
    }
  })

  it('changes nothing when repeated, nor when the same series comes compressed', async () => {
    const project = await aProject()
    for (const name of ['jpeg-2000', 'run-length']) {
      const report = await importCohort(project, [path.join(fixtures, name)], aContext(), {
        dicom: { series: ['2.25.1000'] },
      })
      expect(report).toMatchObject({ subjects: 1, scans: 1, lanes: { rejected: [] } })
    }
    expect(await listScans(project.db)).toHaveLength(1)
  })

  describe('of series that were converted before', () => {
    /** Two patients' series, one of them in two copies. */
    function aHospital() {
      const folder = aFolder()
      const other = study('1.22', { tags: { '00100020': ['LO', 'PAT-2'] } })
      writeDicom(path.join(folder, 'a'), study('1.1'))
      writeDicom(path.join(folder, 'b'), other)
      writeDicom(path.join(folder, 'b copied'), other)
      return { folder, other }
    }
    const importing = async (project: Project, folder: string, dicom: DicomOptions = {}) => {
      const phases = new Set<string>()
      const context = { ...aContext(), progress: ({ phase }: Progress) => void phases.add(phase) }
      const report = await importCohort(project, [folder], context, { dicom })
      return { report, converted: phases.has('Converting DICOM series') }
    }

    it('converts none again, and reports the same', async () => {
      const project = await aProject()
      const { folder } = aHospital()
      const both = { series: ['1.1', '1.22'] }
      const first = await importing(project, folder, both)
      expect(first).toMatchObject({ converted: true, report: { added: 2, dicom: { recognised: 0 } } })
      expect(first.report.lanes.look.map(({ code }) => code)).toContain('duplicate')
      const state = () =>
        Promise.all([listScans, listAcquisitions, listConvertedSeries].map((list) => list(project.db)))
      const before = await state()
      const again = await importing(project, folder, both)
      expect(again.converted).toBe(false)
      expect(again.report).toEqual({
        ...first.report,
        added: 0,
        throughput: again.report.throughput,
        dicom: { ...first.report.dicom, recognised: 3 },
      })
      expect(await state()).toEqual(before)
    })

    it('knows them under other names, and converts what differs by a byte, and what is new', async () => {
      const project = await aProject()
      const { folder, other } = aHospital()
      await importing(project, folder)
      const moved = aFolder()
      writeDicom(path.join(moved, 'x'), study('1.1').reverse(), (k) => `slice${k}`)
      const changed = other.map((bytes) => Uint8Array.from(bytes))
      changed[7][changed[7].length - 2] ^= 1
      writeDicom(path.join(moved, 'y'), changed)
      writeDicom(path.join(moved, 'z'), study('1.333'))
      const { report } = await importing(project, moved)
      expect(report).toMatchObject({ added: 2, scans: 4, dicom: { recognised: 1 } })
      expect(report.dicom!.series.every(({ taken }) => taken)).toBe(true)
    })

    it('converts one again whose scan is gone from the project folder', async () => {
      const project = await aProject()
      const { folder } = aHospital()
      const { report } = await importing(project, folder)
      const lost = path.join(project.paths.scans, `${report.lanes.ok[0].scan}.nii.gz`)
      rmSync(lost)
      expect((await importing(project, folder)).report).toMatchObject({
        added: 0,
        dicom: { recognised: 1 },
      })
      expect(existsSync(lost)).toBe(true)
    })

    it('keeps no plain hash of the files, which could be tried out', async () => {
      const project = await aProject()
      const folder = writeDicom(path.join(aFolder(), 'a'), study('1.1'))
      await importing(project, folder)
      const { subject } = (await listScans(project.db))[0]
      expect([...(await listConvertedSeries(project.db)).keys()]).toHaveLength(1)
      const plain = [...study('1.1').map(sha256), contentHash(study('1.1'))]
      expect(findText(project.paths.root, plain)).toEqual([])
      expect(findText(project.paths.root, [subject])).not.toEqual([])
    })
  })

  it('gives a patient one pseudonym, from whatever folder, and another one in another project', async () => {
    const [root, other] = [aFolder(), aFolder()]
    writeDicom(path.join(root, 'first'), study('1.1'))
    writeDicom(path.join(other, 'second'), study('1.22'))
    const project = await aProject()
    const first = await importCohort(project, [root], aContext())
    const second = await importCohort(project, [other], aContext())
    expect(first.lanes.ok[0].subject).toMatch(/^sub-[0-9a-z]{10}$/)
    expect(second).toMatchObject({ subjects: 1, scans: 2 })
    expect(second.lanes.look).toEqual([
      expect.objectContaining({ file: 'second', code: 'near-duplicate', subject: first.lanes.ok[0].subject }),
    ])
    const elsewhere = await importCohort(await aProject(), [root], aContext())
    expect(elsewhere.lanes.ok[0].subject).not.toBe(first.lanes.ok[0].subject)
  })

  it('moves all dates of a patient by the same number of days', async () => {
    const project = await aProject()
    const folder = aFolder()
    writeDicom(path.join(folder, 'a'), study('1.1', { tags: { '00080022': ['DA', '20180101'] } }))
    writeDicom(path.join(folder, 'b'), study('1.22', { tags: { '00080022': ['DA', '20190105'] } }))
    await importCohort(project, [folder], aContext())
    const dates = [...(await listAcquisitions(project.db)).values()].map(({ kept }) =>
      Date.parse(kept.shiftedDate!),
    )
    expect(Math.abs(dates[0] - dates[1])).toBe(369 * 86_400_000)
    expect(Math.max(...dates)).toBeLessThan(Date.parse('2019-01-05'))
  })

  it('says what became of the attributes, and of every series', async () => {
    const project = await aProject()
    const folder = aFolder()
    writeDicom(
      path.join(folder, 'flair'),
      seriesBytes(20, () => ({ description: 'FLAIR', tags: { '00091001': ['LO', 'x'] } })),
    )
    writeDicom(
      path.join(folder, 't1'),
      seriesBytes(20, () => ({ series: '1.7' })),
    )
    const { dicom, lanes } = await importCohort(project, [folder], aContext(), { dicom: { required: true } })
    expect(dicom!.series).toMatchObject([
      {
        file: 'flair',
        taken: true,
        subject: lanes.ok[0].subject,
        contrast: 'FLAIR',
        why: 'the FLAIR of this study',
      },
      { file: 't1', taken: false, subject: null, why: 'series 1 "FLAIR" of this study is taken' },
    ])
    expect(dicom!.attributes).toMatchObject({
      kept: expect.arrayContaining(['EchoTime']) as string[],
      removed: { private: 1 },
    })
    expect(dicom!.attributes.removed.identifying).toEqual(
      expect.arrayContaining(['PatientName', 'PatientBirthDate', 'SeriesDescription', 'StudyDate']),
    )
    const [acquisition] = (await listAcquisitions(project.db)).values()
    expect(acquisition).toMatchObject({
      kept: { modality: 'MR', sex: 'F', ageYears: 54 },
      removal: dicom!.attributes,
    })
  })

  it('takes the series that are asked for', async () => {
    const project = await aProject()
    const folder = aFolder()
    writeDicom(
      path.join(folder, 'flair'),
      seriesBytes(20, () => ({ description: 'FLAIR' })),
    )
    writeDicom(
      path.join(folder, 't1'),
      seriesBytes(20, (k) => ({ series: '1.7', value: () => k })),
    )
    const one = await importCohort(project, [folder], aContext(), { dicom: { series: ['1.7'] } })
    expect(codes(one)).toEqual({ ok: ['t1'], look: {}, rejected: {} })
    await expect(
      importCohort(project, [folder], aContext(), { dicom: { series: ['1.8'] } }),
    ).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('antrum series') as string,
    })
  })

  it('takes labels by the ids that hospitals know', async () => {
    const project = await aProject()
    const folder = aFolder()
    writeDicom(path.join(folder, 'a'), seriesBytes())
    const { lanes } = await importCohort(project, [folder], aContext())
    const sheet = path.join(folder, 'labels.csv')
    writeFileSync(
      sheet,
      `patient_id,left_label,right_label\n${person.id.toLowerCase()},normal,anomalous\nPAT-9,normal,normal\n`,
    )
    expect(await importLabels(project, sheet)).toMatchObject({
      labels: 2,
      problems: [{ line: 3, code: 'unknown-subject' }],
    })
    expect((await listLabels(project.db)).map(({ subject }) => subject)).toEqual([
      lanes.ok[0].subject,
      lanes.ok[0].subject,
    ])
    expect(findText(project.paths.root, [person.id])).toEqual([])
  })

  it('takes DICOM and NIfTI side by side', async () => {
    const project = await aProject()
    const folder = aFolder()
    writeDicom(path.join(folder, 'dicom'), seriesBytes(), (k) => `slice${k}`)
    await writeNiftiFile(path.join(folder, 'P1.nii.gz'), aVolume(1))
    expect(codes(await importCohort(project, [folder], aContext()))).toEqual({
      ok: ['dicom', 'P1.nii.gz'],
      look: {},
      rejected: {},
    })
  })

  it('names every file and series it cannot use, and goes on', async () => {
    const project = await aProject()
    const folder = aFolder()
    writeDicom(path.join(folder, 'good'), study('1.1'))
    writeDicom(
      path.join(folder, 'gap'),
      study('1.2').filter((_, k) => k !== 9),
    )
    const cut = study('1.3')
    cut[4] = cut[4].subarray(0, -300)
    writeDicom(path.join(folder, 'cut'), cut)
    writeDicom(
      path.join(folder, 'uneven'),
      seriesBytes(20, (k) => ({
        series: '1.4',
        study: '1.9.4',
        position: [-20, -18, 5 * k + (k === 6 ? 1 : 0)],
      })),
    )
    writeDicom(
      path.join(folder, 'scouts'),
      seriesBytes(3, () => ({ series: '1.5', study: '1.9.5', description: 'scout' })),
    )
    writeFileSync(path.join(folder, 'note.dcm'), 'not an image')
    cpSync(path.join(fixtures, 'deflated/1.dcm'), path.join(folder, 'deflated.dcm'))
    expect(codes(await importCohort(project, [folder], aContext()))).toEqual({
      ok: ['good'],
      look: { uneven: 'uneven-slices near-duplicate' },
      rejected: {
        cut: 'damaged-slices',
        'cut/IM0005.dcm': 'unreadable-file',
        'deflated.dcm': 'unsupported-file',
        gap: 'missing-slices',
        'note.dcm': 'unreadable-file',
        scouts: 'no-head-series',
      },
    })
  })

  it('changes nothing when DICOM is expected, or a series asked for, and it is not there', async () => {
    const project = await aProject()
    const folder = aFolder()
    await writeNiftiFile(path.join(folder, 'P1.nii.gz'), aVolume(1))
    const importing = (dicom: DicomOptions) => importCohort(project, [folder], aContext(), { dicom })
    await expect(importing({ required: true })).rejects.toMatchObject({ code: 'not-found' })
    writeDicom(path.join(folder, 'dicom'), seriesBytes())
    await expect(importing({ series: ['9.9'] })).rejects.toMatchObject({ code: 'not-found' })
    expect(await listScans(project.db)).toEqual([])
  })

  it('stops when cancelled, and goes on where it was', async () => {
    const project = await aProject()
    const folder = aFolder()
    for (const series of ['1.1', '1.22', '1.333']) writeDicom(path.join(folder, series), study(series))
    const abort = new AbortController()
    const stopping = importCohort(project, [folder], {
      signal: abort.signal,
      progress: ({ phase, done }) =>
        void (
          phase.startsWith('Converting') &&
          done === 1 &&
          abort.abort(new AntrumError('cancelled', 'Stopped.'))
        ),
    })
    await expect(stopping).rejects.toMatchObject({ code: 'cancelled' })
    expect(await listScans(project.db)).toHaveLength(1)
    expect(await importCohort(project, [folder], aContext())).toMatchObject({ scans: 3 })
  })
})

describe('what identifies a person', () => {
  const hospital = 'Klinikum Beispielstadt'
  const secrets = [person.name, 'Mustermann', 'Erika', person.id, '4711', person.birthDate, '1964-08-12']
  const elsewhere = [
    hospital,
    'Beispielstadt',
    'Dr^Referrer',
    '20190504',
    '2019-05-04',
    '20190503',
    '1.2.840.99999',
    'ACC-5150',
  ]

  it('is nowhere in the project: not in the database, its log, the scans or a name', async () => {
    const project = await aProject()
    const folder = path.join(aFolder(), 'Mustermann Erika 1964-08-12')
    const tags: SliceFields['tags'] = {
      '00080050': ['SH', 'ACC-5150'],
      '00080080': ['LO', hospital],
      '00080090': ['PN', 'Dr^Referrer'],
      '00081030': ['LO', `Kopf ${person.name}`],
      '00101002': ['SQ', [{ '00100020': ['LO', person.id] }]],
      '00204000': ['LT', `${person.name} ${person.birthDate}`],
      '00290010': ['LO', `VENDOR ${person.name}`],
    }
    const fields = (): SliceFields => ({
      tags,
      series: '1.2.840.99999.1',
      study: '1.2.840.99999',
      description: `FLAIR ${person.name}`,
    })
    writeDicom(folder, seriesBytes(20, fields), (k) => `Mustermann_${k}.dcm`)
    const progress: string[] = []
    const report = await importCohort(project, [folder], {
      signal: new AbortController().signal,
      progress: (line) => void progress.push(JSON.stringify(line)),
    })
    expect(report.lanes.ok).toHaveLength(1)
    // The database is still open: its write-ahead log is searched as well.
    const found = findText(project.paths.root, [...secrets, ...elsewhere])
    expect(found).toEqual([])
    for (const text of [...secrets, ...elsewhere]) expect(progress.join('\n')).not.toContain(text)
    // The search would have found them.
    expect(findText(folder, [person.id])).toHaveLength(20)
    expect(findText(project.paths.root, [report.lanes.ok[0].subject]).length).toBeGreaterThan(0)
  })

  it('is not taken over from the texts and extensions of NIfTI files either', async () => {
    const project = await aProject()
    const folder = aFolder()
    const plain = encodeNifti(aVolume(1))
    // A header extension of 32 bytes between header and voxels, and every text field filled.
    const bytes = Buffer.concat([plain.subarray(0, 352), Buffer.alloc(32), plain.subarray(352)])
    bytes[348] = 1
    bytes.writeInt32LE(32, 352)
    bytes.writeInt32LE(6, 356)
    bytes.write('Mustermann Erika', 360)
    bytes.writeFloatLE(384, 108)
    bytes.write(person.id, 4) // data_type
    bytes.write(person.name, 14) // db_name
    bytes.write(`${person.name} ${person.birthDate}`, 148) // descrip
    bytes.write(person.id, 228) // aux_file
    bytes.write('Erika', 328) // intent_name
    writeFileSync(path.join(folder, 'P1.nii'), bytes)
    expect((await importCohort(project, [folder], aContext())).lanes.ok).toHaveLength(1)
    expect(findText(project.paths.root, secrets)).toEqual([])
    expect(findText(folder, ['Erika', person.birthDate]).length).toBeGreaterThan(1)
  })

  it('can be kept out of subject ids of NIfTI files, and then is in every later import', async () => {
    const project = await aProject()
    const [folder, later] = [aFolder(), aFolder()]
    await writeNiftiFile(path.join(folder, 'Mustermann_Erika_FLAIR.nii.gz'), aVolume(1))
    await writeNiftiFile(path.join(later, 'Beispiel_Max.nii.gz'), aVolume(2))
    const { lanes } = await importCohort(project, [folder], aContext(), { pseudonyms: true })
    await importCohort(project, [later], aContext())
    expect(lanes.ok[0].subject).toMatch(/^sub-[0-9a-z]{10}$/)
    expect(findText(project.paths.root, ['Mustermann', 'Erika', 'Beispiel', 'Max'])).toEqual([])
    expect((await listScans(project.db)).map(({ contrast }) => contrast).sort()).toEqual(['FLAIR', null])
  })
})
