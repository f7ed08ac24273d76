import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { listScans, listUsedScans } from '../../../../src/main/db/stores/scans.ts'
import { importCohort, type ImportReport } from '../../../../src/main/services/import-cohort.ts'
import { importLabels } from '../../../../src/main/services/label-sheet.ts'
import { readNiftiFile, writeNiftiFile } from '../../../../src/main/services/nifti-file.ts'
import { summariseProject } from '../../../../src/main/services/project-summary.ts'
import { AntrumError } from '../../../../src/shared/ipc/error.ts'
import { mirrorLeftRight } from '../../../../src/shared/imaging/mirror.ts'
import { encodeNifti } from '../../../../src/shared/imaging/nifti.ts'
import type { Volume } from '../../../../src/shared/imaging/volume.ts'
import { createRandom } from '../../../../src/shared/random.ts'
import { aContext, aFolder, aProject, aVolume } from '../../../helpers/project.ts'

/** The bytes of a scan whose file stores spacing only. */
function withoutOrientation(volume: Volume): Uint8Array {
  const bytes = encodeNifti(volume)
  const header = new DataView(bytes.buffer)
  header.setInt16(252, 0, true)
  header.setInt16(254, 0, true)
  return bytes
}

const real = fileURLToPath(new URL('../../../../../shared/data/real/', import.meta.url))
const lane = ({ lanes }: ImportReport) => ({
  ok: lanes.ok.map(({ file }) => file),
  look: Object.fromEntries(
    lanes.look.map(({ file, notes }) => [file, notes.map(({ code }) => code).join(' ')]),
  ),
  rejected: Object.fromEntries(lanes.rejected.map(({ file, code }) => [file, code])),
})

describe('importCohort', () => {
  it('stores voxels and geometry of each scan, by subject, and nothing else of the file', async () => {
    const project = await aProject()
    const folder = aFolder()
    const volume = aVolume('one')
    const bytes = encodeNifti(volume)
    bytes.set(new TextEncoder().encode('Doe^Jane 1970'), 148) // the header's description
    mkdirSync(path.join(folder, 'sub-01/anat'), { recursive: true })
    writeFileSync(path.join(folder, 'sub-01/anat/sub-01_FLAIR.nii'), bytes)
    await writeNiftiFile(path.join(folder, 'P7.nii.gz'), aVolume('two'))
    writeFileSync(path.join(folder, 'participants.tsv'), 'not a scan')
    writeFileSync(path.join(folder, '.hidden.nii'), 'not looked at')

    const report = await importCohort(project, [folder], aContext())
    expect(lane(report)).toEqual({
      ok: ['P7.nii.gz', 'sub-01/anat/sub-01_FLAIR.nii'],
      look: {},
      rejected: {},
    })
    expect(report).toMatchObject({ subjects: 2, scans: 2 })
    const scan = (await listUsedScans(project.db)).find(({ subject }) => subject === 'sub-01')!
    expect(scan).toMatchObject({
      contrast: 'FLAIR',
      shape: [8, 9, 10],
      spacingMm: [2, 2, 2],
      affine: volume.affine,
    })
    const stored = path.join(project.paths.root, scan.file)
    expect((await readNiftiFile(stored)).volume).toEqual(volume)
    expect(gunzipSync(readFileSync(stored)).includes('Doe')).toBe(false)
  })

  it('changes nothing when repeated', async () => {
    const project = await aProject()
    const folder = aFolder()
    for (const name of ['a', 'b']) await writeNiftiFile(path.join(folder, `${name}.nii.gz`), aVolume(name))
    await writeNiftiFile(path.join(folder, 'b2.nii'), aVolume('b'))
    const first = await importCohort(project, [folder], aContext())
    const [scans, files] = [await listScans(project.db), readdirSync(project.paths.scans)]
    const again = await importCohort(project, [folder], aContext())
    expect(first.added).toBe(2)
    expect(again).toEqual({ ...first, added: 0, throughput: again.throughput })
    expect(await listScans(project.db)).toEqual(scans)
    expect(readdirSync(project.paths.scans)).toEqual(files)
  })

  it('finds the same scan again in another container, and says of whom', async () => {
    const project = await aProject()
    const folder = aFolder()
    await writeNiftiFile(path.join(folder, 'a.nii'), aVolume('same'))
    await writeNiftiFile(path.join(folder, 'a.nii.gz'), aVolume('same'))
    await writeNiftiFile(path.join(folder, 'b.nii.gz'), aVolume('same'))
    const { lanes, subjects } = await importCohort(project, [folder], aContext())
    expect(lane({ lanes } as ImportReport)).toEqual({
      ok: ['a.nii'],
      look: { 'a.nii.gz': 'duplicate', 'b.nii.gz': 'duplicate' },
      rejected: {},
    })
    expect(lanes.look[1].reason).toMatch(/of subject a\b/)
    expect(subjects).toBe(1)
    const later = aFolder()
    await writeNiftiFile(path.join(later, 'c.nii'), aVolume('same'))
    expect((await importCohort(project, [later], aContext())).lanes.look[0].reason).toMatch(
      /earlier import of subject a\b/,
    )
  })

  it('suspects a scan saved again under another id, whatever header or values it has, and none of other people', async () => {
    const project = await aProject()
    const folder = aFolder()
    const original = aVolume('one', { shape: [24, 26, 28] })
    const save = (name: string, volume: Volume) => writeNiftiFile(path.join(folder, name), volume)
    await save('a.nii.gz', original)
    await save('b.nii.gz', { ...original, data: original.data.map((v) => 1.5 * v + 7.25) })
    await save('c.nii.gz', { ...original, affine: [-1, 0, 0, 5, 0, 0, 2, 6, 0, 3, 0, 7, 0, 0, 0, 1] })
    await save('d.nii.gz', mirrorLeftRight(original))
    for (const name of ['x', 'y', 'z']) await save(`${name}.nii.gz`, aVolume(name, { shape: [24, 26, 28] }))
    const report = await importCohort(project, [folder], aContext())
    expect(lane(report)).toMatchObject({
      ok: ['a.nii.gz', 'x.nii.gz', 'y.nii.gz', 'z.nii.gz'],
      look: {
        'b.nii.gz': 'suspected-duplicate',
        'c.nii.gz': 'suspected-duplicate',
        'd.nii.gz': 'suspected-duplicate',
      },
    })
    expect(report.subjects).toBe(7)
    const [b] = report.lanes.look
    expect(b.reason).toMatch(/likeness 1\.0000\), of subject a: one person under two ids/)
    expect(b.fix).toMatch(/^Decide, for it is left out until then: antrum decide/)
    expect(b.scan).toBe((await listScans(project.db)).find(({ subject }) => subject === 'b')!.id)
    const again = await importCohort(project, [folder], aContext())
    expect(again.lanes).toEqual(report.lanes)
  })

  it('leaves a copy of the same subject unused, unless it knows its sides and the first does not', async () => {
    const project = await aProject()
    const folder = aFolder()
    const original = aVolume('one', { shape: [24, 26, 28] })
    await writeNiftiFile(path.join(folder, 'sub-1_T1w.nii'), original)
    const copy = { ...original, data: original.data.map((v) => v / 2) }
    await writeNiftiFile(path.join(folder, 'sub-1_run-2_T1w.nii'), copy)
    writeFileSync(path.join(folder, 'sub-2_T1w.nii'), withoutOrientation(aVolume('two')))
    await writeNiftiFile(path.join(folder, 'sub-2_ses-2_T1w.nii'), aVolume('two'))
    const { lanes } = await importCohort(project, [folder], aContext())
    expect(lane({ lanes } as ImportReport)).toMatchObject({
      ok: ['sub-1_T1w.nii'],
      look: {
        'sub-1_run-2_T1w.nii': 'near-duplicate',
        'sub-2_T1w.nii': 'sides-unknown',
        'sub-2_ses-2_T1w.nii': 'near-duplicate',
      },
    })
    expect(lanes.look[2].reason).toMatch(/this one is used from now on/)
    expect((await listUsedScans(project.db)).map(({ notes }) => notes.map(({ code }) => code))).toEqual([
      [],
      ['near-duplicate'],
    ])
  })

  it('keeps a second scan of a subject beside the first, and uses a FLAIR before others', async () => {
    const project = await aProject()
    const folder = aFolder()
    for (const name of ['sub-1_T1w', 'sub-1_T2w', 'sub-1_ses-2_FLAIR'])
      await writeNiftiFile(path.join(folder, `${name}.nii`), aVolume(name))
    const report = await importCohort(project, [folder], aContext())
    expect(report).toMatchObject({ subjects: 1, scans: 3 })
    expect(lane(report).look).toEqual({
      'sub-1_T2w.nii': 'several-scans',
      'sub-1_ses-2_FLAIR.nii': 'several-scans',
    })
    expect((await listUsedScans(project.db)).map(({ contrast }) => contrast)).toEqual(['FLAIR'])
  })

  it('names every file it cannot use and goes on', async () => {
    const project = await aProject()
    const folder = aFolder()
    await writeNiftiFile(path.join(folder, 'good.nii.gz'), aVolume('good'))
    await writeNiftiFile(path.join(folder, 'GOOD.nii.gz'), aVolume('other'))
    await writeNiftiFile(path.join(folder, 'flat.nii'), {
      ...aVolume(1),
      data: new Float32Array(720).fill(7),
    })
    writeFileSync(path.join(folder, 'cut.nii'), encodeNifti(aVolume(2)).subarray(0, 1000))
    writeFileSync(path.join(folder, 'empty.nii.gz'), '')
    writeFileSync(path.join(folder, 'alone.hdr'), encodeNifti(aVolume(3)).subarray(0, 348))
    writeFileSync(path.join(folder, 'brain.mgz'), '')
    writeFileSync(path.join(folder, 'IM1.dcm'), '')
    writeFileSync(path.join(folder, 'IM2'), `${'\0'.repeat(128)}DICM`)
    writeFileSync(path.join(folder, '---.nii'), encodeNifti(aVolume(4)))
    symlinkSync('GOOD.nii.gz', path.join(folder, 'linked.nii.gz'))
    symlinkSync('.', path.join(folder, 'loop'))
    const report = await importCohort(project, [folder, path.join(folder, 'nowhere.nii')], aContext())
    expect(lane(report)).toEqual({
      ok: ['GOOD.nii.gz'],
      look: { 'linked.nii.gz': 'duplicate' },
      rejected: {
        '---.nii': 'usage',
        'IM1.dcm': 'unreadable-file',
        IM2: 'unreadable-file',
        'alone.hdr': 'unreadable-file',
        'brain.mgz': 'unsupported-file',
        'cut.nii': 'unreadable-file',
        'empty.nii.gz': 'unreadable-file',
        'flat.nii': 'unsupported-file',
        'good.nii.gz': 'already-exists',
        'nowhere.nii': 'not-found',
      },
    })
    for (const { reason, fix } of [...report.lanes.rejected, ...report.lanes.look]) {
      expect(reason).toMatch(/\. [A-Z][^.]+\.$|\. Check the path\.$/)
      expect(reason.endsWith(` ${fix}`) && /^[A-Z][a-z]+ /.test(fix), reason).toBe(true)
    }
  })

  it('reports how fast it was, and the project can be looked at meanwhile', async () => {
    const project = await aProject()
    const folder = aFolder()
    for (let i = 0; i < 6; i++) await writeNiftiFile(path.join(folder, `s${i}.nii`), aVolume(i))
    writeFileSync(path.join(folder, 's0x.nii'), 'broken')
    const looks: Promise<{ scans: number }>[] = []
    const { throughput } = await importCohort(project, [folder], {
      ...aContext(),
      progress: ({ done, total }) =>
        void (total && done === 3 && looks.push(summariseProject(project.paths.root))),
    })
    // s0 and s1 are in, s0x is broken, the fourth may be.
    expect((await looks[0]).scans).toBeGreaterThanOrEqual(2)
    expect(throughput.scans).toBe(7)
    expect(throughput.scansPerSecond).toBeCloseTo(7 / throughput.seconds, 9)
  })

  it('says so when there is nothing to import', async () => {
    await expect(importCohort(await aProject(), [aFolder()], aContext())).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  it('stops when cancelled and goes on where it was', async () => {
    const project = await aProject()
    const folder = aFolder()
    for (let i = 0; i < 6; i++) await writeNiftiFile(path.join(folder, `s${i}.nii`), aVolume(i))
    const abort = new AbortController()
    const stopping = importCohort(project, [folder], {
      signal: abort.signal,
      progress: ({ done, total }) =>
        void (total && done === 2 && abort.abort(new AntrumError('cancelled', 'Stopped.'))),
    })
    await expect(stopping).rejects.toMatchObject({ code: 'cancelled' })
    expect(await listScans(project.db)).toHaveLength(2)
    expect((await importCohort(project, [folder], aContext())).lanes.ok).toHaveLength(6)
  })

  it('takes the labels of the subjects it has', async () => {
    const project = await aProject()
    const folder = aFolder()
    await writeNiftiFile(path.join(folder, 'sub-1_FLAIR.nii'), aVolume(1))
    await importCohort(project, [folder], aContext())
    const sheet = path.join(folder, 'labels.csv')
    writeFileSync(sheet, 'patient_id,left_label,right_label\nsub-1,normal,anomalous\nsub-2,normal,normal\n')
    expect(await importLabels(project, sheet)).toMatchObject({
      labels: 2,
      changed: 2,
      problems: [{ line: 3, code: 'unknown-subject' }],
    })
    expect(await importLabels(project, sheet)).toMatchObject({ labels: 2, changed: 0 })
    await expect(importLabels(project, path.join(folder, 'none.csv'))).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})

describe('importCohort, over damaged files', () => {
  it('puts every file in one lane with a code of ours, however its header is damaged', async () => {
    const project = await aProject()
    const folder = aFolder()
    const random = createRandom('damaged headers')
    for (let n = 0; n < 80; n++) {
      const bytes = encodeNifti(aVolume(n))
      // In the fields that are read: sizes, type, offset, scaling, codes, geometry, magic; and sometimes cut.
      const changes = 1 + random.integer(4)
      for (let i = 0; i < changes; i++) bytes[40 + random.integer(308)] = random.integer(256)
      const cut = random.uniform() < 0.2 ? bytes.subarray(0, random.integer(bytes.length)) : bytes
      const packed = random.uniform() < 0.5
      writeFileSync(path.join(folder, `s${n}.nii${packed ? '.gz' : ''}`), packed ? gzipSync(cut) : cut)
    }
    await writeNiftiFile(path.join(folder, 'z-last.nii.gz'), aVolume('good'))
    const { lanes } = await importCohort(project, [folder], aContext())
    const files = [...lanes.ok, ...lanes.look, ...lanes.rejected].map(({ file }) => file)
    expect(files.sort()).toEqual(readdirSync(folder).sort())
    expect(lanes.ok.map(({ file }) => file)).toContain('z-last.nii.gz')
    expect(lanes.rejected.length).toBeGreaterThan(10)
    const codes = ['unreadable-file', 'unsupported-file', 'no-geometry']
    for (const { code, reason } of lanes.rejected) expect(codes, reason).toContain(code)
  })
})

const hasReal = existsSync(real)
if (!hasReal)
  console.warn('SKIPPED: no real head scans beside the repository; their import is not tested here.')
describe.skipIf(!hasReal)('importCohort, real scans', () => {
  it('gives every tricky file its sensible outcome', async () => {
    const project = await aProject()
    const report = await importCohort(
      project,
      [path.join(real, 'tricky'), path.join(real, 'pair')],
      aContext(),
    )
    const { ok, look, rejected } = lane(report)
    expect(ok).toEqual([
      'dicom_two_series (t1 sagittal, head first prone)',
      'dicom_two_series (pd axial oblique)',
      'big_endian.nii.gz',
      'int16_scl_slope_ct.nii.gz',
    ])
    // Most were made from one scan: the same bytes are not imported twice, the same scan saved otherwise is suspected.
    expect(look).toEqual({
      'gzip_but_named.nii': 'suspected-duplicate',
      'nan_inf.nii.gz': 'non-finite-voxels',
      'no_qform_sform.nii.gz': 'sides-unknown suspected-duplicate',
      'plain_but_named.nii.gz': 'duplicate',
      'qform_sform_disagree.nii.gz': 'duplicate qform-sform-disagree',
      'scl_slope_zero.nii.gz': 'suspected-duplicate',
      'series_4d_1vol.nii.gz': 'duplicate',
      'sheared_sform.nii.gz': 'sheared suspected-duplicate',
      't1_1p6mm_pair.hdr': 'suspected-duplicate',
      'with_extension.nii.gz': 'duplicate',
      'zero_spacing_good_sform.nii.gz': 'duplicate orientation-unusable',
    })
    expect(rejected).toEqual({
      'constant.nii.gz': 'unsupported-file',
      dicom_missing_slices: 'missing-slices',
      dicom_one_truncated_file: 'damaged-slices',
      'dicom_one_truncated_file/IM0010.dcm': 'unreadable-file',
      'dicom_one_truncated_file/README.dcm': 'unreadable-file',
      'empty.nii.gz': 'unreadable-file',
      'header_without_image.hdr': 'unreadable-file',
      'huge_dims.nii.gz': 'unsupported-file',
      'negative_dims.nii.gz': 'unreadable-file',
      'rgb24.nii.gz': 'unsupported-file',
      'series_4d_5vols.nii.gz': 'unsupported-file',
      'short_data.nii': 'unreadable-file',
      'text.nii': 'unreadable-file',
      'truncated.nii.gz': 'unreadable-file',
      'vox_offset_past_end.nii.gz': 'unreadable-file',
      'wrong_magic.nii.gz': 'unreadable-file',
      'zero_spacing_no_orientation.nii.gz': 'no-geometry',
    })
  })
})
