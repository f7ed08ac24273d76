import { createHash } from 'node:crypto'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { listedAs, type DatasetManifest } from '../../src/shared/domain/dataset.ts'
import type { Stage } from '../../src/shared/domain/stage.ts'
import type { ErrorPayload } from '../../src/shared/ipc/error.ts'
import { resultFiles, type Prediction, type TrainerAnswer } from '../../src/shared/ipc/trainer.ts'

/**
 * A trainer without TensorFlow that speaks the whole contract of src/shared/ipc/trainer.ts in real files and signals.
 * Its "weights" are a digest folded once per step and kept in a checkpoint, so that a lost or repeated step shows in
 * the results. What it does to a stage is in `<project>/behaviour.json`, by stage hash, kind or '*'.
 */
export interface Behaviour {
  steps?: number
  stepMs?: number
  /** Dies at this step (SIGKILL) as often as `crashes` says: a file in the stage folder counts. */
  crashAtStep?: number
  crashes?: number
  /** What it prints before, and by which signal it dies. */
  lastWords?: string
  crashSignal?: NodeJS.Signals
  /** Says nothing more from this step on. */
  hangAtStep?: number
  ignoreTerm?: boolean
  /** Takes so much memory, in MB, and keeps it. */
  hoardMb?: number
  fail?: ErrorPayload
  /** Its done.json names other bytes than it wrote, as often as this. */
  corrupt?: number
}

const device = process.env.CUDA_VISIBLE_DEVICES ?? 'none'
let stopped = false
let ignoreTerm = false
process.on('SIGTERM', () => {
  stopped ||= !ignoreTerm
  if (stopped && !working) process.exit(143)
})
let working = false
const hoard: Buffer[] = []

const read = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T
const digestOf = (text: string) => createHash('sha256').update(text).digest('hex')

function writeAtomic(file: string, content: string): void {
  writeFileSync(`${file}.tmp`, content)
  renameSync(`${file}.tmp`, file)
}

/** Counts up in a file and says whether this time is still within the limit. */
function another(file: string, limit: number): boolean {
  const count = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
  writeFileSync(file, String(count + 1))
  return count < limit
}

async function work(folder: string): Promise<TrainerAnswer> {
  if (existsSync(path.join(folder, 'done.json'))) return { folder, outcome: 'finished' }
  const stage = read<Stage>(path.join(folder, 'stage.json'))
  const project = path.join(folder, '..', '..')
  const behaviours = existsSync(path.join(project, 'behaviour.json'))
    ? read<Record<string, Behaviour>>(path.join(project, 'behaviour.json'))
    : {}
  const behaviour: Behaviour = {
    steps: 5,
    stepMs: 2,
    ...behaviours['*'],
    ...behaviours[stage.kind],
    ...behaviours[stage.hash],
  }
  ignoreTerm = behaviour.ignoreTerm ?? false
  const event = (values: object) =>
    appendFileSync(
      path.join(folder, 'events.jsonl'),
      `${JSON.stringify({ timeMs: Date.now(), ...values })}\n`,
    )

  const checkpoint = path.join(folder, 'checkpoint', 'state.json')
  const state = existsSync(checkpoint)
    ? read<{ step: number; digest: string }>(checkpoint)
    : { step: 0, digest: stage.hash }
  event({ type: 'started', pid: process.pid, host: hostname(), device, resumedFromEpoch: state.step })
  for (const input of Object.values<string>(stage.inputs)) {
    if (!existsSync(path.join(folder, '..', input, 'done.json')))
      throw new Error(`input ${input} is not finished`)
  }
  if (behaviour.fail) {
    event({ type: 'failed', error: behaviour.fail })
    return { folder, outcome: 'failed', error: behaviour.fail }
  }
  if (behaviour.hoardMb) hoard.push(Buffer.alloc(behaviour.hoardMb * 2 ** 20, 1))
  const steps = behaviour.steps!
  while (state.step < steps) {
    await sleep(behaviour.stepMs)
    if (
      state.step === behaviour.crashAtStep &&
      another(path.join(folder, 'crashes'), behaviour.crashes ?? 1)
    ) {
      console.error('about to crash')
      console.error(behaviour.lastWords ?? 'Segmentation fault (not really)')
      await sleep(20) // lets the pipe empty
      process.kill(process.pid, behaviour.crashSignal ?? 'SIGKILL')
      await sleep(10_000)
    }
    while (state.step === behaviour.hangAtStep && !stopped) await sleep(5)
    if (!stopped) {
      state.digest = digestOf(`${state.digest} ${state.step}`)
      state.step++
      event({
        type: 'progress',
        done: state.step,
        total: steps,
        epochIndex: state.step - 1,
        loss: 1 / state.step,
        stepSeconds: behaviour.stepMs! / 1000,
      })
    }
    if (!stopped)
      event({
        type: 'epoch',
        epochIndex: state.step - 1,
        epochs: steps,
        trainLoss: 1 / state.step,
        validationLoss: null,
      })
    mkdirSync(path.dirname(checkpoint), { recursive: true })
    writeAtomic(checkpoint, JSON.stringify(state))
    event({ type: 'checkpoint', epochIndex: state.step - 1 })
    if (stopped) {
      event({ type: 'interrupted' })
      return { folder, outcome: 'interrupted' }
    }
  }
  writeResults(folder, stage, state.digest, project)
  const corrupt =
    behaviour.corrupt !== undefined && another(path.join(project, `corrupt-${stage.hash}`), behaviour.corrupt)
  const files = Object.fromEntries(
    resultFiles[stage.kind].map((name) => [
      name,
      digestOf(readFileSync(path.join(folder, name), 'utf8') + (corrupt ? '?' : '')),
    ]),
  )
  writeAtomic(
    path.join(folder, 'done.json'),
    JSON.stringify({
      hash: stage.hash,
      finishedAt: new Date().toISOString(),
      seconds: 0.5,
      device: 'none',
      files,
    }),
  )
  event({ type: 'finished', seconds: 0.5 })
  rmSync(path.dirname(checkpoint), { recursive: true })
  return { folder, outcome: 'finished' }
}

function writeResults(folder: string, stage: Stage, digest: string, project: string): void {
  const history = {
    epochs: [{ trainLoss: 0.5, validationLoss: 0.25, learningRate: 0.1 }],
    bestEpochIndex: 0,
    parameters: 10,
    steps: 5,
    samplesSeen: 20,
    batchSize: 4,
    microBatchSize: 4,
    alarms: [],
  }
  for (const name of resultFiles[stage.kind]) {
    const content =
      name === 'history.json'
        ? JSON.stringify(history)
        : name === 'predictions.json'
          ? JSON.stringify(predictions(stage, digest, project))
          : digest
    writeAtomic(path.join(folder, name), content)
  }
}

/** Scores that follow from the digest, for all whom an evaluation scores. */
function predictions(stage: Stage, digest: string, project: string): Prediction[] {
  if (stage.kind !== 'evaluate') return []
  const manifest = read<DatasetManifest>(path.join(project, 'volumes', stage.dataset.version, 'dataset.json'))
  const sets = {
    validation: manifest.split.folds[stage.params.foldIndex].validation,
    test: manifest.split.test,
  }
  return (['validation', 'test'] as const).flatMap((set) =>
    manifest.sinuses
      .filter((sinus) => sets[set].includes(listedAs(manifest.split)(sinus)) && sinus.target !== null)
      .map(({ id, subject, side, target }) => ({
        ...{ sinus: id, subject, side, set, target: target! },
        score: parseInt(digestOf(`${digest} ${id}`).slice(0, 8), 16) / 2 ** 32,
      })),
  )
}

// With stage folders as arguments, as Slurm's jobs start it, else reading them from standard input.
const folders = process.argv.slice(2).filter((arg) => arg !== '--serve')
for (const folder of folders) {
  working = true
  const { outcome } = await work(folder)
  if (outcome !== 'finished') process.exit(stopped ? 143 : 1)
}
if (folders.length > 0) process.exit(0)
for await (const line of createInterface({ input: process.stdin })) {
  working = true
  const answer = await work(line.trim())
  working = false
  process.stdout.write(`${JSON.stringify(answer)}\n`)
  if (stopped) process.exit(143)
}
process.exit(0)
