import { caseVolume } from '../services/case-volume.ts'
import { caseArms, worklist } from '../services/cases.ts'
import { explainCases } from '../services/explain-cases.ts'
import { listKnownLesions, setKnownLesions } from '../services/known-lesions.ts'
import { api } from './api.ts'
import { changeProject, readProject, withProgress } from './work.ts'

export const cases = {
  arms: api.cases.arms.handler(({ input }) => readProject(input.folder, caseArms)),
  worklist: api.cases.worklist.handler(({ input: { folder, experiment, ...which } }) =>
    readProject(folder, (project) => worklist(project, experiment, which)),
  ),
  volume: api.cases.volume.handler(({ input: { folder, ...wanted } }) =>
    readProject(folder, async (project) => {
      const voxels = await caseVolume(project, wanted)
      return (
        voxels &&
        new Blob([new Uint8Array(voxels.buffer as ArrayBuffer, voxels.byteOffset, voxels.byteLength)])
      )
    }),
  ),
  // Only derived files are written, so a run that holds the project is not waited for.
  explain: api.cases.explain.handler(({ input: { folder, ...request }, signal }) =>
    withProgress(signal, (context) =>
      readProject(folder, (project) => explainCases(project, request, context)),
    ),
  ),
  knownLesions: api.cases.knownLesions.handler(({ input: { folder, version } }) =>
    readProject(folder, (project) => listKnownLesions(project, version)),
  ),
  setKnownLesions: api.cases.setKnownLesions.handler(({ input: { folder, place } }) =>
    changeProject(folder, async (project) => ({ place: await setKnownLesions(project, place) })),
  ),
}
