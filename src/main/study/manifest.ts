import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DatasetManifest } from '../../shared/domain/dataset.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { listDatasets } from '../db/stores/datasets.ts'
import type { Project } from '../project.ts'

/**
 * A frozen dataset version of the project, by default the newest.
 * @throws AntrumError invalid-state (none frozen yet), not-found (no such version) or corrupt-data.
 */
export async function readManifest(project: Project, wanted?: string): Promise<DatasetManifest> {
  const datasets = await listDatasets(project.db)
  if (datasets.length === 0) {
    throw new AntrumError(
      'invalid-state',
      'A study needs a frozen dataset and this project has none yet. Run: antrum freeze <project>',
    )
  }
  const dataset = wanted === undefined ? datasets.at(-1)! : datasets.find(({ version }) => version === wanted)
  if (!dataset) {
    const versions = datasets.map(({ version }) => version).join(', ')
    throw new AntrumError(
      'not-found',
      `There is no dataset version ${wanted} in this project; it has ${versions}.`,
    )
  }
  const { version, hash } = dataset
  const fail = (problem: string, cause?: unknown) =>
    new AntrumError(
      'corrupt-data',
      `volumes/${version}/dataset.json ${problem}. Restore the folder volumes/${version} from a backup, or freeze a new version.`,
      undefined,
      { cause },
    )
  let manifest: DatasetManifest
  try {
    manifest = JSON.parse(
      await readFile(join(project.paths.volumes, version, 'dataset.json'), 'utf8'),
    ) as DatasetManifest
  } catch (error) {
    throw fail(`cannot be read (${(error as Error).message})`, error)
  }
  if (manifest.hash !== hash) throw fail(`has hash ${manifest.hash}, and ${hash} was frozen`)
  return manifest
}
