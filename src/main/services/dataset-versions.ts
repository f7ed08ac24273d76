import type { DatasetManifest } from '../../shared/domain/dataset.ts'
import { diffDatasets, type DatasetDiff } from '../../shared/domain/dataset-diff.ts'
import { listDatasets, type DatasetVersion } from '../db/stores/datasets.ts'
import type { Project } from '../project.ts'
import { manifestHash } from '../study/hash.ts'
import { readManifest } from '../study/manifest.ts'
import { testSetAccess, type TestSetAccess } from './test-set-access.ts'

export interface ListedVersion extends DatasetVersion {
  /** Whether the manifest still has the hash it was frozen with; null when it cannot be read. */
  intact: boolean | null
  testSet: TestSetAccess
}

/** Frozen versions, oldest first, each with its proof card and how often its test set was opened. */
export async function listVersions(project: Project): Promise<ListedVersion[]> {
  const versions: ListedVersion[] = []
  for (const dataset of await listDatasets(project.db)) {
    const manifest = await readManifest(project, dataset.version).catch(() => null)
    versions.push({
      ...dataset,
      intact: manifest && manifestHash(manifest) === dataset.hash,
      testSet: await testSetAccess(project, dataset),
    })
  }
  return versions
}

/** @throws AntrumError as `readManifest`. */
export async function diffVersions(project: Project, from: string, to: string): Promise<DatasetDiff> {
  const read = (version: string): Promise<DatasetManifest> => readManifest(project, version)
  return diffDatasets(await read(from), await read(to))
}
