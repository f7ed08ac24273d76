import { stat } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Run } from '../../shared/ipc/api.ts'
import { listExperiments } from '../db/stores/experiments.ts'
import { listStagesBy } from '../db/stores/stage-list.ts'
import type { ListedStage } from '../db/stores/stage-list.ts'
import { databaseFile, withProject } from '../project.ts'

/** How soon a change in the database is on the screen. */
const pollMs = 1000

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
  let seen: string | null = null
  while (!signal?.aborted) {
    const current = await databaseStamp(folder)
    if (seen === null || current !== seen) {
      const changed = (await listRuns(folder)).filter((run) => {
        const [key, text] = [`${run.experiment} ${run.stage}`, JSON.stringify(run)]
        const isNew = shown.get(key) !== text
        if (isNew) shown.set(key, text)
        return isNew
      })
      if (seen === null || changed.length > 0) yield changed
      seen = current
    }
    await sleep(pollMs, undefined, { ...(signal && { signal }) }).catch((error: unknown) => {
      if (!signal?.aborted) throw error
    })
  }
}

/** Differs after every commit: listing thousands of runs once a second is too much for a window left open. */
async function databaseStamp(folder: string): Promise<string> {
  const database = path.join(path.resolve(folder), databaseFile)
  const stats = await Promise.all([database, `${database}-wal`].map((file) => stat(file).catch(() => null)))
  return stats.map((file) => (file ? `${file.mtimeMs} ${file.size}` : 'none')).join(' ')
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
