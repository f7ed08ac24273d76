import type { StageKind } from '../../shared/domain/stage.ts'
import type { StageRecord } from '../db/stores/stages.ts'

/** What the forecast reads of a stage. */
export type Observed = Pick<StageRecord, 'state' | 'seconds' | 'stepSeconds' | 'stepsDone' | 'stepsTotal'> & {
  kind: StageKind
  /** By the cost model. */
  expectedSeconds: number
}

/**
 * Seconds until all unfinished stages are done. The cost model gives their sizes relative to each other; finished and
 * running stages tell, per kind, how fast this machine is. Kinds nobody has measured go by the measured ones.
 */
export function secondsLeft(stages: readonly Observed[], parallel = 1): number {
  const speed = speeds(stages)
  const left = stages
    .filter(({ state }) => !['finished', 'failed', 'cancelled'].includes(state))
    .reduce((total, stage) => total + stage.expectedSeconds * speed(stage.kind) * (1 - shareDone(stage)), 0)
  return left / parallel
}

/** Measured over expected seconds, by kind. */
export function speeds(stages: readonly Observed[]): (kind: StageKind) => number {
  const measured = stages.flatMap((stage) => {
    const seconds = measuredSeconds(stage)
    return seconds === null ? [] : [{ kind: stage.kind, seconds, expected: stage.expectedSeconds }]
  })
  const ratio = (of: typeof measured) =>
    of.reduce((sum, { seconds }) => sum + seconds, 0) / of.reduce((sum, { expected }) => sum + expected, 0)
  const byKind = Map.groupBy(measured, ({ kind }) => kind)
  const overall = measured.length > 0 ? ratio(measured) : 1
  return (kind) => {
    const own = byKind.get(kind)
    return own ? ratio(own) : overall
  }
}

/** What a stage took, or will have taken at its present pace. */
function measuredSeconds({ state, seconds, stepSeconds, stepsDone, stepsTotal }: Observed): number | null {
  if (state === 'finished') return seconds
  // The first steps of a graph compile it.
  const settled = stepsDone !== null && stepsDone > 5
  return state === 'running' && settled && stepSeconds !== null && stepsTotal !== null
    ? stepSeconds * stepsTotal
    : null
}

const shareDone = ({ state, stepsDone, stepsTotal }: Observed): number =>
  state !== 'queued' && stepsDone !== null && stepsTotal ? Math.min(1, stepsDone / stepsTotal) : 0
