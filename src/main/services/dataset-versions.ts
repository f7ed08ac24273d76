import path from 'node:path'
import type { DatasetManifest } from '../../shared/domain/dataset.ts'
import { diffDatasets, type DatasetDiff } from '../../shared/domain/dataset-diff.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import type { TestSetAccess } from '../../shared/ipc/results.ts'
import { listDatasets, type DatasetVersion } from '../db/stores/datasets.ts'
import type { Project } from '../project.ts'
import { manifestHash } from '../study/hash.ts'
import { readManifest } from '../study/manifest.ts'
import { readSinusVolume } from './packed-volumes.ts'
import { testSetAccess } from './test-set-access.ts'

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

/** A frozen sinus as the bytes of its NIfTI file. @throws AntrumError as `readManifest` and `readSinusVolume`, 'not-found'. */
export async function readFrozenSinus(project: Project, version: string, id: string): Promise<Uint8Array> {
  const manifest = await readManifest(project, version)
  const sinus = manifest.sinuses.find((each) => each.id === id)
  if (!sinus) throw new AntrumError('not-found', `There is no sinus ${id} in ${version}. Check the id.`)
  const file = path.join(project.paths.volumes, version, sinus.file)
  return (await readSinusVolume(file, sinus, manifest.voxels)).bytes
}
