import { methodDifferences, resultTable } from '../services/results.ts'
import { api } from './api.ts'
import { readProject } from './work.ts'

export const results = {
  table: api.results.table.handler(({ input: { folder, experiment } }) =>
    readProject(folder, (project) => resultTable(project, experiment)),
  ),
  differences: api.results.differences.handler(({ input: { folder, experiment } }) =>
    readProject(folder, (project) => methodDifferences(project, experiment)),
  ),
}
