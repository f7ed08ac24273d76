import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { replaceCentroids } from '../../../../src/main/db/stores/centroids.ts'
import { listRegistrations, saveRegistration } from '../../../../src/main/db/stores/registrations.ts'
import { listUsedScans } from '../../../../src/main/db/stores/scans.ts'
import { createProject, withProject } from '../../../../src/main/project.ts'
import { extractSinuses } from '../../../../src/main/services/extract.ts'
import { applyAffine } from '../../../../src/shared/imaging/affine.ts'
import { readNiftiFile } from '../../../../src/main/services/nifti-file.ts'
import { AntrumError } from '../../../../src/shared/ipc/error.ts'
import { aRegisteredCohort, shiftMm } from '../../../helpers/cohort.ts'
import { aContext, aProject, aVolume } from '../../../helpers/project.ts'

const size = { edgeMm: 16, voxels: 8 }
const files = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, statSync(path.join(folder, name)).mtimeMs]))

/** Registered cohorts by size, each made once and copied. */
const cohorts = new Map<number, string>()
async function aCohort(count: number) {
  if (!cohorts.has(count)) {
    const folder = mkdtempSync(path.join(tmpdir(), 'antrum-cohort-'))
    cohorts.set(count, folder)
    await createProject(folder)
    await withProject(folder, 'write', (project) => aRegisteredCohort(project, count))
  }
  return aProject(cohorts.get(count))
}
afterAll(() => cohorts.forEach((folder) => rmSync(folder, { recursive: true })))

describe('extractSinuses', () => {
  it('cuts the cube at the mean centre, through the registration, the right side mirrored', async () => {
    const project = await aCohort(3)
    const report = await extractSinuses(project, size, aContext())
    expect(report).toMatchObject({ failed: [], unregistered: [] })
    expect(report.sinuses.map(({ file }) => file)).toEqual(
      ['00_L', '00_R', '01_L', '01_R', '02_L', '02_R'].map((name) => `volumes/draft/sub-${name}.nii`),
    )
    for (const { subject, side, file, centreMm, coverage, flagged } of report.sinuses) {
      const index = Number(subject.slice(-1))
      const [x, y, z] = shiftMm(index)
      const sign = side === 'left' ? -1 : 1
      expect([centreMm, coverage, flagged]).toEqual([[12 * sign + x, 2 + y, 1 + z], 1, false])

      // The noise is in voxels of 2 mm and so is the cube, shifted by whole voxels: it is a block of the scan, stretched.
      const { volume } = await readNiftiFile(path.join(project.paths.root, file))
      const scan = aVolume(subject, { shape: [32, 32, 32] })
      // Centre ±12, 2, 1 mm; cube voxel 0 is 7 mm below it: −19, −5, −6 or 5, −5, −6 in a scan that starts at −31.
      const [i0, j0, k0] = [side === 'left' ? 6 : 18, 13, 12.5]
      const at = (i: number, j: number, k: number) => scan.data[i + 32 * (j + 32 * k)]
      const expected: number[] = []
      for (let k = 0; k < 8; k++) {
        for (let j = 0; j < 8; j++) {
          for (let i = 0; i < 8; i++) {
            const across = i0 + (side === 'left' ? i : 7 - i)
            expected.push((at(across, j0 + j, k0 - 0.5 + k) + at(across, j0 + j, k0 + 0.5 + k)) / 2)
          }
        }
      }
      const sorted = [...expected].sort((a, b) => a - b)
      const percentile = (p: number) => {
        const place = p * (sorted.length - 1)
        const low = Math.floor(place)
        return sorted[low] + (place - low) * (sorted[low + 1] - sorted[low])
      }
      const [floor, ceiling] = [percentile(0.01), percentile(0.99)]
      const stretched = expected.map((v) => Math.min(1, Math.max(0, (v - floor) / (ceiling - floor))))
      expect(Math.max(...volume.data.map((v, n) => Math.abs(v - stretched[n])))).toBeLessThan(1e-5)
    }
  })

  it('keeps what is there, makes what is missing, and makes all again for another centre or size', async () => {
    const project = await aCohort(2)
    const draft = path.join(project.paths.volumes, 'draft')
    const first = await extractSinuses(project, size, aContext())
    const times = files(draft)
    expect(await extractSinuses(project, size, aContext())).toEqual(first)
    expect(files(draft)).toEqual(times)

    rmSync(path.join(draft, 'sub-01_L.nii'))
    expect(await extractSinuses(project, size, aContext())).toEqual(first)
    const { ['sub-01_L.nii']: again, ...others } = files(draft)
    expect(again).not.toBe(times['sub-01_L.nii'])
    expect(times).toMatchObject(others)

    const [scan] = await listUsedScans(project.db)
    await replaceCentroids(project.db, [
      { scan: scan.id, side: 'left', mm: [-10, 2, 1] },
      { scan: scan.id, side: 'right', mm: [12, 2, 1] },
    ])
    const moved = await extractSinuses(project, size, aContext())
    expect(
      moved.sinuses.map(({ side, sha256 }) => `${side} ${first.sinuses.some((s) => s.sha256 === sha256)}`),
    ).toEqual(['left false', 'right true', 'left false', 'right true'])
    const finer = await extractSinuses(project, { edgeMm: 16, voxels: 16 }, aContext())
    expect(finer.sinuses.every(({ voxels }) => voxels === 16)).toBe(true)
  })

  it('flags cubes that reach out of the scan, doubtful registrations, and leaves unregistered scans out', async () => {
    const project = await aCohort(3)
    const scans = await listUsedScans(project.db)
    await replaceCentroids(project.db, [
      { scan: scans[0].id, side: 'left', mm: [-28, 0, 0] },
      { scan: scans[0].id, side: 'right', mm: [12, 2, 1] },
    ])
    const [doubtful] = (await listRegistrations(project.db, scans[0].id)).filter(
      ({ scan }) => scan === scans[1].id,
    )
    await saveRegistration(project.db, { ...doubtful, flagged: true })
    await project.db.deleteFrom('registrations').where('scanId', '=', scans[2].id).execute()

    const { sinuses, unregistered } = await extractSinuses(project, size, aContext())
    expect(unregistered).toEqual(['sub-02'])
    expect(sinuses.map(({ flagged, reasons }) => [flagged, ...reasons])).toEqual([
      // Voxel centres from −35 to −21 mm in a scan that begins at −31: 6 of 8 planes are inside.
      [true, 'only 75% of the cube is inside the scan'],
      [false],
      [true, 'only 75% of the cube is inside the scan', 'the registration of this scan is doubtful'],
      [true, 'the registration of this scan is doubtful'],
    ])
    await saveRegistration(project.db, doubtful)
    expect((await extractSinuses(project, size, aContext())).sinuses.map(({ flagged }) => flagged)).toEqual([
      true,
      false,
      true,
      false,
    ])
  })

  it('jitters the cubes when told to: by the spread of the marks, seeded, and each affine knows where', async () => {
    const project = await aCohort(5)
    const scans = await listUsedScans(project.db)
    await expect(extractSinuses(project, { ...size, jitterSeed: 1 }, aContext())).rejects.toThrow(
      /only one left sinus is marked/,
    )
    // Two marks in the fixed frame: x −13 and −11 (SD √2), y 2, z 0 and 2 (SD √2); the second scan is moved by (2, −1, 1).
    const marks = [scans[0], scans[1]].flatMap((scan, n) => {
      const [x, y, z] = shiftMm(n)
      const mm = (at: number): [number, number, number] => [
        at + x + (n ? 1 : -1),
        2 + y,
        1 + z + (n ? 1 : -1),
      ]
      return [
        { scan: scan.id, side: 'left' as const, mm: mm(-12) },
        { scan: scan.id, side: 'right' as const, mm: mm(12) },
      ]
    })
    await replaceCentroids(project.db, marks)
    const plain = await extractSinuses(project, size, aContext())
    const first = await extractSinuses(project, { ...size, jitterSeed: 1 }, aContext())
    const offsets = first.sinuses.map(({ centreMm }, i) =>
      centreMm.map((mm, axis) => mm - plain.sinuses[i].centreMm[axis]),
    )
    expect(new Set(offsets.map((offset) => offset.join())).size).toBe(10)
    for (const [dx, dy, dz] of offsets) {
      expect(dy).toBeCloseTo(0, 9) // no spread along y
      expect([Math.abs(dx) < 4 * Math.SQRT2, Math.abs(dz) < 4 * Math.SQRT2]).toEqual([true, true])
    }
    for (const { file, centreMm } of first.sinuses) {
      const { volume } = await readNiftiFile(path.join(project.paths.root, file))
      applyAffine(volume.affine, [3.5, 3.5, 3.5]).forEach((mm, axis) =>
        expect(mm).toBeCloseTo(centreMm[axis], 4),
      )
    }
    expect(await extractSinuses(project, { ...size, jitterSeed: 1 }, aContext())).toEqual(first)
    const other = await extractSinuses(project, { ...size, jitterSeed: 2 }, aContext())
    expect(other.sinuses.every(({ sha256 }, i) => sha256 !== first.sinuses[i].sha256)).toBe(true)
    expect((await extractSinuses(project, size, aContext())).sinuses).toEqual(plain.sinuses)
  })

  it('says which scan it could not read and goes on', async () => {
    const project = await aCohort(2)
    const [scan] = await listUsedScans(project.db)
    rmSync(path.join(project.paths.root, scan.file))
    const { sinuses, failed } = await extractSinuses(project, size, aContext())
    expect(sinuses.map(({ subject }) => subject)).toEqual(['sub-01', 'sub-01'])
    expect(failed).toMatchObject([{ subject: 'sub-00', code: 'not-found' }])
  })

  it('stops when cancelled and goes on where it was', async () => {
    const project = await aCohort(5)
    const abort = new AbortController()
    const stopping = extractSinuses(project, size, {
      signal: abort.signal,
      progress: ({ done }) => void (done === 2 && abort.abort(new AntrumError('cancelled', 'Stopped.'))),
    })
    await expect(stopping).rejects.toMatchObject({ code: 'cancelled' })
    let steps = 0
    const { sinuses } = await extractSinuses(project, size, {
      ...aContext(),
      progress: ({ total }) => void (steps = total!),
    })
    expect(sinuses).toHaveLength(10)
    expect(steps).toBe(3)
  })

  it.each([
    ['nothing is registered', 'registrations', /antrum register/],
    ['no centre is marked', 'centroids', /antrum centroids/],
  ] as const)('says what is missing when %s', async (_, table, message) => {
    const project = await aCohort(1)
    await project.db.deleteFrom(table).execute()
    if (table === 'registrations') await project.db.deleteFrom('settings').execute()
    await expect(extractSinuses(project, size, aContext())).rejects.toThrow(message)
  })

  it.each([
    { edgeMm: 0, voxels: 64 },
    { edgeMm: 64, voxels: 4 },
    { edgeMm: 64, voxels: 8.5 },
    { edgeMm: NaN, voxels: 64 },
  ])('refuses a cube of %o', async (wrong) => {
    await expect(extractSinuses(await aProject(), wrong, aContext())).rejects.toMatchObject({ code: 'usage' })
  })
})
