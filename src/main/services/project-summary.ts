import path from 'node:path'
import type { ProjectSummary } from '../../shared/ipc/api.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { listDatasets } from '../db/stores/datasets.ts'
import { listExperiments } from '../db/stores/experiments.ts'
import { listScans } from '../db/stores/scans.ts'
import { withProject } from '../project.ts'

/**
 * What is in a project. It is read without holding it, so a command that writes it can go on beside an open window.
 *
 * @throws AntrumError as `openProject`.
 */
export function summariseProject(folder: string): Promise<ProjectSummary> {
  return withProject(folder, 'read', async ({ db, paths }) => {
    const scans = await listScans(db)
    const datasets = await listDatasets(db)
    const experiments = await listExperiments(db)
    return {
      folder: paths.root,
      name: path.basename(paths.root),
      subjects: new Set(scans.map(({ subject }) => subject)).size,
      scans: scans.length,
      datasets: datasets.map(({ version, subjects, sinuses, frozenAt }) => ({
        version,
        subjects,
        sinuses,
        frozenAt,
      })),
      experiments: experiments.map(({ id, recipe, datasetVersion, plannedAt, cancelledAt }) => ({
        id,
        recipe: (recipe as { name: string }).name,
        datasetVersion,
        plannedAt,
        cancelledAt,
      })),
    }
  })
}

/** Brings a project of an older Antrum up to date, so that it can be read; the only time a look at it writes. */
export async function updateOlderProject(folder: string): Promise<void> {
  try {
    await withProject(folder, 'read', async () => {})
  } catch (error) {
    if (!(error instanceof AntrumError) || !isOlder(error.details)) throw error
    await withProject(folder, 'write', async () => {})
  }
}

/** `openDatabase` tells the schema it found and the one it knows. */
function isOlder(details: unknown): boolean {
  const { found, supported } = (details ?? {}) as { found?: number; supported?: number }
  return found !== undefined && supported !== undefined && found < supported
}
