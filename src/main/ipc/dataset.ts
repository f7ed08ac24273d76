import type { SplitProof } from '../../shared/domain/split-proof.ts'
import { defaultSplitOptions } from '../../shared/domain/splits.ts'
import { diffVersions, listVersions, readFrozenSinus } from '../services/dataset-versions.ts'
import { freezeDataset } from '../services/freeze.ts'
import { readManifest } from '../study/manifest.ts'
import { api } from './api.ts'
import { holdProject, readProject, withProgress } from './work.ts'

export const dataset = {
  freeze: api.dataset.freeze.handler(({ input, signal }) => {
    const { folder, folds, seed, testFraction, fractions, ...others } = input
    const options = { ...others, split: { ...defaultSplitOptions, folds, seed, testFraction, fractions } }
    return withProgress(signal, (context) =>
      holdProject(folder, (project) => freezeDataset(project, options, context)),
    )
  }),
  versions: api.dataset.versions.handler(({ input }) =>
    readProject(input.folder, async (project) =>
      (await listVersions(project)).map((version) => ({
        ...version,
        proof: version.proof as Partial<SplitProof>,
      })),
    ),
  ),
  manifest: api.dataset.manifest.handler(({ input: { folder, version } }) =>
    readProject(folder, (project) => readManifest(project, version)),
  ),
  diff: api.dataset.diff.handler(({ input: { folder, from, to } }) =>
    readProject(folder, (project) => diffVersions(project, from, to)),
  ),
  sinusVolume: api.dataset.sinusVolume.handler(({ input: { folder, version, sinus } }) =>
    readProject(
      folder,
      async (project) => new Blob([new Uint8Array(await readFrozenSinus(project, version, sinus))]),
    ),
  ),
}
