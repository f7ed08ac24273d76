import { ask } from '../study/requests.ts'
import { projectStatus, watchStatus } from '../study/status.ts'
import { api } from './api.ts'
import { readProject } from './work.ts'

export const queue = {
  status: api.queue.status.handler(({ input }) => readProject(input.folder, projectStatus)),
  watch: api.queue.watch.handler(({ input, signal }) => watchStatus(input.folder, signal)),
  ask: api.queue.ask.handler(async ({ input: { folder, request } }) => {
    await ask(folder, request)
    return readProject(folder, projectStatus)
  }),
}
