import type { SplitProof } from '../../shared/domain/split-proof.ts'
import { withProject } from '../project.ts'
import { listVersions, type ListedVersion } from '../services/dataset-versions.ts'
import type { TestSetAccess } from '../../shared/ipc/results.ts'
import type { CliCommand } from './command.ts'

export const versions: CliCommand = {
  usage: 'versions <project>',
  summary: 'list the frozen dataset versions with their proof cards',
  run: async (_, [folder]) =>
    withProject(folder, 'read', async (project) => {
      const found = await listVersions(project)
      return { json: { versions: found }, text: found.map(asText).join('\n') || 'Nothing is frozen yet.' }
    }),
}

export const testSetText = ({ evaluatedModels, reads }: TestSetAccess): string =>
  `  test set   ${evaluatedModels} models scored on it, results read ${reads} times`

function asText({
  version,
  hash,
  frozenAt,
  subjects,
  sinuses,
  splitUnit,
  intact,
  proof,
  testSet,
}: ListedVersion) {
  const { checks, straddlingTest } = proof as Partial<SplitProof>
  return [
    `${version}  ${frozenAt.slice(0, 10)}  ${subjects} subjects, ${sinuses} sinuses  ${hash.slice(0, 12)}`,
    ...(intact ? [] : ['  DAMAGED    dataset.json is not what was frozen: restore it from a backup']),
    ...(splitUnit === 'sinus'
      ? [`  NOT BY SUBJECT  ${straddlingTest} subjects have a sinus on either side of the test set`]
      : []),
    ...(checks ?? []).map(({ name, ok, found }) => `  ${ok ? 'proved' : 'BROKEN'}     ${name} (${found})`),
    testSetText(testSet),
  ].join('\n')
}
