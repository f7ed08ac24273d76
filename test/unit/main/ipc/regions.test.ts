import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSetting } from '../../../../src/main/db/stores/settings.ts'
import { createProject, openProject, withProject } from '../../../../src/main/project.ts'
import { importCohort } from '../../../../src/main/services/import-cohort.ts'
import { writeNiftiFile } from '../../../../src/main/services/nifti-file.ts'
import { applyAffine } from '../../../../src/shared/imaging/affine.ts'
import { parseNifti } from '../../../../src/shared/imaging/nifti.ts'
import { aClient, failureOf, finish } from '../../../helpers/api-client.ts'
import { aRegisteredCohort } from '../../../helpers/cohort.ts'
import { addUsedScans } from '../../../helpers/database.ts'
import { aHead, moved } from '../../../helpers/heads.ts'
import { aContext, aFolder, aProject } from '../../../helpers/project.ts'
import { aRigidMotion } from '../../../helpers/volumes.ts'

/** A closed project of noise heads, registered by construction, both centres marked on the first. */
async function aRegisteredFolder(count = 4): Promise<string> {
  const project = await aProject()
  await aRegisteredCohort(project, count)
  await project.close()
  return project.paths.root
}

const isPng = async (blob: Blob) =>
  Buffer.from(await blob.arrayBuffer())
    .subarray(1, 4)
    .toString() === 'PNG'

describe('registration through the API', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'antrum-regions-'))
  const folder = path.join(root, 'study')
  beforeAll(async () => {
    const { scan } = aHead(1, 5)
    await writeNiftiFile(path.join(root, 'sub-01.nii.gz'), scan)
    await writeNiftiFile(path.join(root, 'sub-02.nii.gz'), moved(scan, aRigidMotion([6, 4, -5], [5, 7, -9])))
    await createProject(folder)
    const project = await openProject(folder, { mode: 'write' })
    await importCohort(project, [root], aContext())
    await project.close()
  })
  afterAll(() => rmSync(root, { recursive: true }))

  it('registers, lists the worst first and shows the heads before any centre is marked', async () => {
    const client = await aClient()
    expect(await client.regions.registrations({ folder })).toBeNull()
    expect(await failureOf(client.regions.headMontage({ folder }))).toMatchObject({ code: 'invalid-state' })
    expect(await client.regions.fixedScan({ folder })).toMatchObject({ subject: 'sub-01' })
    const { events, result } = await finish(client.regions.register({ folder, fixedSubject: 'sub-01' }))
    expect(events.at(-1)).toMatchObject({ phase: 'Registering scans', done: 1, total: 1 })
    expect(result).toMatchObject({ fixed: { subject: 'sub-01' }, transform: 'rigid', unchanged: 0 })
    const known = await client.regions.registrations({ folder })
    expect(known!.scans.map(({ subject }) => subject)).toEqual(['sub-02', 'sub-01'])
    expect(known!.scans.toSorted((a, b) => (a.subject < b.subject ? -1 : 1))).toEqual(result.scans)
    const montage = await client.regions.headMontage({ folder, pixelsPerMm: 1 })
    expect(await isPng(montage.png)).toBe(true)
    expect(montage).toMatchObject({ rows: ['sub-02', 'sub-01'], leftOut: 0, failed: [] })
  })

  it.each(['over a MessagePort', 'over a WebSocket'] as const)(
    'hands out the voxels of a scan as they are stored, %s',
    async (transport) => {
      const client = await aClient(transport)
      const blob = await client.regions.scanVolume({ folder, subject: 'sub-01' })
      const [{ scan }] = (await client.cohort.scans({ folder })).filter(({ subject }) => subject === 'sub-01')
      const stored = readFileSync(path.join(folder, 'scans', `${scan}.nii.gz`))
      expect(Buffer.from(await blob.arrayBuffer()).equals(stored)).toBe(true)
      const nobody = client.regions.scanVolume({ folder, subject: 'nobody' })
      expect(await failureOf(nobody)).toMatchObject({ code: 'not-found' })
    },
  )
})

describe('centroids through the API', () => {
  it('follow each click with mean, spread and outliers, and go back', async () => {
    const [client, folder] = [await aClient(), await aRegisteredFolder(5)]
    const marked = { left: 0, right: 0 }
    const left = async () => (await client.regions.centroids({ folder })).sides[0]
    expect((await left()).meanMm).toEqual([-12, 2, 1])
    // Subject i is moved by (2i, −i, i) mm: the same anatomical place is elsewhere in each scan.
    for (const [i, far] of [
      [1, 0],
      [2, 1],
      [3, 15],
    ]) {
      const { sides, undoable } = await client.regions.markCentroid({
        folder,
        subject: `sub-0${i}`,
        side: 'left',
        mm: [-12 + 2 * i + far, 2 - i, 1 + i],
      })
      marked.left = sides[0].centroids.length
      expect(undoable).toBe(i)
    }
    expect(marked.left).toBe(4)
    const { meanMm, sdMm, centroids } = await left()
    expect(meanMm![0]).toBeCloseTo(-12 + 16 / 4, 9)
    // Off by 0, 0, 1 and 15 mm: deviations −4, −4, −3 and 11 from their mean, squares 162, over 3.
    expect(sdMm![0]).toBeCloseTo(Math.sqrt(162 / 3), 9)
    expect(centroids.map(({ subject, outlier }) => [subject, outlier])).toEqual([
      ['sub-00', false],
      ['sub-01', false],
      ['sub-02', false],
      ['sub-03', true],
    ])
    const undone = await client.regions.undoCentroids({ folder })
    expect(undone).toMatchObject({ undone: 'mark', undoable: 2 })
    expect(undone.sides[0].meanMm![0]).toBeCloseTo(-12 + 1 / 3, 9)
    const removed = await client.regions.removeCentroid({ folder, subject: 'sub-02', side: 'left' })
    expect(removed.sides[0].meanMm).toEqual([-12, 2, 1])
  })

  it('take clicks that come faster than a project opens, in their order', async () => {
    const [client, folder] = [await aClient(), await aRegisteredFolder(2)]
    const mm = (step: number): [number, number, number] => [-10 + step, 0, 0]
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, step) =>
        client.regions.markCentroid({ folder, subject: 'sub-01', side: 'left', mm: mm(step) }),
      ),
    )
    expect(answers.map(({ undoable }) => undoable)).toEqual(answers.map((_, i) => i + 1))
    const { sides } = await client.regions.centroids({ folder })
    expect(sides[0].centroids.find(({ subject }) => subject === 'sub-01')!.mm).toEqual(mm(11))
  })

  it('are marked on twenty subjects and no more, by hand or by sheet', async () => {
    const [client, project] = [await aClient(), await aProject()]
    const subjects = Array.from({ length: 21 }, (_, i) => `sub-${i}`)
    await addUsedScans(project.db, subjects)
    await project.close()
    const folder = project.paths.root
    const mark = (subject: string) =>
      client.regions.markCentroid({ folder, subject, side: 'left', mm: [0, 1, 2] })
    for (const subject of subjects.slice(0, 20)) await mark(subject)
    expect(await failureOf(mark('sub-20'))).toMatchObject({
      code: 'invalid-state',
      message: expect.stringMatching(/at most 20 subjects/) as string,
    })
    const sheet = path.join(aFolder(), 'centres.csv')
    const lines = subjects.map((subject) => `${subject},L,0,1,2`)
    writeFileSync(sheet, ['subject,side,x_mm,y_mm,z_mm', ...lines].join('\n'))
    expect(await failureOf(client.regions.setCentroids({ folder, file: sheet }))).toMatchObject({
      code: 'invalid-labels',
    })
    expect((await client.regions.centroids({ folder })).sides[0].centroids).toHaveLength(20)
  })

  it('refuse a point outside the scan and a sheet that says nothing', async () => {
    const [client, folder] = [await aClient(), await aRegisteredFolder(2)]
    const outside = client.regions.markCentroid({ folder, subject: 'sub-01', side: 'left', mm: [900, 0, 0] })
    expect(await failureOf(outside)).toMatchObject({ code: 'outside-field-of-view' })
    const sheet = path.join(aFolder(), 'centres.csv')
    writeFileSync(sheet, 'subject,side,x_mm,y_mm,z_mm\nnobody,L,1,2,3\n')
    const useless = await failureOf(client.regions.setCentroids({ folder, file: sheet }))
    expect(useless).toMatchObject({ code: 'invalid-labels', details: { problems: [{ line: 2 }] } })
    writeFileSync(sheet, 'subject,side,x_mm,y_mm,z_mm\nsub-00,L,1,2,3\nsub-01,R,4,5,6\nnobody,L,1,2,3\n')
    const set = await client.regions.setCentroids({ folder, file: sheet })
    expect(set).toMatchObject({ set: 2, problems: [{ line: 4, code: 'unknown-subject' }], undoable: 1 })
  })
})

describe('extraction through the API', () => {
  it('cuts, says how much of each cube is inside, and shows cubes whose affine leads back', async () => {
    const [client, folder] = [await aClient(), await aRegisteredFolder(3)]
    const none = await failureOf(client.regions.cubeMontage({ folder }))
    expect(none).toMatchObject({ code: 'invalid-state' })
    // Voxel centres of the head lie within ±31 mm, of the cube around x = −12 at −34.5, −31.5, −28.5, …: two of 16 are outside.
    const { events, result } = await finish(client.regions.extract({ folder, edgeMm: 48, voxels: 16 }))
    expect(events.at(-1)).toMatchObject({ phase: 'Extracting sinuses', done: 3, total: 3 })
    expect(result.sinuses).toHaveLength(6)
    expect(result.sinuses[0]).toMatchObject({ subject: 'sub-00', side: 'left', flagged: true })
    expect(result.sinuses[0].reasons).toEqual(['only 87% of the cube is inside the scan'])
    expect(await client.regions.sinuses({ folder })).toEqual(result.sinuses)

    const blob = await client.regions.sinusVolume({ folder, subject: 'sub-02', side: 'right' })
    const { volume } = parseNifti(new Uint8Array(await blob.arrayBuffer()))
    expect(volume.shape).toEqual([16, 16, 16])
    const { centreMm } = result.sinuses.find(({ subject, side }) => subject === 'sub-02' && side === 'right')!
    expect(centreMm).toEqual([12 + 4, 2 - 2, 1 + 2])
    applyAffine(volume.affine, [7.5, 7.5, 7.5]).forEach((mm, axis) =>
      expect(mm).toBeCloseTo(centreMm[axis], 4),
    )

    const montage = await client.regions.cubeMontage({ folder, most: 2 })
    expect(montage).toMatchObject({ leftOut: 1, failed: [] })
    expect(montage.rows).toHaveLength(2)
    expect(await isPng(montage.png)).toBe(true)
    const heads = await client.regions.headMontage({ folder, subjects: ['sub-01'] })
    expect(heads.rows).toEqual(['sub-01'])
  })

  it('says what has to come first', async () => {
    const [client, project] = [await aClient(), await aProject()]
    await project.close()
    const folder = project.paths.root
    expect(await failureOf(finish(client.regions.extract({ folder })))).toMatchObject({
      code: 'invalid-state',
    })
    expect(await failureOf(client.regions.fixedScan({ folder }))).toMatchObject({ code: 'invalid-state' })
    const sinus = client.regions.sinusVolume({ folder, subject: 'sub-00', side: 'left' })
    expect(await failureOf(sinus)).toMatchObject({ code: 'not-found' })
  })

  it('leaves the settings as the command line does', async () => {
    const [client, folder] = [await aClient(), await aRegisteredFolder(2)]
    await client.regions.markCentroid({ folder, subject: 'sub-01', side: 'left', mm: [-9, 1, 2] })
    await client.regions.markCentroid({ folder, subject: 'sub-01', side: 'right', mm: [15, 1, 2] })
    await finish(client.regions.extract({ folder, edgeMm: 16, voxels: 8, jitterSeed: 7 }))
    expect(await withProject(folder, 'read', ({ db }) => readSetting(db, 'cubeJitterSeed'))).toBe(7)
  })
})
