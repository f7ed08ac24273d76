import { compareMethods } from '../services/compare.ts'
import { methodScores } from '../services/method-scores.ts'
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
  compare: api.results.compare.handler(({ input: { folder, experiment, a, b } }) =>
    readProject(folder, async (project) => (await compareMethods(project, experiment, { a, b })).comparisons),
  ),
  scores: api.results.scores.handler(({ input: { folder, experiment, ...which } }) =>
    readProject(folder, (project) => methodScores(project, experiment, which)),
  ),
}
