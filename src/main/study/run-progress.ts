import type { TrainerEvent } from '../../shared/ipc/trainer.ts'
import type { StageProgress } from '../db/stores/stages.ts'
import type { ServiceContext } from '../services/service-context.ts'
import { forecast } from './forecast.ts'
import type { Observed } from './forecast.ts'

/** The time left follows from all stages, of which there may be thousands, and events come several times a second. */
const forecastEveryMs = 1000

/** Follows a run: turns trainer events into what is stored of a stage, and into the progress line with its time left. */
export class RunProgress {
  private readonly observed = new Map<string, Observed & Partial<StageProgress>>()
  private readonly parallel: number
  private readonly report: ServiceContext['progress']
  private forecastMs = 0
  private left: Pick<Parameters<ServiceContext['progress']>[0], 'leftSeconds' | 'leftRange'> = {}

  constructor(parallel: number, { progress }: ServiceContext) {
    this.parallel = parallel
    this.report = progress
  }

  /** More stages to follow, each after those it reads; known ones keep what was heard of them. */
  add(stages: readonly (Observed & { hash: string })[]): void {
    for (const stage of stages)
      if (!this.observed.has(stage.hash)) this.observed.set(stage.hash, { ...stage })
    this.show('')
  }

  set(hash: string, values: Partial<Observed>): void {
    const stage = this.observed.get(hash)
    if (!stage || Object.entries(values).every(([key, value]) => stage[key as keyof Observed] === value))
      return
    Object.assign(stage, values)
    this.forecastMs = 0
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

  show(note: string): void {
    const stages = [...this.observed.values()]
    const now = Date.now()
    if (now - this.forecastMs > forecastEveryMs) {
      // A cluster may run more than we asked this machine for.
      const running = stages.filter(({ state }) => state === 'running').length
      const left = forecast(stages, Math.max(this.parallel, running))
      this.left = left ? { leftSeconds: left.seconds, leftRange: [left.low, left.high] } : {}
      this.forecastMs = now
    }
    const done = stages.filter(({ state }) => state === 'finished').length
    this.report({ phase: 'Study', done, total: stages.length, note, ...this.left })
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
