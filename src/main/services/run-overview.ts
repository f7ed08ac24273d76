import type { Run } from '../../shared/ipc/api.ts'
import { listExperiments } from '../db/stores/experiments.ts'
import { listStagesBy } from '../db/stores/stage-list.ts'
import type { ListedStage } from '../db/stores/stage-list.ts'
import { withProject } from '../project.ts'
import { readChanges } from './project-changes.ts'

/** How soon a change in the database is on the screen. */
const everyMs = 1000

/** Every stage of every experiment, experiments oldest first, stages in the order they were planned. */
export function listRuns(folder: string): Promise<Run[]> {
  return withProject(folder, 'read', async ({ db }) => {
    const byExperiment = Map.groupBy(
      await listStagesBy(db, { order: 'planned' }),
      ({ experiment }) => experiment,
    )
    return (await listExperiments(db)).flatMap(({ id }) => (byExperiment.get(id) ?? []).map(asRun))
  })
}

/**
 * First every run, then those that changed since, until aborted. Another process does the work and only the database
 * knows: it is opened anew each time, so that a project moved away or updated meanwhile is noticed.
 *
 * @throws AntrumError as `openProject`, at any time.
 */
export async function* watchRuns(folder: string, signal?: AbortSignal): AsyncGenerator<Run[]> {
  const shown = new Map<string, string>()
  let isFirst = true
  for await (const runs of readChanges(folder, () => listRuns(folder), { everyMs, signal })) {
    const changed = runs.filter((run) => {
      const [key, text] = [`${run.experiment} ${run.stage}`, JSON.stringify(run)]
      const isNew = shown.get(key) !== text
      if (isNew) shown.set(key, text)
      return isNew
    })
    if (isFirst || changed.length > 0) yield changed
    isFirst = false
  }
}

function asRun(stage: ListedStage): Run {
  const { hash, experiment, kind, method, foldIndex, labelFraction, state, stepsDone, stepsTotal } = stage
  const { epochIndex, epochs, loss } = stage
  return {
    stage: hash,
    experiment,
    kind,
    ...{ method, foldIndex, labelFraction, state },
    progress:
      state === 'finished'
        ? 1
        : stepsDone !== null && stepsTotal
          ? Math.min(1, stepsDone / stepsTotal)
          : null,
    ...{ epochIndex, epochs, loss },
    seconds: secondsOf(stage),
    reason: stage.reason?.message ?? null,
  }
}

/** Of a running stage, since it was started. */
function secondsOf({ state, seconds, startedAt }: ListedStage): number | null {
  if (state !== 'running' || startedAt === null) return seconds
  return Math.max(0, Math.round((Date.now() - Date.parse(startedAt)) / 1000))
}
