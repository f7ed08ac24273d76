import path from 'node:path'
import { AntrumError } from '../../shared/ipc/error.ts'
import { listSinuses } from '../db/stores/sinuses.ts'
import type { Project } from '../project.ts'
import type { CubeTask } from './cube-worker.ts'
import { drawRows, type Montage, type MontageOptions } from './montage.ts'
import type { ServiceContext } from './service-context.ts'

const worker = new URL('./cube-worker.ts', import.meta.url)

/**
 * A picture of what extraction cut out: one row per subject, those that deserve a look first, then those with the least
 * of a cube inside the scan.
 *
 * @throws AntrumError 'invalid-state' when nothing has been extracted, 'not-found' when no subject is left, 'cancelled'.
 */
export async function drawCubes(
  { db, paths }: Project,
  { most = 40, subjects }: Pick<MontageOptions, 'most' | 'subjects'>,
  context: ServiceContext,
): Promise<Montage> {
  const all = [...Map.groupBy(await listSinuses(db), ({ subject }) => subject).values()]
  if (all.length === 0)
    throw new AntrumError('invalid-state', 'No sinus has been extracted yet. Run: antrum extract <project>')
  const rows = all
    .filter(([{ subject }]) => subjects?.includes(subject) ?? true)
    .map((cubes) => ({
      cubes,
      fine: cubes.some(({ flagged }) => flagged) ? 0 : 1,
      coverage: Math.min(...cubes.map(({ coverage }) => coverage)),
    }))
    .sort((a, b) => a.fine - b.fine || a.coverage - b.coverage)
  if (rows.length === 0) throw new AntrumError('not-found', 'None of these subjects has been extracted.')
  const tasks = rows.slice(0, most).map(({ cubes }): CubeTask => ({
    subject: cubes[0].subject,
    cubes: cubes.map(({ side, voxels, coverage, flagged, file }) => ({
      ...{ side, voxels, coverage, flagged },
      file: path.join(paths.root, file),
    })),
  }))
  const montage = await drawRows(worker, 'Drawing sinuses', tasks, ({ subject }) => subject, context)
  return { ...montage, leftOut: rows.length - tasks.length }
}
