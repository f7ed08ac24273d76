import type { DatasetManifest } from '../../shared/domain/dataset.ts'
import type { TrainerEvent } from '../../shared/ipc/trainer.ts'
import type { StageProgress, StageRecord } from '../db/stores/stages.ts'
import type { ServiceContext } from '../services/service-context.ts'
import { secondsLeft } from './forecast.ts'
import type { Observed } from './forecast.ts'
import { observe } from './plan.ts'

/** Follows a run: turns trainer events into what is stored of a stage, and into the progress line with its time left. */
export class RunProgress {
  private readonly observed: Map<string, Observed & Partial<StageProgress>>
  private readonly parallel: number
  private readonly report: ServiceContext['progress']

  constructor(
    records: readonly StageRecord[],
    manifest: DatasetManifest,
    parallel: number,
    { progress }: ServiceContext,
  ) {
    const seen = observe(records, manifest)
    this.observed = new Map(records.map(({ stage }, index) => [stage.hash, seen[index]]))
    this.parallel = parallel
    this.report = progress
    this.show('')
  }

  set(hash: string, values: Partial<Observed>): void {
    Object.assign(this.observed.get(hash)!, values)
    if (values.state !== 'running') this.show('')
  }

  /** @returns What changed, for the database. */
  hear(
    hash: string,
    name: string,
    events: readonly TrainerEvent[],
  ): Partial<StageProgress> & { device?: string } {
    const stage = this.observed.get(hash)!
    let change: Partial<StageProgress> & { device?: string } = {}
    for (const event of events) {
      change = {
        ...change,
        ...summary(event, change.stepSeconds ?? stage.stepSeconds),
        lastEventAt: new Date(event.timeMs).toISOString(),
      }
    }
    Object.assign(stage, change)
    const { epochIndex, epochs, loss } = stage
    const epoch = epochIndex == null ? '' : `, epoch ${epochIndex + 1}${epochs ? `/${epochs}` : ''}`
    this.show(`${name}${epoch}${loss == null ? '' : `, loss ${loss.toPrecision(3)}`}`)
    return change
  }

  private show(note: string): void {
    const stages = [...this.observed.values()]
    const done = stages.filter(({ state }) => state === 'finished').length
    this.report({
      phase: 'Study',
      done,
      total: stages.length,
      note,
      leftSeconds: secondsLeft(stages, this.parallel),
    })
  }
}

function summary(
  event: TrainerEvent,
  stepSeconds: number | null,
): Partial<StageProgress> & { device?: string } {
  switch (event.type) {
    case 'started':
      return { device: event.device }
    case 'progress':
      return {
        stepsDone: event.done,
        stepsTotal: event.total,
        ...(event.epochIndex === undefined ? {} : { epochIndex: event.epochIndex }),
        ...(event.loss === undefined ? {} : { loss: event.loss }),
        ...(event.stepSeconds === undefined ? {} : { stepSeconds: smooth(stepSeconds, event.stepSeconds) }),
      }
    case 'epoch':
      return { epochIndex: event.epochIndex, epochs: event.epochs, loss: event.trainLoss }
    case 'alarm':
    case 'checkpoint':
    case 'finished':
    case 'interrupted':
    case 'failed':
      return {}
  }
}

/** Single steps jitter; the time left should not. */
const smooth = (before: number | null, now: number): number =>
  before === null ? now : 0.8 * before + 0.2 * now
