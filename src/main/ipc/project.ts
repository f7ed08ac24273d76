import path from 'node:path'
import { AntrumError } from '../../shared/ipc/error.ts'
import { createProject } from '../project.ts'
import { makeSampleStudy } from '../services/demo.ts'
import { newPlaces } from '../services/new-places.ts'
import { summariseProject, updateOlderProject } from '../services/project-summary.ts'
import { ask } from '../study/requests.ts'
import { startRun } from '../study/start-run.ts'
import { api } from './api.ts'
import { choose } from './host.ts'
import { withProgress } from './work.ts'

/** What is made lands where its maker meant it, not where this process was started. @throws AntrumError 'usage'. */
function wholePath(folder: string): string {
  if (path.isAbsolute(folder)) return folder
  throw new AntrumError('usage', `A new folder is named by its full path; found "${folder}".`)
}

export const project = {
  open: api.project.open.handler(async ({ input, context }) => {
    if (context.readOnly === null) await updateOlderProject(input.folder)
    const summary = await summariseProject(input.folder)
    if (context.readOnly === null) await context.recent.add(summary.folder)
    return summary
  }),
  summary: api.project.summary.handler(({ input }) => summariseProject(input.folder)),
  create: api.project.create.handler(({ input }) => createProject(wholePath(input.folder))),
  places: api.project.places.handler(() => newPlaces()),
  sample: api.project.sample.handler(({ input: { folder, size }, signal }) =>
    withProgress(signal, async (context) => {
      const study = await makeSampleStudy(wholePath(folder), size, context)
      await ask(study.project, { action: 'add', id: study.experiment })
      await startRun(study.project)
      return study
    }),
  ),
  recent: api.project.recent.handler(({ context }) => context.recent.list()),
  forget: api.project.forget.handler(({ input, context }) => context.recent.forget(input.folder)),
  choose: api.project.choose.handler(async ({ context }) => {
    const [folder = null] = await choose(context, 'project')
    return { folder }
  }),
  requests: api.project.requests.handler(async function* ({ context, signal }) {
    if (context.shell) yield* context.shell.requests.subscribe('request', { ...(signal && { signal }) })
  }),
}
