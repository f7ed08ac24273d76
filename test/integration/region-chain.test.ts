import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { saveRegistration } from '../../src/main/db/stores/registrations.ts'
import { listUsedScans } from '../../src/main/db/stores/scans.ts'
import { createProject, openProject, type Project } from '../../src/main/project.ts'
import { markCentroid, showCentroids, undoCentroids } from '../../src/main/services/centroids.ts'
import { decideSameScan } from '../../src/main/services/decisions.ts'
import { extractSinuses, type ExtractReport } from '../../src/main/services/extract.ts'
import { importCohort } from '../../src/main/services/import-cohort.ts'
import { readNiftiFile, writeNiftiFile } from '../../src/main/services/nifti-file.ts'
import { listPlacements } from '../../src/main/services/placements.ts'
import { registerProject } from '../../src/main/services/register.ts'
import { sides, type Side } from '../../src/shared/domain/sinus.ts'
import { applyAffine, identity, invert, multiply, type Point } from '../../src/shared/imaging/affine.ts'
import { resampleToGrid } from '../../src/shared/imaging/resample.ts'
import { aHead, distanceMm } from '../helpers/heads.ts'
import { aContext } from '../helpers/project.ts'
import { aRigidMotion } from '../helpers/volumes.ts'

// What must be true at the end of the region studio (shared/journeys.md, 4), from files to cubes with the real registration.

const { scan: head, sinuses } = aHead(1)
const centreOf = (side: Side) => sinuses.find((sinus) => sinus.side === side)!.centreMm as Point
const mirror = [-1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]
const motion = aRigidMotion([9, -4, 6], [12, -17, 21])
const size = { edgeMm: 48, voxels: 24 }
const voxelMm = size.edgeMm / size.voxels

describe('from heads to cubes', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'antrum-region-chain-'))
  let project: Project
  let cubes: ExtractReport['sinuses']
  const scanOf = async (subject: string) =>
    (await listUsedScans(project.db)).find((scan) => scan.subject === subject)!.id
  const cubeOf = (subject: string, side: Side) =>
    cubes.find((cube) => cube.subject === subject && cube.side === side)!

  beforeAll(async () => {
    // The head, the same scanned again after a known motion on a grid of its own, and its mirror image.
    const grid = { shape: head.shape, affine: multiply(aRigidMotion([0, 0, 3], [9, -13, 18]), head.affine) }
    const again = resampleToGrid(head, grid, invert(motion)).volume
    const heads = {
      'sub-1': head,
      'sub-2': { ...again, data: again.data.map(Math.round) },
      'sub-3': { ...head, affine: multiply(mirror, head.affine) },
    }
    for (const [name, volume] of Object.entries(heads))
      await writeNiftiFile(path.join(folder, 'heads', `${name}.nii`), volume)
    await createProject(path.join(folder, 'study'))
    project = await openProject(path.join(folder, 'study'), { mode: 'write' })
    const { lanes } = await importCohort(project, [path.join(folder, 'heads')], aContext())
    for (const { code, subject } of lanes.look)
      if (code === 'suspected-duplicate') await decideSameScan(project, subject, 'different')
    await registerProject(project, { fixedSubject: 'sub-1' }, aContext())
    // A mirror image is no rigid motion: it lies where the head does, by construction.
    await saveRegistration(project.db, {
      ...{ scan: await scanOf('sub-3'), fixedScan: await scanOf('sub-1'), transform: 'rigid', score: 1 },
      ...{ scanWorldFromFixed: identity, flagged: false, faults: [], methodHash: 'by construction' },
    })
    const left = centreOf('left')
    await markCentroid(project, { subject: 'sub-1', side: 'left', mm: left })
    await markCentroid(project, { subject: 'sub-1', side: 'right', mm: applyAffine(mirror, left) })
    ;({ sinuses: cubes } = await extractSinuses(project, size, aContext()))
  }, 60_000)
  afterAll(async () => {
    await project.close()
    rmSync(folder, { recursive: true })
  })

  it('finds a head that moved by a known motion to a millimetre', async () => {
    const { scanWorldFromFixed } = (await listPlacements(project.db)).get(await scanOf('sub-2'))!
    for (const side of sides) expect(distanceMm(scanWorldFromFixed, motion, centreOf(side))).toBeLessThan(1)
  })

  it('puts the cube of the head that moved on the same place, to a voxel', async () => {
    const { centreMm, file } = cubeOf('sub-2', 'left')
    const truth = applyAffine(motion, centreOf('left'))
    expect(Math.hypot(...truth.map((mm, axis) => mm - centreMm[axis]))).toBeLessThan(voxelMm)
    // The file says the same as the report: its middle is that place.
    const { volume } = await readNiftiFile(path.join(project.paths.root, file))
    const middle = applyAffine(volume.affine, volume.shape.map((n) => (n - 1) / 2) as unknown as Point)
    expect(Math.hypot(...truth.map((mm, axis) => mm - middle[axis]))).toBeLessThan(voxelMm)
  })

  it('makes the right cube equal to the left one of the mirrored head, voxel for voxel', async () => {
    const voxels = async (subject: string, side: Side) =>
      (await readNiftiFile(path.join(project.paths.root, cubeOf(subject, side).file))).volume.data
    for (const [side, other] of [
      ['left', 'right'],
      ['right', 'left'],
    ] as const)
      expect(await voxels('sub-1', side)).toEqual(await voxels('sub-3', other))
    expect(await voxels('sub-1', 'right')).not.toEqual(await voxels('sub-1', 'left'))
  })

  it('gives back the centre and the mean there were when a change is undone', async () => {
    const before = await showCentroids(project)
    const mm = applyAffine(motion, centreOf('left')).map((each) => each + 2) as unknown as Point
    await markCentroid(project, { subject: 'sub-2', side: 'left', mm })
    const [left] = await showCentroids(project)
    expect(left.centroids).toHaveLength(2)
    expect(left.meanMm).not.toEqual(before[0].meanMm)
    await undoCentroids(project)
    expect(await showCentroids(project)).toEqual(before)
  })
})
