import path from 'node:path'
import type { DatasetManifest } from '../../shared/domain/dataset.ts'
import { sides, type Side } from '../../shared/domain/sinus.ts'
import { applyAffine, invert, type Point } from '../../shared/imaging/affine.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { listRegistrations } from '../db/stores/registrations.ts'
import { readSetting } from '../db/stores/settings.ts'
import type { Scan } from '../db/stores/scans.ts'
import type { Project } from '../project.ts'
import type { TransformKind } from '../registration/register-heads.ts'
import { showCentroids } from './centroids.ts'
import { planExtraction } from './extract.ts'
import { findFixedScan } from './fixed-scan.ts'
import { readNiftiFile } from './nifti-file.ts'

/** How the cubes of a dataset version were cut out, so that a new head can be cut the same way. */
export interface VersionGeometry {
  fixed: Scan
  transform: TransformKind
  edgeMm: number
  voxels: number
  /** Middle of each side's cube in the fixed scan's world, RAS mm. */
  centres: { side: Side; centreMm: Point }[]
}

/** Frozen cubes that are looked at, of each side. */
const lookedAt = 12
/** Positions are stored as float32. */
const sameWithinMm = 0.1

/**
 * Reads the places of the cubes off the frozen volumes themselves, since centres may have been marked anew and scans
 * registered again: with the registrations of today their middles must meet in one point of the fixed head.
 *
 * @throws AntrumError 'invalid-state' when they do not: then a new head would be cut elsewhere than what the models know.
 */
export async function versionGeometry(project: Project, manifest: DatasetManifest): Promise<VersionGeometry> {
  const { db, paths } = project
  const { edgeMm, voxels, version } = manifest
  const fixed = await findFixedScan(project)
  const jitterSeed = await readSetting(db, 'cubeJitterSeed')
  const { planned } = await planExtraction(project, { edgeMm, voxels, jitterSeed })
  const means = new Map((await showCentroids(project)).map(({ side, meanMm }) => [side, meanMm]))

  const centres = []
  for (const side of sides) {
    const candidates = planned.flatMap((plan) => {
      const frozen = manifest.sinuses.find((one) => one.subject === plan.subject && one.side === side)
      return plan.side === side && frozen ? [{ plan, frozen }] : []
    })
    const middles: Point[] = []
    for (const { plan, frozen } of spread(candidates, lookedAt)) {
      const { volume } = await readNiftiFile(path.join(paths.volumes, version, frozen.file))
      const middle = applyAffine(volume.affine, [(voxels - 1) / 2, (voxels - 1) / 2, (voxels - 1) / 2])
      const inFixed = applyAffine(invert(plan.placement.scanWorldFromFixed), middle)
      // Cubes that were moved by chance lie about the mean by what the same seed gives now.
      const mean = means.get(side)!
      middles.push(
        inFixed.map((mm, axis) => mm - (plan.centreInFixedMm[axis] - mean[axis])) as unknown as Point,
      )
    }
    const centreMm = median(middles)
    const met = middles.filter((middle) => distance(middle, centreMm) <= sameWithinMm).length
    if (met === 0 || 2 * met < middles.length) throw moved(version, side, middles.length)
    centres.push({ side, centreMm })
  }
  return { fixed, transform: await transformOf(project, fixed), edgeMm, voxels, centres }
}

/** The way most scans were registered. */
async function transformOf({ db }: Project, { id }: Scan): Promise<TransformKind> {
  const kinds = (await listRegistrations(db, id)).map(({ transform }) => transform)
  const affine = kinds.filter((kind) => kind === 'affine').length
  return affine > kinds.filter((kind) => kind === 'rigid').length ? 'affine' : 'rigid'
}

/** Up to `count` of them, evenly over the list. */
function spread<T>(all: readonly T[], count: number): T[] {
  if (all.length <= count) return [...all]
  return Array.from({ length: count }, (_, k) => all[Math.floor((k * all.length) / count)])
}

/** Of each coordinate; of none, no numbers. */
function median(points: readonly Point[]): Point {
  const of = (axis: number) => {
    const sorted = points.map((point) => point[axis]).sort((a, b) => a - b)
    return sorted[sorted.length >> 1] ?? NaN
  }
  return [of(0), of(1), of(2)]
}

const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])

const moved = (version: string, side: Side, cubes: number) =>
  new AntrumError(
    'invalid-state',
    cubes === 0
      ? `None of the heads of dataset ${version} is in this project with a registration, so where its cubes lay cannot be known. Predict in the project they were imported into.`
      : `The ${side} cubes of dataset ${version} do not lie in one place of the fixed head as scans are registered now: the fixed scan was changed or most scans were registered anew since. Register as it was when ${version} was frozen, or freeze, train and predict with a new version.`,
  )
