import type { StageKind } from '../../shared/domain/stage.ts'
import type { ListedStage } from '../db/stores/stage-list.ts'

/** What the forecast reads of a stage. */
export type Observed = Pick<ListedStage, 'state' | 'seconds' | 'stepSeconds' | 'stepsDone' | 'stepsTotal'> & {
  kind: StageKind
  /** Pretraining method: each has its own pace. */
  method: string | null
  expectedSeconds: number | null
  hash?: string
  /** Hashes of the stages it reads. */
  inputs?: readonly string[]
}

/** A number of seconds with its 95 % interval. */
export interface Forecast {
  seconds: number
  low: number
  high: number
}

/** Standard deviation of the logarithm of measured over expected, of a kind of stage nobody has measured yet. */
const unmeasuredSpread = 0.25
/** The same for one measured stage, and the least that any number of them leaves. */
const oneMeasuredSpread = 0.15
const leastSpread = 0.04

/**
 * Seconds until all unfinished stages are done. What is expected of them gives their sizes relative to each other;
 * finished and running stages tell, per kind, how fast this machine is. Kinds nobody has measured go by the measured
 * ones. The interval says how well each kind is known: kinds err independently of each other, stages of one together.
 *
 * @param stages  Each after those it reads.
 * @returns Null when nothing is known of an unfinished one: its project was planned by an older version.
 */
export function forecast(stages: readonly Observed[], parallel = 1): Forecast | null {
  const open = stages.filter(({ state }) => !['finished', 'failed', 'cancelled'].includes(state))
  if (open.some(({ expectedSeconds }) => expectedSeconds === null)) return null
  const { speed, spread } = speeds(stages)
  const left = (stage: Observed) => stage.expectedSeconds! * speed(stage) * (1 - shareDone(stage))
  const byGroup = Map.groupBy(open, groupOf)
  let total = 0
  let variance = 0
  for (const members of byGroup.values()) {
    const seconds = members.reduce((sum, stage) => sum + left(stage), 0)
    total += seconds
    variance += (seconds * spread(members[0])) ** 2
  }
  const seconds = Math.max(total / parallel, parallel > 1 ? longestChain(open, left) : 0)
  const margin = total === 0 ? 1 : Math.exp((1.96 * Math.sqrt(variance)) / total)
  return { seconds, low: seconds / margin, high: seconds * margin }
}

/** Share of the expected time that is behind, 0…1: a long stage counts for more than a short one. */
export function progressShare(stages: readonly Observed[]): number {
  const size = ({ expectedSeconds }: Observed) => expectedSeconds ?? 1
  const total = stages.reduce((sum, stage) => sum + size(stage), 0)
  return total === 0 ? 1 : stages.reduce((sum, stage) => sum + size(stage) * shareDone(stage), 0) / total
}

/** Seconds until one stage is done, by what its like took; null as in `forecast`. */
export function stageSecondsLeft(stage: Observed, stages: readonly Observed[]): number | null {
  if (stage.expectedSeconds === null) return null
  return stage.expectedSeconds * speeds(stages).speed(stage) * (1 - shareDone(stage))
}

const groupOf = ({ kind, method }: Observed): string => (kind === 'pretrain' ? `${kind} ${method}` : kind)

/** Measured over expected seconds of a stage's like, and how well that is known. */
function speeds(stages: readonly Observed[]) {
  const measured = stages.flatMap((stage) => {
    const seconds = measuredSeconds(stage)
    const expected = stage.expectedSeconds
    return seconds === null || !expected ? [] : [{ group: groupOf(stage), seconds, expected }]
  })
  const ratio = (of: typeof measured) =>
    of.reduce((sum, { seconds }) => sum + seconds, 0) / of.reduce((sum, { expected }) => sum + expected, 0)
  const byGroup = new Map(
    [...Map.groupBy(measured, ({ group }) => group)].map(([group, own]) => [
      group,
      { ratio: ratio(own), spread: Math.max(leastSpread, oneMeasuredSpread / Math.sqrt(own.length)) },
    ]),
  )
  const overall = measured.length > 0 ? ratio(measured) : 1
  return {
    speed: (stage: Observed) => byGroup.get(groupOf(stage))?.ratio ?? overall,
    spread: (stage: Observed) => byGroup.get(groupOf(stage))?.spread ?? unmeasuredSpread,
  }
}

/** What a stage took, or will have taken at its present pace. */
function measuredSeconds({ state, seconds, stepSeconds, stepsDone, stepsTotal }: Observed): number | null {
  if (state === 'finished') return seconds
  // The first steps of a graph compile it.
  const settled = stepsDone !== null && stepsDone > 5
  return ['running', 'interrupted'].includes(state) && settled && stepSeconds !== null && stepsTotal !== null
    ? stepSeconds * stepsTotal
    : null
}

function shareDone({ state, stepsDone, stepsTotal }: Observed): number {
  if (state === 'finished') return 1
  return state !== 'queued' && stepsDone !== null && stepsTotal ? Math.min(1, stepsDone / stepsTotal) : 0
}

/** No number of trainers is faster than the longest row of stages that wait for each other. */
function longestChain(stages: readonly Observed[], seconds: (stage: Observed) => number): number {
  const ends = new Map<string, number>()
  let longest = 0
  for (const stage of stages) {
    const ready = Math.max(0, ...(stage.inputs ?? []).map((hash) => ends.get(hash) ?? 0))
    const end = ready + seconds(stage)
    if (stage.hash !== undefined) ends.set(stage.hash, end)
    longest = Math.max(longest, end)
  }
  return longest
}
