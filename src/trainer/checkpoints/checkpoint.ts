import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { AlarmKind, TrainingHistory } from '../../shared/ipc/trainer.ts'
import { readWeights, writeAtomic, writeWeights } from './files.ts'

/** Where a training stage stands. All randomness is a function of seed, epoch and step, so no generator is stored. */
export interface Position {
  epochIndex: number
  stepIndex: number
  /** Optimisation steps taken since the start. */
  steps: number
  /** Sums over this epoch's steps so far. */
  lossSum: number
  monitorSums: Record<string, number>
  /** Smaller than planned once memory ran out. */
  microBatchSize: number
  alarms: AlarmKind[]
  history: TrainingHistory['epochs']
  best: { epochIndex: number; validationLoss: number | null } | null
}

export interface Checkpoint {
  position: Position
  /** Network and optimiser, engine layout. */
  state: Map<string, Float32Array>
  /** Network and statistics of the best epoch so far. */
  best: Map<string, Float32Array> | null
}

type Arrays = Map<string, Float32Array>
const asWeights = (arrays: Arrays) =>
  new Map([...arrays].map(([name, data]) => [name, { shape: [data.length], data }]))
const asArrays = (file: string): Arrays =>
  new Map([...readWeights(file)].map(([name, { data }]) => [name, data]))

/** Replaces the stage's checkpoint as a whole: at any moment the old or the new one is complete on disk. */
export function saveCheckpoint(stageFolder: string, { position, state, best }: Checkpoint): void {
  const [current, next, old] = ['checkpoint', 'checkpoint.next', 'checkpoint.old'].map((name) =>
    path.join(stageFolder, name),
  ) as [string, string, string]
  rmSync(next, { recursive: true, force: true })
  mkdirSync(next)
  writeWeights(path.join(next, 'state.safetensors'), asWeights(state))
  if (best) writeWeights(path.join(next, 'best.safetensors'), asWeights(best))
  writeAtomic(path.join(next, 'position.json'), JSON.stringify(position))
  rmSync(old, { recursive: true, force: true })
  if (existsSync(current)) renameSync(current, old)
  renameSync(next, current)
  rmSync(old, { recursive: true, force: true })
}

/** The last complete checkpoint, or null. One that cannot be read counts as none: the stage starts again. */
export const loadCheckpoint = (stageFolder: string): Checkpoint | null =>
  readLast(stageFolder, (folder, position) => {
    const best = path.join(folder, 'best.safetensors')
    return {
      position,
      state: asArrays(path.join(folder, 'state.safetensors')),
      best: existsSync(best) ? asArrays(best) : null,
    }
  })

/** Where the last checkpoint stands, without reading its weights. */
export const checkpointPosition = (stageFolder: string): Position | null =>
  readLast(stageFolder, (_, position) => position)

function readLast<T>(stageFolder: string, read: (folder: string, position: Position) => T): T | null {
  for (const name of ['checkpoint', 'checkpoint.old']) {
    const folder = path.join(stageFolder, name)
    const file = path.join(folder, 'position.json')
    if (!existsSync(file)) continue
    try {
      return read(folder, JSON.parse(readFileSync(file, 'utf8')) as Position)
    } catch {
      continue
    }
  }
  return null
}

export function removeCheckpoint(stageFolder: string): void {
  for (const name of ['checkpoint', 'checkpoint.old', 'checkpoint.next'])
    rmSync(path.join(stageFolder, name), { recursive: true, force: true })
}
