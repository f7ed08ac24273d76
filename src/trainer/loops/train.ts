import { chunks } from '../../shared/chunks.ts'
import type { TrainingParams } from '../../shared/domain/stage.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import type { TrainingHistory } from '../../shared/ipc/trainer.ts'
import { createRandom } from '../../shared/random.ts'
import {
  checkpointPosition,
  loadCheckpoint,
  saveCheckpoint,
  type Position,
} from '../checkpoints/checkpoint.ts'
import { batchOf, microBatchOf, stepsPerEpoch } from '../data/batches.ts'
import { learningRateAt } from '../optimizers/schedules.ts'
import type { Batch, Program, Weights } from '../program.ts'
import { Interrupted, type StageRun } from '../stage-run.ts'
import { alarmsIn } from './alarms.ts'

export interface TrainingTask<Sample> {
  /** The compiled objective for micro-batches of `batch`, `parts` of them a step. */
  program: (batch: number, parts: number) => Program
  params: TrainingParams
  samples: readonly Sample[]
  /** One micro-batch. */
  batch: (samples: readonly Sample[]) => Batch
  /** Mean loss on held-out samples; null where there are none (then the last epoch is kept). */
  validate: (program: Program) => number | null
  /** Sets fresh weights; called only when there is no checkpoint. */
  initialise: (program: Program) => void
  /** Hand on the last epoch whatever the validation loss says. */
  keepLast?: boolean
}

export interface Trained {
  weights: Weights
  history: TrainingHistory
}

/** Checkpoints of short epochs would cost more than they save. */
const checkpointEveryMs = 5000

/**
 * Trains to the end of the budget and keeps the epoch of the lowest validation loss.
 * Killed at any moment, it resumes from its last checkpoint with the same result, bit for bit on a CPU. When memory
 * runs out it goes back there too and continues with half the micro-batch: the same samples per step, in more parts.
 *
 * @throws Interrupted after saving, when the run was asked to stop.
 * @throws AntrumError 'loss-not-a-number'; 'out-of-memory' when even the smallest micro-batch does not fit.
 */
export async function train<Sample>(run: StageRun, task: TrainingTask<Sample>): Promise<Trained> {
  const batchSize = Math.min(task.params.batchSize, task.samples.length)
  let microBatchSize =
    checkpointPosition(run.folder)?.microBatchSize ??
    microBatchOf(batchSize, task.params.microBatchSize ?? batchSize)
  for (;;) {
    try {
      return await trainInParts(run, task, batchSize, microBatchSize)
    } catch (error) {
      const smaller = microBatchOf(batchSize, Math.floor(microBatchSize / 2))
      if (!(error instanceof AntrumError) || error.code !== 'out-of-memory' || smaller >= microBatchSize)
        throw error
      run.event({
        type: 'alarm',
        alarm: 'out-of-memory',
        cause: `${microBatchSize} samples at a time do not fit into memory.`,
        suggestion: `The training goes on with ${smaller} at a time, still ${batchSize} a step; batch norm sees the smaller ones.`,
      })
      microBatchSize = smaller
    }
  }
}

async function trainInParts<Sample>(
  run: StageRun,
  task: TrainingTask<Sample>,
  batchSize: number,
  microBatchSize: number,
): Promise<Trained> {
  const { params, samples } = task
  const program = task.program(microBatchSize, batchSize / microBatchSize)
  const perEpoch = stepsPerEpoch(samples.length, batchSize)
  const total = perEpoch * params.epochs
  const random = createRandom(params.seed)

  const resumed = loadCheckpoint(run.folder)
  const fresh: Position = {
    epochIndex: 0,
    stepIndex: 0,
    steps: 0,
    lossSum: 0,
    monitorSums: {},
    microBatchSize,
    alarms: [],
    history: [],
    best: null,
  }
  const position: Position = resumed ? { ...resumed.position, microBatchSize } : fresh
  if (microBatchSize < (params.microBatchSize ?? batchSize) && !position.alarms.includes('out-of-memory'))
    position.alarms.push('out-of-memory')
  let best = resumed?.best ?? null
  if (resumed) program.restore(resumed.state)
  else task.initialise(program)

  const save = () => {
    saveCheckpoint(run.folder, { position, state: program.state(), best })
    run.event({ type: 'checkpoint', epochIndex: position.epochIndex })
  }
  const outOfPatience = () =>
    params.patienceEpochs !== undefined &&
    position.best !== null &&
    position.epochIndex - 1 - position.best.epochIndex >= params.patienceEpochs
  let savedMs = Date.now()

  while (position.epochIndex < params.epochs && !outOfPatience()) {
    const epoch = random.fork(`epoch ${position.epochIndex}`)
    const learningRate = learningRateAt(
      params.schedule,
      params.optimiser.learningRate,
      params.epochs,
      position.epochIndex,
    )
    while (position.stepIndex < perEpoch) {
      const started = performance.now()
      const micro = chunks(batchOf(samples, batchSize, epoch, position.stepIndex), microBatchSize).map(
        task.batch,
      )
      const at = { learningRate, step: position.steps + 1, progress: position.steps / total }
      const { loss, monitors } = program.step(micro, at, epoch.fork(`step ${position.stepIndex}`))
      if (!Number.isFinite(loss)) {
        const cause = `The loss became ${loss} in epoch ${position.epochIndex + 1}, step ${position.stepIndex + 1}, at learning rate ${learningRate}.`
        const suggestion = 'Lower the learning rate or use precision float32.'
        run.event({ type: 'alarm', alarm: 'not-a-number', cause, suggestion })
        throw new AntrumError('loss-not-a-number', `${cause} ${suggestion}`)
      }
      position.stepIndex++
      position.steps++
      position.lossSum += loss
      for (const [name, value] of Object.entries(monitors))
        position.monitorSums[name] = (position.monitorSums[name] ?? 0) + value
      run.progress({
        done: position.steps,
        total,
        epochIndex: position.epochIndex,
        loss,
        learningRate,
        stepSeconds: (performance.now() - started) / 1000,
      })
      if (await run.shouldStop()) {
        save()
        throw new Interrupted()
      }
    }
    endEpoch(learningRate)
    if (position.epochIndex < params.epochs && Date.now() - savedMs > checkpointEveryMs) {
      save()
      savedMs = Date.now()
    }
  }

  function endEpoch(learningRate: number): void {
    const validationLoss = task.validate(program)
    const trainLoss = position.lossSum / perEpoch
    const monitors = Object.fromEntries(
      Object.entries(position.monitorSums).map(([name, sum]) => [name, sum / perEpoch]),
    )
    position.history.push({
      trainLoss,
      validationLoss,
      learningRate,
      ...(Object.keys(monitors).length ? { monitors } : {}),
    })
    run.event({
      type: 'epoch',
      epochIndex: position.epochIndex,
      epochs: params.epochs,
      trainLoss,
      validationLoss,
    })
    for (const alarm of alarmsIn(position.history, params.epochs)) {
      if (position.alarms.includes(alarm.alarm)) continue
      position.alarms.push(alarm.alarm)
      run.event({ type: 'alarm', ...alarm })
    }
    if (
      task.keepLast ||
      validationLoss === null ||
      position.best?.validationLoss == null ||
      validationLoss < position.best.validationLoss
    ) {
      position.best = { epochIndex: position.epochIndex, validationLoss }
      best = networkOnly(program)
    }
    position.epochIndex++
    position.stepIndex = 0
    position.lossSum = 0
    position.monitorSums = {}
  }

  const history: TrainingHistory = {
    epochs: position.history,
    bestEpochIndex: position.best!.epochIndex,
    parameters: program.parameters.count(),
    steps: position.steps,
    samplesSeen: position.steps * batchSize,
    batchSize,
    microBatchSize,
    alarms: position.alarms,
  }
  return { weights: program.weights(best!), history }
}

/** Network and running statistics without the optimiser's state. */
function networkOnly(program: Program): Map<string, Float32Array> {
  const names = [...program.parameters.all.values()].flatMap(({ pieces }) => pieces.map(({ name }) => name))
  const state = program.state(names)
  return new Map(names.map((name) => [name, state.get(name)!]))
}
