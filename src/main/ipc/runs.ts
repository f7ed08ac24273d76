import { listRuns, watchRuns } from '../services/run-overview.ts'
import { watchStage } from '../services/stage-story.ts'
import { startRun } from '../study/start-run.ts'
import { api } from './api.ts'

export const runs = {
  start: api.runs.start.handler(({ input: { folder, ...options } }) => startRun(folder, options)),
  list: api.runs.list.handler(({ input }) => listRuns(input.folder)),
  watch: api.runs.watch.handler(({ input, signal }) => watchRuns(input.folder, signal)),
  watchStage: api.runs.watchStage.handler(({ input: { folder, stage }, lastEventId, signal }) =>
    watchStage(folder, stage, { lastEventId, signal }),
  ),
}
