import path from 'node:path'
import type { DatasetManifest, DatasetSinus } from '../../shared/domain/dataset.ts'
import { multiply } from '../../shared/imaging/affine.ts'
import { resampleToGrid } from '../../shared/imaging/resample.ts'
import type { Volume } from '../../shared/imaging/volume.ts'
import { isUndefined, residualOverlap } from '../../shared/metrics/index.ts'
import type { StageRecord } from '../db/stores/stages.ts'
import type { Project } from '../project.ts'
import type { LesionOverlap } from '../report/report-data.ts'
import type { LesionTruth } from './lesion-truth.ts'
import { readNiftiFile } from './nifti-file.ts'
import { openResiduals } from './residual-volumes.ts'
import type { ServiceContext } from './service-context.ts'

/**
 * How well the residuals of the first finished autoencoder point at every known lesion of a dataset. A lesion that the
 * cube misses is left out.
 */
export async function measureOverlaps(
  project: Project,
  manifest: DatasetManifest,
  stages: readonly StageRecord[],
  truth: LesionTruth,
  { signal, progress }: ServiceContext,
): Promise<LesionOverlap[]> {
  const made = stages.find(({ stage, state }) => stage.kind === 'residuals' && state === 'finished')
  if (!made) return []
  const residuals = await openResiduals(path.join(project.paths.stages, made.stage.hash))
  const sinuses = manifest.sinuses.filter((sinus) => residuals.has(sinus.id) && truth.has(sinus))
  const overlaps: LesionOverlap[] = []
  for (const [done, sinus] of sinuses.entries()) {
    signal.throwIfAborted()
    progress({ phase: 'comparing residuals with lesions', done, total: sinuses.length })
    const lesion = await lesionInCube(project, manifest, sinus, truth)
    if (!lesion) continue
    const overlap = residualOverlap(await residuals.residual(sinus.id), lesion)
    if (!isUndefined(overlap)) overlaps.push({ ...overlap, sinus: sinus.id, finding: truth.finding(sinus) })
  }
  return overlaps
}

/** The lesion of a sinus on the voxels of its cube, 1 inside; null when it has none or the cube misses it. */
export async function lesionInCube(
  project: Project,
  manifest: DatasetManifest,
  sinus: DatasetSinus,
  truth: LesionTruth,
): Promise<Float32Array | null> {
  const mask = await truth.mask(sinus)
  if (!mask) return null
  const { volume } = await readNiftiFile(path.join(project.paths.volumes, manifest.version, sinus.file))
  return maskOnGrid(mask, volume)
}

/**
 * A mask on another grid: voxels at least half inside; of a mask too thin for that, those at least half as far inside
 * as the innermost. Null when nothing of it is there.
 */
export function maskOnGrid(mask: Volume, grid: Pick<Volume, 'shape' | 'affine'>): Float32Array | null {
  const { data } = resampleToGrid(withMargin(mask, 3), grid).volume
  const innermost = data.reduce((most, value) => Math.max(most, value), 0)
  if (innermost === 0) return null
  const least = Math.min(0.5, innermost / 2)
  return data.map((value) => (value >= least ? 1 : 0))
}

/** The same with `margin` empty voxels on each side: a mask may end where the lesion does. */
function withMargin({ data, shape, affine }: Volume, margin: number): Volume {
  const [ni, nj, nk] = shape
  const [mi, mj] = [ni + 2 * margin, nj + 2 * margin]
  const padded = new Float32Array(mi * mj * (nk + 2 * margin))
  for (let k = 0; k < nk; k++) {
    for (let j = 0; j < nj; j++) {
      const row = data.subarray(ni * (j + nj * k), ni * (j + nj * k + 1))
      padded.set(row, margin + mi * (j + margin + mj * (k + margin)))
    }
  }
  const shift = [1, 0, 0, -margin, 0, 1, 0, -margin, 0, 0, 1, -margin, 0, 0, 0, 1]
  return { data: padded, shape: [mi, mj, nk + 2 * margin], affine: multiply(affine, shift) }
}
