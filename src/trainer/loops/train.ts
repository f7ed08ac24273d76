import type { TrainingParams } from '../../shared/domain/stage.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import type { TrainingHistory } from '../../shared/ipc/trainer.ts'
import { createRandom } from '../../shared/random.ts'
import { loadCheckpoint, saveCheckpoint, type Position } from '../checkpoints/checkpoint.ts'
import { batchOf, stepsPerEpoch } from '../data/batches.ts'
import { learningRateAt } from '../optimizers/schedules.ts'
import type { Batch, Program, Weights } from '../program.ts'
import { Interrupted, type StageRun } from '../stage-run.ts'

export interface TrainingTask<Sample> {
  program: Program
  params: TrainingParams
  samples: readonly Sample[]
  batch: (samples: readonly Sample[]) => Batch
  /** Mean loss on held-out samples; null where there are none (then the last epoch is kept). */
  validate: () => number | null
  /** Sets fresh weights; called only when there is no checkpoint. */
  initialise: () => void
}

/** Checkpoints of short epochs would cost more than they save. */
const checkpointEveryMs = 5000

/**
 * Trains to the end of the budget and keeps the epoch of the lowest validation loss.
 * Killed at any moment, it resumes from its last checkpoint with the same result, bit for bit on a CPU.
 *
 * @throws Interrupted after saving, when the run was asked to stop.
 * @throws AntrumError 'loss-not-a-number'.
 */
export async function train<Sample>(run: StageRun, task: TrainingTask<Sample>): Promise<{ weights: Weights; history: TrainingHistory }> {
  const { program, params, samples } = task
  const batch = program.options.batch
  const perEpoch = stepsPerEpoch(samples.length, batch)
  const total = perEpoch * params.epochs
  const random = createRandom(params.seed)

  const resumed = loadCheckpoint(run.folder)
  const position: Position = resumed?.position ?? { epochIndex: 0, stepIndex: 0, steps: 0, lossSum: 0, history: [], best: null }
  let best = resumed?.best ?? null
  if (resumed) program.restore(resumed.state)
  else task.initialise()

  const save = () => {
    saveCheckpoint(run.folder, { position, state: program.state(), best })
    run.event({ type: 'checkpoint', epochIndex: position.epochIndex })
  }
  let savedMs = Date.now()

  while (position.epochIndex < params.epochs) {
    const epoch = random.fork(`epoch ${position.epochIndex}`)
    const learningRate = learningRateAt(params.schedule, params.optimiser.learningRate, params.epochs, position.epochIndex)
    while (position.stepIndex < perEpoch) {
      const started = performance.now()
      const chosen = batchOf(samples, batch, epoch, position.stepIndex)
      const loss = program.step(task.batch(chosen), learningRate, position.steps + 1, epoch.fork(`step ${position.stepIndex}`))
      if (!Number.isFinite(loss)) {
        throw new AntrumError('loss-not-a-number', `The loss became ${loss} in epoch ${position.epochIndex + 1}, step ${position.stepIndex + 1}, at learning rate ${learningRate}. Lower the learning rate or use precision float32.`)
      }
      position.stepIndex++
      position.steps++
      position.lossSum += loss
      run.progress({ done: position.steps, total, epochIndex: position.epochIndex, loss, learningRate, stepSeconds: (performance.now() - started) / 1000 })
      if (await run.shouldStop()) {
        save()
        throw new Interrupted()
      }
    }
    const validationLoss = task.validate()
    const trainLoss = position.lossSum / perEpoch
    position.history.push({ trainLoss, validationLoss, learningRate })
    run.event({ type: 'epoch', epochIndex: position.epochIndex, epochs: params.epochs, trainLoss, validationLoss })
    const improved = validationLoss === null || position.best?.validationLoss == null || validationLoss < position.best.validationLoss
    if (improved) {
      position.best = { epochIndex: position.epochIndex, validationLoss }
      best = networkOnly(program)
    }
    position.epochIndex++
    position.stepIndex = 0
    position.lossSum = 0
    if (position.epochIndex < params.epochs && Date.now() - savedMs > checkpointEveryMs) {
      save()
      savedMs = Date.now()
    }
  }
  const weights = program.weights(best!)
  const history: TrainingHistory = {
    epochs: position.history,
    bestEpochIndex: position.best!.epochIndex,
    parameters: program.parameters.count(),
    samplesSeen: position.steps * batch,
  }
  return { weights, history }
}

/** Network and running statistics without the optimiser's state. */
function networkOnly(program: Program): Map<string, Float32Array> {
  const state = program.state()
  return new Map([...program.parameters.all.values()].flatMap(({ pieces }) => pieces.map(({ name }) => [name, state.get(name)!] as const)))
}

