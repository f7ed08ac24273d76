import { api } from './api.ts'
import { cases } from './cases.ts'
import { cohort } from './cohort.ts'
import { dataset } from './dataset.ts'
import { engine } from './engine.ts'
import { experiments } from './experiments.ts'
import { host } from './host.ts'
import { outputs } from './outputs.ts'
import { project } from './project.ts'
import { queue } from './queue.ts'
import { regions } from './regions.ts'
import { results } from './results.ts'
import { review } from './review.ts'
import { runs } from './runs.ts'

/** Every call of the contract has its handler here: TypeScript refuses a missing one. */
export const router = api.router({
  host,
  project,
  engine,
  runs,
  queue,
  cohort,
  regions,
  dataset,
  experiments,
  results,
  cases,
  outputs,
  review,
})
