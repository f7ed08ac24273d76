import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DatasetManifest } from '../../../../../src/shared/domain/dataset.ts'
import type { RemovalReport, StoredAcquisition } from '../../../../../src/main/deidentify/deidentify.ts'
import { listAcquisitions, saveAcquisition } from '../../../../../src/main/db/stores/acquisitions.ts'
import { logAction } from '../../../../../src/main/db/stores/audit-log.ts'
import { listCentroids, replaceCentroids } from '../../../../../src/main/db/stores/centroids.ts'
import {
  listConvertedSeries,
  saveConvertedSeries,
} from '../../../../../src/main/db/stores/converted-series.ts'
import { listDatasets, saveDataset } from '../../../../../src/main/db/stores/datasets.ts'
import { listLabels, saveLabels, type SinusLabel } from '../../../../../src/main/db/stores/labels.ts'
import { listRegistrations, saveRegistration } from '../../../../../src/main/db/stores/registrations.ts'
import { addScan, findScan, listScans, listUsedScans } from '../../../../../src/main/db/stores/scans.ts'
import { readSetting, saveSetting } from '../../../../../src/main/db/stores/settings.ts'
import { deleteSinus, listSinuses, saveSinus } from '../../../../../src/main/db/stores/sinuses.ts'
import { sides, type Target } from '../../../../../src/shared/domain/sinus.ts'
import { defaultSplitOptions, drawSplit } from '../../../../../src/shared/domain/splits.ts'
import { aDatabase, addUsedScans, aScan } from '../../../../helpers/database.ts'

describe('scans', () => {
  it('come back as they were stored, one of them used', async () => {
    const { db } = aDatabase()
    const first = aScan('a', { id: 's1', notes: [{ code: 'sheared', reason: 'a reason' }], contrast: 'T1w' })
    const second = aScan('a', { id: 's2', file: 'scans/s2.nii.gz', contrast: 'FLAIR' })
    for (const scan of [first, second]) await addScan(db, scan)
    await addScan(db, { ...second, id: 's3', file: 'scans/s3.nii.gz', used: false })
    expect((await listUsedScans(db)).map(({ id }) => id)).toEqual(['s2'])
    expect(await listScans(db)).toEqual([
      { ...first, used: false },
      second,
      { ...second, id: 's3', file: 'scans/s3.nii.gz', used: false },
    ])
    expect(await findScan(db, 's2')).toEqual(second)
    expect(await findScan(db, 's4')).toBeNull()
  })
})

describe('acquisitions', () => {
  it('come back by scan, the last that was said of it', async () => {
    const { db } = aDatabase()
    await addUsedScans(db, ['a', 'b'])
    const removal: RemovalReport = {
      kept: ['Modality'],
      replaced: [],
      removed: { identifying: ['PatientName'], other: [], private: 3 },
    }
    const kept = { modality: 'MR', shiftedDate: '2001-02-03' } as StoredAcquisition
    await saveAcquisition(db, 'scan-a', { kept: { ...kept, modality: 'CT' }, removal })
    await saveAcquisition(db, 'scan-a', { kept, removal })
    expect(await listAcquisitions(db)).toEqual(new Map([['scan-a', { kept, removal }]]))
  })
})

describe('converted series', () => {
  it('come back by content, the last that was said of it, and never without their scan', async () => {
    const { db } = aDatabase()
    await addUsedScans(db, ['a', 'b'])
    const [hash, unknown] = ['0'.repeat(64), '1'.repeat(64)]
    for (const scan of ['scan-a', 'scan-b']) await saveConvertedSeries(db, hash, scan)
    await saveConvertedSeries(db, unknown, 'scan-c')
    expect(await listConvertedSeries(db)).toEqual(new Map([[hash, 'scan-b']]))
    await db.deleteFrom('scans').where('id', '=', 'scan-b').execute()
    expect(await listConvertedSeries(db)).toEqual(new Map())
  })
})

describe('labels', () => {
  const label = (given: Partial<SinusLabel>): SinusLabel => ({
    subject: 'a',
    side: 'left',
    annotator: '',
    label: 'normal',
    findings: [],
    ...given,
  })

  it('replace what the same annotator said, and count only changes', async () => {
    const { db } = aDatabase()
    await addUsedScans(db, ['a'])
    const said = [label({ label: 'anomalous', findings: ['polyp', 'cyst'] }), label({ annotator: 'B' })]
    expect(await saveLabels(db, said)).toBe(2)
    expect(await saveLabels(db, said)).toBe(0)
    expect(await listLabels(db)).toEqual(said)
    expect(await saveLabels(db, [label({ label: 'anomalous', findings: ['cyst', 'polyp'] })])).toBe(1)
    expect((await listLabels(db))[0].findings).toEqual(['cyst', 'polyp'])
    expect(await saveLabels(db, [label({})])).toBe(1)
    expect((await listLabels(db))[0]).toEqual(label({}))
  })

  it('are stored all or none', async () => {
    const { db } = aDatabase()
    await addUsedScans(db, ['a'])
    await expect(saveLabels(db, [label({}), label({ subject: 'nobody' })])).rejects.toThrow(/FOREIGN KEY/)
    expect(await listLabels(db)).toEqual([])
  })
})

describe('registrations, centroids, sinuses, settings', () => {
  it('replace what was there for the same thing', async () => {
    const { db } = aDatabase()
    await addUsedScans(db, ['a', 'b'])
    const registration = {
      scan: 'scan-b',
      fixedScan: 'scan-a',
      transform: 'rigid' as const,
      scanWorldFromFixed: aScan('a').affine,
      score: 0.5,
      flagged: true,
      faults: [{ code: 'cut-off' as const, reason: 'the scan ends' }],
      methodHash: 'm',
    }
    await saveRegistration(db, registration)
    await saveRegistration(db, { ...registration, flagged: false, score: null })
    expect(await listRegistrations(db, 'scan-a')).toEqual([{ ...registration, flagged: false, score: null }])
    expect(await listRegistrations(db, 'scan-b')).toEqual([])

    await replaceCentroids(db, [
      { scan: 'scan-a', side: 'left', mm: [1, 2, 3] },
      { scan: 'scan-a', side: 'right', mm: [4, 5, 6] },
    ])
    await replaceCentroids(db, [{ scan: 'scan-b', side: 'left', mm: [0.1, -2, 3] }])
    expect(await listCentroids(db)).toEqual([
      { scan: 'scan-b', subject: 'b', side: 'left', mm: [0.1, -2, 3] },
    ])

    const sinus = {
      subject: 'a',
      side: 'left' as const,
      scan: 'scan-a',
      file: 'volumes/draft/a_L.nii',
      centreMm: [1, 2, 3] as [number, number, number],
      edgeMm: 64,
      voxels: 32,
      coverage: 0.9,
      flagged: true,
      sha256: 'x',
      recipeHash: 'y',
    }
    await saveSinus(db, sinus)
    await saveSinus(db, { ...sinus, coverage: 1, flagged: false })
    expect(await listSinuses(db)).toEqual([{ ...sinus, coverage: 1, flagged: false }])
    await deleteSinus(db, sinus)
    expect(await listSinuses(db)).toEqual([])

    expect(await readSetting(db, 'fixedScan')).toBeNull()
    await saveSetting(db, 'fixedScan', 'scan-a')
    await saveSetting(db, 'fixedScan', 'scan-b')
    expect(await readSetting(db, 'fixedScan')).toBe('scan-b')

    await logAction(db, 'import', { scans: 2 })
    expect(await db.selectFrom('auditLog').select(['action', 'details']).execute()).toEqual([
      { action: 'import', details: '{"scans":2}' },
    ])
  })
})

describe('datasets', () => {
  const manifest = (given: Partial<DatasetManifest['split']> = {}): DatasetManifest => ({
    schema: 1,
    version: 'v1',
    hash: 'h1',
    edgeMm: 64,
    voxels: 64,
    sinuses: [],
    split: {
      seed: 7,
      test: ['t'],
      folds: [
        { train: ['a', 'b'], validation: ['c'], fractions: { '0.1': ['b'], '1': ['a', 'b'] } },
        { train: ['c'], validation: ['a', 'b'], fractions: { '0.1': ['c'], '1': ['c'] } },
      ],
      unlabelled: { train: ['u'], validation: ['w'] },
      ...given,
    },
  })

  it('spread a split over the role tables', async () => {
    const { db } = aDatabase()
    await saveDataset(db, manifest(), { sharedSubjects: 0 })
    expect(await listDatasets(db)).toMatchObject([
      { version: 'v1', hash: 'h1', proof: { sharedSubjects: 0 } },
    ])
    const roles = await db
      .selectFrom('splitRoles')
      .select(['subjectId', 'role'])
      .orderBy('subjectId')
      .execute()
    expect(roles.map(({ subjectId, role }) => `${subjectId} ${role}`)).toEqual([
      'a development',
      'b development',
      'c development',
      't test',
      'u unlabelled-train',
      'w unlabelled-validation',
    ])
    const folds = await db
      .selectFrom('foldRoles')
      .selectAll()
      .where('foldIndex', '=', 0)
      .orderBy('subjectId')
      .execute()
    expect(folds.map(({ subjectId, role, smallestFraction }) => [subjectId, role, smallestFraction])).toEqual(
      [
        ['a', 'train', 1],
        ['b', 'train', 0.1],
        ['c', 'validation', null],
      ],
    )
  })

  it.each([
    ['in test and in a fold', { test: ['a'] }],
    ['labelled and unlabelled', { unlabelled: { train: ['a'], validation: [] } }],
    ['test and unlabelled', { unlabelled: { train: [], validation: ['t'] } }],
  ])('are refused as a whole when a subject is %s', async (_, wrong) => {
    const { db } = aDatabase()
    await expect(saveDataset(db, manifest(wrong), {})).rejects.toThrow(/UNIQUE/)
    expect(await listDatasets(db)).toEqual([])
  })

  it('are taken for any split that is drawn, and refused for any with a subject in a second role', async () => {
    const { db } = aDatabase()
    let version = 0
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.nat(), fc.nat(), async (seed, whom, where) => {
        const { split, ...rest } = aDrawnManifest(seed)
        version++
        await saveDataset(db, { ...rest, split, version: `good${version}`, hash: `g${version}` }, {})
        const lists = [split.test, split.unlabelled.train, split.folds[0].train]
        const from = lists[where % 3]
        const to = lists[(where + 1) % 3]
        const twice = from[whom % from.length]
        to.push(twice)
        await expect(
          saveDataset(db, { ...rest, split, version: `bad${version}`, hash: `b${version}` }, {}),
        ).rejects.toThrow(/UNIQUE|FOREIGN KEY/)
      }),
      { numRuns: 25 },
    )
    expect((await listDatasets(db)).every((dataset) => dataset.version.startsWith('good'))).toBe(true)
  })
})

/** Twenty labelled subjects and four unlabelled ones, split with this seed. */
function aDrawnManifest(seed: number): DatasetManifest {
  const labelled = Array.from({ length: 20 }, (_, i) => ({
    id: `s${i}`,
    sinuses: sides.map((side) => ({ side, target: (i % 2) as Target, finding: null })),
  }))
  const unlabelled = ['u0', 'u1', 'u2', 'u3']
  const split = drawSplit(labelled, unlabelled, { ...defaultSplitOptions, folds: 2, seed })
  return { schema: 1, version: '', hash: '', edgeMm: 64, voxels: 32, sinuses: [], split }
}
