import { existsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import readline from 'node:readline'
import { toErrorPayload } from '../shared/ipc/error.ts'
import type { TrainerAnswer } from '../shared/ipc/trainer.ts'
import { checkpointPosition, removeCheckpoint } from './checkpoints/checkpoint.ts'
import { TrainingDataset } from './data/dataset.ts'
import { describeDevice } from './device.ts'
import { trainCae } from './loops/cae.ts'
import { evaluate } from './loops/evaluate.ts'
import { finetune } from './loops/finetune.ts'
import { pretrain } from './loops/pretrain.ts'
import { makeResiduals } from './loops/residuals.ts'
import { Interrupted, readStage, StageRun } from './stage-run.ts'
import { loadTensorFlow, trainingThreads } from './tensorflow.ts'

/** The trainer: works through stage folders (contract in shared/ipc/trainer.ts). */
const stop = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.abort())

async function work(given: string): Promise<TrainerAnswer> {
  const folder = path.resolve(given)
  let run: StageRun | undefined
  try {
    const stage = readStage(folder)
    if (existsSync(path.join(folder, 'done.json'))) return { folder: given, outcome: 'finished' }
    run = new StageRun(folder, stage, stop.signal)
    const dataset = new TrainingDataset(folder, stage)
    loadTensorFlow({ threads: trainingThreads(dataset.manifest.voxels) })
    const { device } = describeDevice()
    run.event({
      type: 'started',
      pid: process.pid,
      host: os.hostname(),
      device,
      resumedFromEpoch: checkpointPosition(folder)?.epochIndex ?? 0,
    })
    try {
      switch (stage.kind) {
        case 'cae':
          await trainCae(run as StageRun<'cae'>, dataset)
          break
        case 'residuals':
          await makeResiduals(run as StageRun<'residuals'>, dataset)
          break
        case 'pretrain':
          await pretrain(run as StageRun<'pretrain'>, dataset)
          break
        case 'finetune':
          await finetune(run as StageRun<'finetune'>, dataset)
          break
        case 'evaluate':
          await evaluate(run as StageRun<'evaluate'>, dataset)
          break
      }
    } finally {
      dataset.volumes.close()
    }
    run.finish(device)
    removeCheckpoint(folder)
    return { folder: given, outcome: 'finished' }
  } catch (error) {
    if (error instanceof Interrupted) {
      run?.event({ type: 'interrupted' })
      return { folder: given, outcome: 'interrupted' }
    }
    const payload = toErrorPayload(error)
    if (payload.code === 'internal' && error instanceof Error) console.error(error.stack)
    run?.event({ type: 'failed', error: payload })
    return { folder: given, outcome: 'failed', error: payload }
  }
}

async function serve(): Promise<number> {
  // A line ends only the wait for the next folder; SIGTERM ends both.
  const lines = readline.createInterface({ input: process.stdin })
  stop.signal.addEventListener('abort', () => lines.close())
  for await (const line of lines) {
    if (!line.trim()) continue
    process.stdout.write(`${JSON.stringify(await work(line.trim()))}\n`)
    if (stop.signal.aborted) break
  }
  return stop.signal.aborted ? 143 : 0
}

async function workThrough(folders: string[]): Promise<number> {
  let failed = false
  for (const folder of folders) {
    const answer = await work(folder)
    process.stdout.write(`${JSON.stringify(answer)}\n`)
    if (answer.outcome === 'interrupted' || stop.signal.aborted) return 143
    failed ||= answer.outcome === 'failed'
  }
  return failed ? 1 : 0
}

const args = process.argv.slice(2)
process.exit(args[0] === '--serve' ? await serve() : await workThrough(args))
