import { stat } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Stage } from '../../shared/domain/stage.ts'
import type { Run } from '../../shared/ipc/api.ts'
import { listExperiments } from '../db/stores/experiments.ts'
import { listStages } from '../db/stores/stages.ts'
import type { StageRecord } from '../db/stores/stages.ts'
import { databaseFile, withProject } from '../project.ts'

/** How soon a change in the database is on the screen. */
const pollMs = 1000

/** Every stage of every experiment, experiments oldest first, stages in the order they are worked off. */
export function listRuns(folder: string): Promise<Run[]> {
  return withProject(folder, 'read', async ({ db }) => {
    const runs: Run[] = []
    for (const { id } of await listExperiments(db)) {
      const records = await listStages(db, id)
      const stages = new Map(records.map(({ stage }) => [stage.hash, stage]))
      runs.push(...records.map((record) => asRun(record, id, stages)))
    }
    return runs
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

function asRun(record: StageRecord, experiment: string, stages: ReadonlyMap<string, Stage>): Run {
  const { stage, state, stepsDone, stepsTotal, epochIndex, epochs, loss } = record
  return {
    stage: stage.hash,
    experiment,
    kind: stage.kind,
    ...origin(stage, stages),
    state,
    progress:
      state === 'finished'
        ? 1
        : stepsDone !== null && stepsTotal
          ? Math.min(1, stepsDone / stepsTotal)
          : null,
    epochIndex,
    epochs,
    loss,
    seconds: secondsOf(record),
    reason: record.reason?.message ?? null,
  }
}

/** Method, fold and label fraction of a stage, its own or those of the stage it reads. */
function origin(
  stage: Stage,
  stages: ReadonlyMap<string, Stage>,
): Pick<Run, 'method' | 'foldIndex' | 'labelFraction'> {
  const inherited = (hash: string | undefined) => {
    const input = hash === undefined ? undefined : stages.get(hash)
    return input ? origin(input, stages) : { method: null, foldIndex: null, labelFraction: null }
  }
  switch (stage.kind) {
    case 'cae':
      return { method: null, foldIndex: stage.params.foldIndex, labelFraction: null }
    case 'residuals':
      return inherited(stage.inputs.cae)
    case 'pretrain':
      return { ...inherited(stage.inputs.residuals), method: stage.params.method }
    case 'finetune': {
      const { method, foldIndex, labelFraction } = stage.params
      return { method, foldIndex, labelFraction }
    }
    case 'evaluate':
      return inherited(stage.inputs.classifier)
  }
}

/** Of a running stage, since it was started. */
function secondsOf({ state, seconds, startedAt }: StageRecord): number | null {
  if (state !== 'running' || startedAt === null) return seconds
  return Math.max(0, Math.round((Date.now() - Date.parse(startedAt)) / 1000))
}
