import { openAsBlob } from 'node:fs'
import path from 'node:path'
import { AntrumError } from '../../shared/ipc/error.ts'
import { overlapSummary } from '../report/overlap-summary.ts'
import { exportModel } from '../services/export-model.ts'
import { openKnownLesions } from '../services/known-lesions.ts'
import { freeFolder } from '../services/build-folder.ts'
import { predictHeads } from '../services/predict.ts'
import { writeReport } from '../services/report.ts'
import { verifyProject } from '../services/verify.ts'
import { api } from './api.ts'
import { readProject, withProgress } from './work.ts'

export const outputs = {
  report: api.outputs.report.handler(({ input: { folder, experiment }, signal }) =>
    withProgress(signal, (context) =>
      readProject(folder, async (project) => {
        const name = `report-${experiment}.html`
        const file = path.join(project.paths.exports, name)
        // Known lesions that cannot be read any more do not keep a report from being written.
        const lesions = await openKnownLesions(project).catch(() => null)
        const { overlaps } = await writeReport(project, experiment, file, lesions, context)
        return { name, overlap: overlapSummary(overlaps)?.sentence ?? null }
      }),
    ),
  ),
  reportPage: api.outputs.reportPage.handler(({ input: { folder, name } }) =>
    readProject(folder, ({ paths }) =>
      openAsBlob(path.join(paths.exports, name), { type: 'text/html' }).catch((cause: unknown) => {
        throw new AntrumError('not-found', `There is no ${name} in the exports. Write it again.`, undefined, {
          cause,
        })
      }),
    ),
  ),
  verify: api.outputs.verify.handler(({ input: { folder, experiment }, signal }) =>
    withProgress(signal, (context) =>
      readProject(folder, (project) => verifyProject(project, experiment, context)),
    ),
  ),
  exportModel: api.outputs.exportModel.handler(({ input: { folder, stage }, signal }) =>
    withProgress(signal, (context) =>
      readProject(folder, (project) =>
        exportModel(
          project,
          stage,
          freeFolder(path.join(project.paths.exports, `model-${stage.slice(0, 12)}`)),
          context,
        ),
      ),
    ),
  ),
  predict: api.outputs.predict.handler(({ input: { folder, stage, paths, sides, ...options }, signal }) =>
    withProgress(signal, (context) =>
      readProject(folder, (project) =>
        predictHeads(project, stage, paths, { ...options, ...(sides ? { sides } : {}) }, context),
      ),
    ),
  ),
}
