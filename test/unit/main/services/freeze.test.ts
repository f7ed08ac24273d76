import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultSplitOptions } from '../../../../src/shared/domain/splits.ts'
import { replaceCentroids } from '../../../../src/main/db/stores/centroids.ts'
import { listDatasets } from '../../../../src/main/db/stores/datasets.ts'
import { saveLabels } from '../../../../src/main/db/stores/labels.ts'
import { listUsedScans } from '../../../../src/main/db/stores/scans.ts'
import { listSinuses, saveSinus } from '../../../../src/main/db/stores/sinuses.ts'
import { createProject, withProject, type Project } from '../../../../src/main/project.ts'
import { extractSinuses } from '../../../../src/main/services/extract.ts'
import { freezeDataset, type FreezeOptions } from '../../../../src/main/services/freeze.ts'
import { readNiftiFile } from '../../../../src/main/services/nifti-file.ts'
import { ensurePacked } from '../../../../src/main/services/packed-volumes.ts'
import { readManifest } from '../../../../src/main/study/manifest.ts'
import type { Volume } from '../../../../src/shared/imaging/volume.ts'
import { AntrumError } from '../../../../src/shared/ipc/error.ts'
import { aRegisteredCohort, setLabels } from '../../../helpers/cohort.ts'
import { aContext, aProject } from '../../../helpers/project.ts'

const size = { edgeMm: 16, voxels: 8 }
const rowBytes = 4 * 8 ** 3
const options = (given: Partial<FreezeOptions> = {}): FreezeOptions => ({
  split: { ...defaultSplitOptions, folds: 2 },
  leaveOutFlagged: false,
  leaveOut: [],
  ...given,
})
const freeze = (project: Project, given?: Partial<FreezeOptions>) =>
  freezeDataset(project, options(given), aContext())
const folderOf = (project: Project, version: string) => path.join(project.paths.volumes, version)

/** Ten labelled subjects, three of them mixed, and two unlabelled, extracted: made once, each test has a copy. */
let cohort: string
beforeAll(async () => {
  cohort = mkdtempSync(path.join(tmpdir(), 'antrum-cohort-'))
  await createProject(cohort)
  await withProject(cohort, 'write', async (project) => {
    const subjects = await aRegisteredCohort(project, 12)
    const labels = ['nn', 'aa', 'na', 'nn', 'aa', 'an', 'nn', 'aa', 'na', 'nn']
    await setLabels(project, Object.fromEntries(labels.map((label, i) => [subjects[i], label])))
    await extractSinuses(project, size, aContext())
  })
})
afterAll(() => rmSync(cohort, { recursive: true }))
const aCohort = () => aProject(cohort)

const subjectsOf = (sinuses: readonly { subject: string }[]) => [
  ...new Set(sinuses.map(({ subject }) => subject)),
]

describe('freezeDataset', () => {
  it('writes volumes, manifest and packed rows that agree, and registers the splits', async () => {
    const project = await aCohort()
    const { manifest, proof, created, warnings } = await freeze(project)
    expect([manifest.version, created, warnings.filter((w) => !w.startsWith('Label fraction'))]).toEqual([
      'v1',
      true,
      [],
    ])
    expect(proof).toMatchObject({ sharedSubjects: 0, duplicates: 0 })

    const folder = folderOf(project, 'v1')
    expect(JSON.parse(readFileSync(path.join(folder, 'dataset.json'), 'utf8'))).toEqual(manifest)
    expect(await readManifest(project)).toEqual(manifest)
    expect(manifest.sinuses.map(({ id }) => id)).toEqual(manifest.sinuses.map(({ id }) => id).sort())
    expect(readdirSync(folder).sort()).toEqual(
      ['dataset.json', 'index.json', 'packed.f32', ...manifest.sinuses.map(({ file }) => file)].sort(),
    )
    const packed = readFileSync(path.join(folder, 'packed.f32'))
    expect(packed.length).toBe(24 * rowBytes)
    for (const [row, { file }] of manifest.sinuses.entries()) {
      const { volume } = await readNiftiFile(path.join(folder, file))
      expect(
        Buffer.from(volume.data.buffer).equals(packed.subarray(row * rowBytes, (row + 1) * rowBytes)),
      ).toBe(true)
      expect(volume).toEqual((await readNiftiFile(path.join(project.paths.volumes, 'draft', file))).volume)
    }
    const target = Object.fromEntries(manifest.sinuses.map(({ id, target }) => [id, target]))
    expect(target).toMatchObject({
      'sub-00_L': 0,
      'sub-02_L': 0,
      'sub-02_R': 1,
      'sub-05_L': 1,
      'sub-05_R': 0,
      'sub-11_L': null,
    })

    const { split } = manifest
    expect(split.unlabelled).toMatchObject({ train: [expect.anything()], validation: [expect.anything()] })
    const roles = await project.db.selectFrom('splitRoles').select(['subjectId', 'role']).execute()
    expect(roles.filter(({ role }) => role === 'test').map(({ subjectId }) => subjectId)).toEqual(split.test)
    expect(roles).toHaveLength(12)
    expect(await project.db.selectFrom('foldRoles').selectAll().execute()).toHaveLength(2 * 7)
    expect((await listDatasets(project.db))[0]).toMatchObject({
      version: 'v1',
      hash: manifest.hash,
      subjects: 12,
      sinuses: 24,
      proof,
    })
  })

  it('makes a version of every change and none of no change, and leaves old ones as they are', async () => {
    const project = await aCohort()
    const first = await freeze(project)
    const bytes = readFileSync(path.join(folderOf(project, 'v1'), 'dataset.json'))
    expect(await freeze(project)).toEqual({ ...first, created: false })
    const named = await freeze(project, { name: 'final' })
    expect([named.manifest.version, named.created, named.warnings.at(-1)]).toEqual([
      'v1',
      false,
      'This content is frozen already, as v1.',
    ])

    await setLabels(project, { 'sub-00': 'na' })
    const corrected = await freeze(project)
    expect([corrected.manifest.version, corrected.created]).toEqual(['v2', true])
    const reseeded = await freeze(project, { name: 'other-seed', split: { ...options().split, seed: 1 } })
    expect(reseeded.manifest.version).toBe('other-seed')
    await setLabels(project, { 'sub-00': 'nn' })
    expect((await freeze(project)).manifest.version).toBe('v1')

    const [{ scan }] = (await listSinuses(project.db)).filter(({ subject }) => subject === 'sub-00')
    await replaceCentroids(project.db, [
      { scan, side: 'left', mm: [-10, 2, 1] },
      { scan, side: 'right', mm: [12, 2, 1] },
    ])
    await expect(freeze(project)).rejects.toThrow(
      /12 of 24 sinuses are missing or were extracted before.*antrum extract/,
    )
    await extractSinuses(project, size, aContext())
    const moved = await freeze(project)
    expect(moved.manifest.version).toBe('v3')
    const hashes = [first, corrected, reseeded, moved].map(({ manifest }) => manifest.hash)
    expect(new Set(hashes).size).toBe(4)
    expect(readFileSync(path.join(folderOf(project, 'v1'), 'dataset.json'))).toEqual(bytes)
    expect(statSync(path.join(folderOf(project, 'v1'), 'sub-00_L.nii')).mode & 0o222).toBe(0)
  })

  it('has another hash when one voxel of one scan differs by one', async () => {
    const [one, other] = [await aProject(), await aProject()]
    const change = (volume: Volume) => {
      const data = volume.data.slice()
      data[10 + 32 * (16 + 32 * 16)] ^= 1 // a whole number inside the left cube of the first subject
      return { ...volume, data }
    }
    await aRegisteredCohort(one, 8)
    await aRegisteredCohort(other, 8, change)
    const hashes: string[][] = []
    for (const project of [one, other]) {
      const labels = ['nn', 'aa', 'nn', 'aa', 'nn', 'aa', 'nn', 'aa']
      await setLabels(project, Object.fromEntries(labels.map((label, i) => [`sub-0${i}`, label])))
      await extractSinuses(project, size, aContext())
      const { manifest } = await freeze(project)
      hashes.push([manifest.hash, ...manifest.sinuses.map(({ sha256 }) => sha256)])
    }
    const differing = hashes[0].flatMap((hash, i) => (hash === hashes[1][i] ? [] : [i]))
    expect(differing).toEqual([0, 1]) // the version's hash, and sub-00_L
  })

  it('takes jittered cubes as they were extracted', async () => {
    const project = await aCohort()
    const scans = await listUsedScans(project.db)
    const marks = scans.slice(0, 2).flatMap(({ id }, n) => [
      { scan: id, side: 'left' as const, mm: [-12 + n, 2, 1] as [number, number, number] },
      { scan: id, side: 'right' as const, mm: [12 + n, 2, 1] as [number, number, number] },
    ])
    await replaceCentroids(project.db, marks)
    await extractSinuses(project, { ...size, jitterSeed: 7 }, aContext())
    const jittered = await freeze(project)
    await extractSinuses(project, size, aContext())
    const plain = await freeze(project)
    expect([jittered, plain].map(({ manifest, created }) => [manifest.version, created])).toEqual([
      ['v1', true],
      ['v2', true],
    ])
  })

  it('splits by sinus only when told to, counting who straddles', async () => {
    const project = await aCohort()
    const { manifest, proof, warnings } = await freeze(project, { unit: 'sinus' })
    const { split, sinuses } = manifest
    // Written out here, not by the proof card.
    const inTest = new Set(split.test)
    const straddling = subjectsOf(sinuses).filter((subject) => {
      const own = sinuses.filter((sinus) => sinus.subject === subject)
      return own.some(({ id }) => inTest.has(id)) && own.some(({ id }) => !inTest.has(id))
    })
    expect(straddling.length).toBeGreaterThan(0)
    expect(proof).toMatchObject({ unit: 'sinus', straddlingTest: straddling.length })
    expect(proof.checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(['no subject in two sets'])
    expect(warnings[0]).toMatch(
      new RegExp(`^NOT BY SUBJECT: .*${straddling.length} of 12 subjects have one sinus in the test set`),
    )
    const listed = [
      split.test,
      split.unlabelled.train,
      split.unlabelled.validation,
      split.folds[0].train,
      split.folds[0].validation,
    ]
    expect(listed.flat().sort()).toEqual(sinuses.map(({ id }) => id).sort())
    expect(await project.db.selectFrom('splitRoles').selectAll().execute()).toEqual([])
    expect((await listDatasets(project.db))[0]).toMatchObject({ splitUnit: 'sinus' })
    const grouped = await freeze(project)
    expect(grouped.manifest.version).toBe('v2')
    expect(grouped.proof).toMatchObject({ unit: 'subject', straddlingTest: 0, sharedSubjects: 0 })
  })

  it('gives the same hash for the same content in another project under another name', async () => {
    const [one, other] = [await aCohort(), await aCohort()]
    rmSync(path.join(other.paths.volumes, 'draft'), { recursive: true })
    await extractSinuses(other, size, aContext())
    expect((await freeze(other, { name: 'elsewhere' })).manifest.hash).toBe((await freeze(one)).manifest.hash)
  })

  it('leaves out what it is told to, and takes a draw between annotators as unlabelled', async () => {
    const project = await aCohort()
    await saveLabels(project.db, [
      { subject: 'sub-00', side: 'left', annotator: 'B', label: 'anomalous', findings: [] },
    ])
    const [, sinus] = await listSinuses(project.db)
    await saveSinus(project.db, { ...sinus, flagged: true })
    const all = await freeze(project)
    expect(all.manifest.sinuses.find(({ id }) => id === 'sub-00_L')?.target).toBeNull()
    expect(all.warnings.join()).toMatch(/1 sinuses count as unlabelled.*1 flagged sinuses/)
    const less = await freeze(project, { leaveOutFlagged: true, leaveOut: ['sub-03', 'sub-11'] })
    const missing = all.manifest.sinuses
      .map(({ id }) => id)
      .filter((id) => !less.manifest.sinuses.some((s) => s.id === id))
    expect(missing).toEqual(['sub-00_R', 'sub-03_L', 'sub-03_R', 'sub-11_L', 'sub-11_R'])
    expect(less.warnings.join()).toMatch(/3 labelled sinuses are not in this version/)
    await expect(freeze(project, { leaveOut: ['sub-99'] })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('refuses two sinuses with the same voxels', async () => {
    const project = await aCohort()
    const [a, b] = (await listSinuses(project.db)).filter(({ side }) => side === 'left')
    await saveSinus(project.db, { ...b, sha256: a.sha256 })
    await expect(freeze(project)).rejects.toThrow(
      /2 sinuses hold the voxels of another \(sub-00_L, sub-01_L\)/,
    )
    const { proof } = await freeze(project, { leaveOut: ['sub-01'] })
    expect(proof.duplicates).toBe(0)
  })

  it('refuses names that cannot be a folder', async () => {
    const project = await aCohort()
    for (const name of ['draft', 'Draft', '../v9', 'a b', '', '.hidden', 'v1.']) {
      await expect(freeze(project, { name }), name).rejects.toMatchObject({ code: 'usage' })
    }
  })

  it('refuses a name that other content has', async () => {
    const project = await aCohort()
    await freeze(project, { name: 'First' })
    await setLabels(project, { 'sub-00': 'na' })
    await expect(freeze(project, { name: 'first' })).rejects.toMatchObject({ code: 'already-exists' })
  })

  it('says what is missing', async () => {
    const project = await aProject()
    await expect(freeze(project)).rejects.toThrow(/No sinus has been extracted.*antrum extract/)
    await aRegisteredCohort(project, 3)
    await extractSinuses(project, size, aContext())
    await expect(freeze(project)).rejects.toMatchObject({ code: 'split-impossible' })
  })

  it('notices a draft that is not what was extracted, and leaves nothing behind', async () => {
    const project = await aCohort()
    const file = path.join(project.paths.volumes, 'draft/sub-04_R.nii')
    const bytes = readFileSync(file)
    bytes[bytes.length - 1] ^= 1
    writeFileSync(file, bytes)
    await expect(freeze(project)).rejects.toThrow(/sub-04_R \(sub-04_R\.nii\) is not what was extracted/)
    truncateSync(file, 500)
    await expect(freeze(project)).rejects.toMatchObject({ code: 'corrupt-data' })
    rmSync(file)
    await expect(freeze(project)).rejects.toMatchObject({ code: 'corrupt-data' })
    expect(readdirSync(project.paths.volumes)).toEqual(['draft'])
    await extractSinuses(project, size, aContext())
    expect((await freeze(project)).manifest.version).toBe('v1')
  })

  it('goes over what a killed freeze left, and stops cleanly when cancelled', async () => {
    const project = await aCohort()
    for (const left of ['v1', '.v1.freezing']) {
      mkdirSync(folderOf(project, left))
      writeFileSync(path.join(folderOf(project, left), 'dataset.json'), '{"half":')
    }
    const abort = new AbortController()
    const stopping = freezeDataset(project, options(), {
      signal: abort.signal,
      progress: ({ done }) => void (done === 3 && abort.abort(new AntrumError('cancelled', 'Stopped.'))),
    })
    await expect(stopping).rejects.toMatchObject({ code: 'cancelled' })
    expect(await listDatasets(project.db)).toEqual([])
    const { manifest } = await freeze(project)
    expect(await readManifest(project, 'v1')).toEqual(manifest)
    expect(readdirSync(project.paths.volumes).sort()).toEqual(['draft', 'v1'])
  })
})

describe('ensurePacked', () => {
  it('makes the packed file again when it is gone, cut or of other content', async () => {
    const project = await aCohort()
    const { manifest } = await freeze(project)
    const folder = folderOf(project, 'v1')
    const [packed, index] = ['packed.f32', 'index.json'].map((name) => path.join(folder, name))
    const whole = readFileSync(packed)
    expect(await ensurePacked(folder, manifest)).toBe(false)
    for (const harm of [
      () => rmSync(packed),
      () => truncateSync(packed, 100),
      () => appendFileSync(packed, 'x'),
      () => rmSync(index),
      () => writeFileSync(index, JSON.stringify({ hash: 'another' })),
    ]) {
      harm()
      expect(await ensurePacked(folder, manifest)).toBe(true)
      expect(readFileSync(packed).equals(whole)).toBe(true)
    }
    rmSync(packed)
    expect((await freeze(project)).created).toBe(false)
    expect(readFileSync(packed).equals(whole)).toBe(true)
  })

  it('names a frozen volume that has been changed', async () => {
    const project = await aCohort()
    const { manifest } = await freeze(project)
    const folder = folderOf(project, 'v1')
    const file = path.join(folder, 'sub-07_L.nii')
    chmodSync(file, 0o644)
    const bytes = readFileSync(file)
    bytes[400] ^= 1
    writeFileSync(file, bytes)
    rmSync(path.join(folder, 'packed.f32'))
    await expect(ensurePacked(folder, manifest)).rejects.toThrow(/sub-07_L/)
    expect(readdirSync(folder).filter((name) => name.startsWith('packed'))).toEqual([])
  })
})
