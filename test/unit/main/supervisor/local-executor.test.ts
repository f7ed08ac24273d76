import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { LocalExecutor } from '../../../../src/main/supervisor/local-executor.ts'
import type { LocalExecutorOptions } from '../../../../src/main/supervisor/local-executor.ts'
import { endOrphan, isTrainerAlive } from '../../../../src/main/supervisor/orphans.ts'
import type { Job } from '../../../../src/main/supervisor/schedule.ts'
import { TrainerProcess, trainerLogFile } from '../../../../src/main/supervisor/trainer-process.ts'
import type { ErrorPayload } from '../../../../src/shared/ipc/error.ts'
import type { TrainerEvent } from '../../../../src/shared/ipc/trainer.ts'
import { hostname } from 'node:os'
import type { Behaviour } from '../../../helpers/fake-trainer.ts'
import { fakeTrainer } from '../../../helpers/fake-study.ts'
import { aFolder } from '../../../helpers/project.ts'

/** A folder with jobs a → b → c and d on its own, all of a kind that is quick to fake. */
function aChain(behaviour: Record<string, Behaviour> = {}, onFullDisk?: string) {
  const project = aFolder()
  const behave = (next: Record<string, Behaviour>) =>
    writeFileSync(path.join(project, 'behaviour.json'), JSON.stringify(next))
  behave(behaviour)
  const job = (hash: string, ...inputs: string[]): Job => {
    const folder = path.join(project, 'stages', hash)
    mkdirSync(folder, { recursive: true })
    const stage = {
      schema: 1,
      kind: 'cae',
      params: {},
      dataset: { version: 'v1' },
      inputs: { ...inputs },
      hash,
    }
    writeFileSync(path.join(folder, 'stage.json'), JSON.stringify(stage))
    // Every write to this device ends with "no space left".
    if (onFullDisk) symlinkSync('/dev/full', path.join(folder, onFullDisk))
    return { hash, kind: 'cae', name: `stage ${hash}`, folder, voxels: 32, inputs }
  }
  const jobs = [job('a'), job('b', 'a'), job('c', 'b'), job('d')]
  const weights = (hash: string) =>
    readFileSync(path.join(project, 'stages', hash, 'weights.safetensors'), 'utf8')
  return { project, jobs, weights, behave }
}

interface Watched extends Partial<LocalExecutorOptions> {
  parallel?: number
  signal?: AbortSignal
}

/** Starts an execution and writes down what its listener is told. */
function start(jobs: readonly Job[], options: Watched = {}, on: (told: string) => void = () => {}) {
  const { parallel = 1, signal = new AbortController().signal, ...others } = options
  const told: string[] = []
  const pids = new Set<number>()
  const events: TrainerEvent[] = []
  const reasons = new Map<string, ErrorPayload>()
  const note = (text: string) => {
    told.push(text)
    on(text)
  }
  const executor = new LocalExecutor(
    jobs,
    {
      started: async ({ hash }, trainer) => {
        pids.add(trainer!.pid)
        note(`${hash} started`)
      },
      events: async ({ hash }, news) => {
        events.push(...news)
        for (const event of news) if (event.type === 'progress') on(`${hash} step ${event.done}`)
      },
      finished: async ({ hash }) => note(`${hash} finished`),
      failed: async ({ hash }, reason) => {
        reasons.set(hash, reason)
        note(`${hash} failed ${reason.code}: ${reason.message}`)
      },
      interrupted: async ({ hash }) => note(`${hash} interrupted`),
    },
    {
      trainer: fakeTrainer,
      environments: Array.from({ length: parallel }, () => ({})),
      pollMs: 5,
      ...others,
    },
  )
  const ended = executor.run(signal).then(
    () => undefined,
    (reason: unknown) => reason as Error,
  )
  return { executor, told, pids, events, reasons, ended }
}

async function watch(jobs: readonly Job[], options: Watched = {}, on?: (told: string) => void) {
  const { told, pids, events, reasons, ended } = start(jobs, options, on)
  const error = await ended
  return { told, pids: [...pids], events, reasons, error }
}

const gone = async (pid: number) => (await isTrainerAlive({ pid, host: hostname() }, fakeTrainer)) === false

describe('the local executor', () => {
  it('works jobs off in order with one trainer, which is gone afterwards', async () => {
    const { jobs } = aChain()
    const { told, pids, events } = await watch(jobs)
    expect(told).toEqual(['a', 'b', 'c', 'd'].flatMap((hash) => [`${hash} started`, `${hash} finished`]))
    expect(pids).toHaveLength(1)
    expect(events.filter(({ type }) => type === 'finished')).toHaveLength(4)
    expect(await gone(pids[0])).toBe(true)
  })

  it('starts another trainer for cubes of another size', async () => {
    const { jobs } = aChain()
    const { told, pids } = await watch(jobs.map((job) => (job.hash === 'd' ? { ...job, voxels: 64 } : job)))
    expect(told.at(-1)).toBe('d finished')
    expect(pids).toHaveLength(2)
    expect(await gone(pids[0])).toBe(true)
  })

  it('lets independent jobs run at the same time, and never one before its inputs', async () => {
    const { jobs } = aChain({ d: { steps: 300, stepMs: 5 } })
    const { told, pids } = await watch(jobs, { parallel: 2 })
    expect(pids).toHaveLength(2)
    expect(told.slice(0, 2).sort()).toEqual(['a started', 'd started'])
    const at = (text: string) => told.indexOf(text)
    expect(at('d finished')).toBeGreaterThan(at('b started'))
    expect(at('b started')).toBeGreaterThan(at('a finished'))
    expect(at('c started')).toBeGreaterThan(at('b finished'))
  })

  it('restarts a crashed trainer and resumes the stage from its checkpoint, with the same result', async () => {
    const untouched = aChain()
    await watch(untouched.jobs)
    const { jobs, weights } = aChain({ b: { crashAtStep: 3, crashes: 1 } })
    const { told, pids, events } = await watch(jobs)
    expect(told.filter((text) => text.startsWith('b'))).toEqual(['b started', 'b started', 'b finished'])
    expect(pids).toHaveLength(2)
    expect(
      events
        .filter(({ type }) => type === 'started')
        .map((event) => 'resumedFromEpoch' in event && event.resumedFromEpoch),
    ).toContain(3)
    expect(weights('b')).toBe(untouched.weights('b'))
  })

  it('fails a stage that crashes again, keeps its last words, fails what needs it and goes on with the rest', async () => {
    const { jobs, project } = aChain({ a: { crashAtStep: 1, crashes: 9 } })
    const { told, error } = await watch(jobs)
    expect(error).toBeUndefined()
    expect(told).toEqual([
      'a started',
      'a started',
      expect.stringMatching(/^a failed out-of-memory: .*SIGKILL.*Segmentation fault.*tried 2 times/),
      expect.stringMatching(/^b failed invalid-state: Not started: it needs stage a/),
      expect.stringMatching(/^c failed invalid-state: /),
      'd started',
      'd finished',
    ])
    expect(
      readFileSync(path.join(project, 'stages/a', trainerLogFile), 'utf8').match(/about to crash/g),
    ).toHaveLength(2)
    expect(existsSync(path.join(project, 'stages/d', trainerLogFile))).toBe(false)
  })

  it('does not repeat a stage that failed for a reason', async () => {
    const { jobs } = aChain({ b: { fail: { code: 'loss-not-a-number', message: 'NaN in epoch 2' } } })
    const { told } = await watch(jobs)
    expect(told).toEqual([
      ...['a started', 'a finished', 'b started', 'b failed loss-not-a-number: NaN in epoch 2'],
      expect.stringMatching(/^c failed invalid-state: .*NaN in epoch 2/),
      ...['d started', 'd finished'],
    ])
  })

  it('ends the whole execution when the disk is full: no other stage would fare better', async () => {
    const { jobs } = aChain({ a: { fail: { code: 'disk-full', message: 'no space' } } })
    const { told, error } = await watch(jobs)
    expect(error).toMatchObject({ code: 'disk-full', message: 'no space' })
    expect(told).toEqual(['a started', 'a interrupted'])
  })

  it('says so when the trainer cannot be started at all, and blames no stage', async () => {
    const { jobs, project } = aChain()
    const broken = path.join(project, 'broken.mjs')
    writeFileSync(broken, "throw new Error('libtensorflow is not here')")
    const { told, error } = await watch(jobs, { trainer: { command: process.execPath, args: [broken] } })
    expect(error).toMatchObject({
      code: 'trainer-crashed',
      message: expect.stringContaining('libtensorflow is not here') as string,
    })
    expect(told.at(-1)).toBe('a interrupted')
    const missing = await watch(jobs, { trainer: { command: path.join(project, 'nowhere'), args: [] } })
    expect(missing.error).toMatchObject({
      code: 'trainer-crashed',
      message: expect.stringContaining('ENOENT') as string,
    })
  })

  it('kills a trainer that says nothing for too long, once, then fails the stage', async () => {
    const { jobs } = aChain({ a: { hangAtStep: 2, ignoreTerm: true } })
    const { told, pids } = await watch(jobs.slice(0, 1), { stallMs: 2000 })
    expect(told).toEqual(['a started', 'a started', expect.stringMatching(/^a failed trainer-crashed/)])
    for (const pid of pids) expect(await gone(pid)).toBe(true)
  })

  it('asks for a checkpoint when aborted, and the next execution continues there', async () => {
    const untouched = aChain()
    await watch(untouched.jobs)
    const { jobs, weights, project } = aChain({ '*': { stepMs: 10 } })
    const abort = new AbortController()
    const first = await watch(jobs, { signal: abort.signal }, (text) => text === 'b step 2' && abort.abort())
    expect(first.told).toEqual(['a started', 'a finished', 'b started', 'b interrupted'])
    expect(await gone(first.pids[0])).toBe(true)
    expect(existsSync(path.join(project, 'stages/b/checkpoint/state.json'))).toBe(true)
    const second = await watch(jobs.slice(1))
    expect(second.told.at(-1)).toBe('d finished')
    for (const { hash } of jobs) expect(weights(hash)).toBe(untouched.weights(hash))
  })

  it('kills a trainer that does not listen, after its grace', async () => {
    const { jobs } = aChain({ '*': { stepMs: 10, steps: 2000, ignoreTerm: true } })
    const abort = new AbortController()
    const { told, pids } = await watch(
      jobs,
      { signal: abort.signal, graceMs: 100 },
      (text) => text === 'a step 2' && abort.abort(),
    )
    expect(told).toEqual(['a started', 'a interrupted'])
    expect(await gone(pids[0])).toBe(true)
  })
})

describe('while it works', () => {
  const until = async (condition: () => boolean) => {
    while (!condition()) await sleep(5)
  }

  it('pauses with a checkpoint, lets its trainers go, and resumes to the same results', async () => {
    const untouched = aChain()
    await watch(untouched.jobs)
    const { jobs, weights } = aChain({ '*': { stepMs: 10 } })
    const { executor, told, pids, ended } = start(jobs, { parallel: 2 })
    await until(() => told.includes('b started'))
    await executor.update({ jobs, paused: true })
    for (const pid of pids) expect(await gone(pid)).toBe(true)
    const before = told.length
    await sleep(100)
    expect(told).toHaveLength(before)
    await executor.update({ jobs, paused: false })
    expect(await ended).toBeUndefined()
    expect(told.filter((text) => text.endsWith('finished'))).toHaveLength(4)
    for (const { hash } of jobs) expect(weights(hash)).toBe(untouched.weights(hash))
  })

  it('follows a new order, and takes jobs that come later', async () => {
    const { jobs } = aChain({ a: { stepMs: 30 } })
    const [a, b, c, d] = jobs as [Job, Job, Job, Job]
    const { executor, told, ended } = start([a, b])
    await until(() => told.includes('a started'))
    await executor.update({ jobs: [d, a, b, c], paused: false })
    await ended
    expect(told.filter((text) => text.endsWith('finished'))).toEqual(
      ['a', 'd', 'b', 'c'].map((hash) => `${hash} finished`),
    )
  })

  // Tried again where the machine itself was busy for seconds.
  it(
    'lets go of a job nobody wants any more in less than two seconds, whatever its trainer does',
    { retry: 3 },
    async () => {
      const { jobs } = aChain({ a: { stepMs: 10, steps: 2000, ignoreTerm: true } })
      let working = false
      const { executor, told, pids, ended } = start(jobs, {}, (text) => (working ||= text === 'a step 2'))
      await until(() => working)
      const startedMs = Date.now()
      await executor.update({ jobs: jobs.slice(3), paused: false })
      expect(Date.now() - startedMs).toBeLessThan(2000)
      expect(await gone([...pids][0])).toBe(true)
      await ended
      expect(told).toEqual(['a started', 'a interrupted', 'd started', 'd finished'])
    },
  )

  it('tries a failed job again with those that need it', async () => {
    const { jobs, behave } = aChain({ a: { fail: { code: 'internal', message: 'once' } }, d: { stepMs: 50 } })
    const { executor, told, ended } = start(jobs)
    await until(() => told.includes('d started'))
    expect(told.filter((text) => text.includes('failed'))).toHaveLength(3)
    behave({})
    await executor.update({ jobs, paused: false })
    expect(await ended).toBeUndefined()
    expect(told.filter((text) => text.endsWith('finished')).sort()).toEqual(
      ['a', 'b', 'c', 'd'].map((hash) => `${hash} finished`),
    )
  })

  it('goes on however often its trainer is killed, as long as it gets on', async () => {
    const untouched = aChain({ '*': { steps: 12 } })
    await watch(untouched.jobs.slice(0, 1))
    const { jobs, weights } = aChain({ '*': { steps: 12, stepMs: 20 } })
    const killedAt = new Set<string>()
    const { told, pids, ended } = start(jobs.slice(0, 1), {}, (text) => {
      if (!/step (2|5|8|11)$/.test(text) || killedAt.has(text)) return
      killedAt.add(text)
      process.kill([...pids].at(-1)!, 'SIGKILL')
    })
    expect(await ended).toBeUndefined()
    expect(told.at(-1)).toBe('a finished')
    expect(pids.size).toBeGreaterThan(2)
    expect(weights('a')).toBe(untouched.weights('a'))
  })

  it('gives each trainer its own GPU', async () => {
    const { jobs } = aChain({ '*': { stepMs: 20 } })
    const environments = [{ CUDA_VISIBLE_DEVICES: '0' }, { CUDA_VISIBLE_DEVICES: '1' }]
    const { events } = await watch(jobs, { environments })
    const devices = events.flatMap((event) => (event.type === 'started' ? [event.device] : []))
    expect([...new Set(devices)].sort()).toEqual(['0', '1'])
  })
})

describe('what a dead trainer is said to have died of', () => {
  it.each([
    ['out-of-memory', {}, /SIGKILL.*runs out of memory.*--parallel 1.*microBatchSize/],
    ['out-of-memory', { lastWords: 'std::bad_alloc', crashSignal: 'SIGABRT' }, /could not get the memory/],
    ['trainer-crashed', { crashSignal: 'SIGSEGV' }, /ended by SIGSEGV.*Its last lines: .*Segmentation fault/],
  ] as const)('%s, with its last lines', async (code, how, message) => {
    const { jobs } = aChain({ a: { crashAtStep: 1, crashes: 9, ...how } })
    const { reasons } = await watch(jobs)
    expect(reasons.get('a')).toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
      details: {
        log: path.join(jobs[0].folder, trainerLogFile),
        lines: expect.arrayContaining(['about to crash']) as string[],
      },
    })
  })

  it('a full disk, which ends the execution: the kernel itself refuses the trainer its events here', async () => {
    const { jobs, project } = aChain({}, 'events.jsonl')
    const { error, told } = await watch(jobs)
    expect(error).toMatchObject({
      code: 'disk-full',
      message: expect.stringMatching(/Free some space/) as string,
    })
    expect(told.at(-1)).toBe('a interrupted')
    expect(readFileSync(path.join(project, 'stages/a', trainerLogFile), 'utf8')).toContain('ENOSPC')
  })
})

describe('endOrphan', () => {
  it('ends a trainer nobody supervises, by force if need be', async () => {
    const { jobs } = aChain({ '*': { stepMs: 10, steps: 2000, ignoreTerm: true } })
    const trainer = new TrainerProcess(fakeTrainer)
    const ended = trainer.run(jobs[0].folder).catch((exit: unknown) => exit)
    while (!existsSync(path.join(jobs[0].folder, 'events.jsonl')))
      await new Promise((resolve) => setTimeout(resolve, 10))
    await endOrphan({ pid: trainer.pid!, host: hostname() }, fakeTrainer, 100)
    expect(await ended).toMatchObject({ signal: 'SIGKILL' })
  })

  it('leaves any other process alone, also one of the same id elsewhere', async () => {
    await endOrphan({ pid: process.pid, host: hostname() }, fakeTrainer, 0)
    await endOrphan({ pid: process.pid, host: 'another-machine' }, { command: '', args: [] }, 0)
    expect(await isTrainerAlive({ pid: process.pid, host: 'another-machine' }, fakeTrainer)).toBeNull()
  })
})
