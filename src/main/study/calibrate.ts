import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { DatasetManifest } from '../../shared/domain/dataset.ts'
import type { Stage } from '../../shared/domain/stage.ts'
import type { TrainerEvent } from '../../shared/ipc/trainer.ts'
import { writeFileAtomic } from '../services/atomic-file.ts'
import type { ServiceContext } from '../services/service-context.ts'
import { EventTail } from '../supervisor/event-tail.ts'
import { LocalExecutor } from '../supervisor/local-executor.ts'
import type { TrainerCommand } from '../supervisor/trainer-command.ts'
import { signatureOf } from './calibration.ts'
import type { Calibration, Pace } from './calibration.ts'
import { costModel, epochSeconds } from './costs.ts'
import type { Cost, TrainingSize } from './costs.ts'
import { inputsOf } from './hash.ts'
import { writeMiniStudy } from './mini-study.ts'
import type { Twin } from './mini-study.ts'
import { stageName } from './stage-name.ts'

export interface CalibrationWork {
  /** Of the plan, each after those it reads, with what they cost. */
  stages: readonly Stage[]
  costs: ReadonlyMap<string, Cost>
  manifest: DatasetManifest
  /** Of this machine over the reference, roughly. */
  slowness: number
}

/** Where paces are kept between plans, and what they hold for: this machine with this engine. */
export interface CalibrationCache {
  file: string
  machine: string
}

export interface CalibrationOptions {
  trainer: TrainerCommand
  context: ServiceContext
  cache: CalibrationCache | null
  /** Measure also what is in the cache. */
  again?: boolean
  budgetMs?: number
}

/** A pace is measured again after this long: machines change, and other work may have been in the way. */
const keptMs = 7 * 24 * 3600_000

const leastBudgetMs = 12_000
/** Of the budget; the rest is for starting, compiling and what steps take longer than thought. */
const measuredPart = 0.4

/**
 * Measures how this machine does each kind of stage of a plan, by computing small twins of them with the real trainer:
 * start-up, graphs, augmentation, validation and writing are all in it. The costliest come first, until the time is up.
 * A study that takes no longer than a few minutes is measured for less.
 */
export async function calibrate(
  work: CalibrationWork,
  { trainer, context, cache, again = false, budgetMs = 30_000 }: CalibrationOptions,
): Promise<Calibration> {
  const stages = new Map(work.stages.map((stage) => [stage.hash, stage]))
  const known = cache && !again ? await readCalibration(cache) : new Map<string, Pace>()
  const shares = new Map<string, { example: Stage; seconds: number }>()
  for (const stage of work.stages) {
    const signature = signatureOf(stage, stages, work.manifest.voxels)
    const share = shares.get(signature) ?? { example: stage, seconds: 0 }
    shares.set(signature, { ...share, seconds: share.seconds + work.costs.get(stage.hash)!.workSeconds })
  }
  const total = work.slowness * [...shares.values()].reduce((sum, { seconds }) => sum + seconds, 0)
  const missing = [...shares].filter(([signature]) => !known.has(signature)).map(([, share]) => share)
  if (missing.length === 0) return known

  const budget = Math.min(budgetMs, Math.max(leastBudgetMs, 250 * total))
  const all = missing.reduce((sum, { seconds }) => sum + seconds, 0)
  const wanted = missing
    .toSorted((a, b) => b.seconds - a.seconds)
    .map(({ example, seconds }) => ({
      stage: example,
      seconds: (measuredPart * budget * seconds) / all / 1000,
    }))
  const measured = await measure(wanted, stages, work, { trainer, context, budgetMs: budget })
  if (cache && measured.size > 0) await writeCache(cache.file, cache.machine, measured)
  return new Map([...known, ...measured])
}

async function measure(
  wanted: readonly { stage: Stage; seconds: number }[],
  stages: ReadonlyMap<string, Stage>,
  { manifest, slowness }: CalibrationWork,
  { trainer, context, budgetMs }: { trainer: TrainerCommand; context: ServiceContext; budgetMs: number },
): Promise<Map<string, Pace>> {
  const folder = await mkdtemp(join(tmpdir(), 'antrum-calibration-'))
  try {
    const model = costModel(manifest)
    const twins = await writeMiniStudy(folder, wanted, { stages, manifest, model, slowness })
    const jobs = twins.map(({ stage, mini }) => ({
      hash: mini.hash,
      name: stageName(stage, stages),
      folder: join(folder, 'stages', mini.hash),
      kind: mini.kind,
      voxels: manifest.voxels,
      inputs: inputsOf(mini),
    }))
    let done = 0
    const ignore = async () => {}
    const listener = {
      started: async ({ name }: { name: string }) =>
        context.progress({ phase: 'Measuring this machine', done, total: jobs.length, note: name }),
      finished: async () => void done++,
      events: ignore,
      failed: ignore, // the real stage will tell
      interrupted: ignore,
    }
    const executor = new LocalExecutor(jobs, listener, { trainer, graceMs: 500, pollMs: 20 })
    await executor.run(AbortSignal.any([context.signal, AbortSignal.timeout(Math.ceil(budgetMs))]))
    context.signal.throwIfAborted()
    const minis = new Map(twins.map(({ mini }) => [mini.hash, mini]))
    return new Map(
      twins.flatMap((twin, index) => {
        const events = new EventTail(join(jobs[index].folder, 'events.jsonl'), 'start').read()
        const pace = paceOf(twin, minis, events)
        return pace ? [[signatureOf(twin.stage, stages, manifest.voxels), pace] as const] : []
      }),
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What a twin's events say; null when it did not get far enough. */
export function paceOf(
  { mini, manifest }: Twin,
  minis: ReadonlyMap<string, Stage>,
  events: readonly TrainerEvent[],
): Pace | null {
  const model = costModel(manifest)
  const { memoryBytes, workSeconds } = model.costOf(mini, minis)
  const started = events.find(({ type }) => type === 'started')
  if (!started) return null
  const size = model.trainingSize(mini)
  const times = size
    ? trainingTimes(started.timeMs, size, events)
    : otherTimes(started.timeMs, workSeconds, events)
  if (!times) return null
  const peak = Math.max(0, ...events.map((event) => (event.type === 'progress' ? (event.rssBytes ?? 0) : 0)))
  return { ...times, memoryRatio: peak > 0 ? peak / memoryBytes : null }
}

type Times = Pick<Pace, 'ratio' | 'setupSeconds'>

/** The first epoch compiles; the others are work. */
function trainingTimes(startedMs: number, size: TrainingSize, events: readonly TrainerEvent[]): Times | null {
  const ends = events.filter(({ type }) => type === 'epoch').map(({ timeMs }) => timeMs)
  const epoch = median(ends.slice(1).map((end, k) => (end - ends[k]) / 1000))
  if (epoch === null) return null
  return {
    ratio: epoch / epochSeconds(size),
    setupSeconds: Math.max(0, (ends[0] - startedMs) / 1000 - epoch),
  }
}

/** The first batch compiles; what follows is work. Where there is only one, all is set-up. */
function otherTimes(startedMs: number, workSeconds: number, events: readonly TrainerEvent[]): Times | null {
  const finished = events.find(({ type }) => type === 'finished')
  if (!finished) return null
  const seconds = (finished.timeMs - startedMs) / 1000
  const progress = events.filter((event) => event.type === 'progress')
  const [first, last] = [progress[0], progress.at(-1)]
  if (!first || !last || last.done === first.done) return { ratio: null, setupSeconds: seconds }
  const work = ((last.timeMs - first.timeMs) / 1000) * (last.done / (last.done - first.done))
  return { ratio: work / workSeconds, setupSeconds: Math.max(0, seconds - work) }
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  if (sorted.length === 0) return null
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

const cacheSchema = z.record(
  z.string(),
  z.record(
    z.string(),
    z.object({
      atMs: z.number(),
      ratio: z.number().positive().nullable(),
      setupSeconds: z.number().min(0),
      memoryRatio: z.number().positive().nullable(),
    }),
  ),
)

/** What was measured here in the last week. */
export async function readCalibration({ file, machine }: CalibrationCache): Promise<Map<string, Pace>> {
  const paces = (await parseCache(file))[machine] ?? {}
  const fresh = Object.entries(paces).filter(([, { atMs }]) => Math.abs(Date.now() - atMs) < keptMs)
  return new Map(fresh.map(([signature, { atMs: _, ...pace }]) => [signature, pace]))
}

async function writeCache(file: string, machine: string, paces: Calibration): Promise<void> {
  const known = await parseCache(file)
  const news = [...paces].map(([signature, pace]) => [signature, { ...pace, atMs: Date.now() }] as const)
  const all = { ...known, [machine]: { ...known[machine], ...Object.fromEntries(news) } }
  await writeFileAtomic(file, JSON.stringify(all))
}

/** Empty also where it is damaged: it is measured again. */
async function parseCache(file: string): Promise<z.infer<typeof cacheSchema>> {
  try {
    return cacheSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return {}
  }
}
