import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { saveSetting } from '../../src/main/db/stores/settings.ts'
import { listStagesBy } from '../../src/main/db/stores/stage-list.ts'
import { projectPaths } from '../../src/main/project.ts'
import type { PlannedExperiment } from '../../src/main/study/plan.ts'
import { ask } from '../../src/main/study/requests.ts'
import type { RunOptions, RunReport } from '../../src/main/study/run.ts'
import { projectStatus } from '../../src/main/study/status.ts'
import { EventTail } from '../../src/main/supervisor/event-tail.ts'
import { queryTasks } from '../../src/main/supervisor/slurm/client.ts'
import { slurmFolder, stagesInSlurm } from '../../src/main/supervisor/slurm/in-hand.ts'
import type { SlurmSettings } from '../../src/main/supervisor/slurm/settings.ts'
import type { StageKind } from '../../src/shared/domain/stage.ts'
import type { ErrorPayload } from '../../src/shared/ipc/error.ts'
import { createRandom } from '../../src/shared/random.ts'
import { aPlannedStudy, resultsOf } from '../helpers/fake-study.ts'
import type { Behaviour } from '../helpers/fake-trainer.ts'
import { aContext } from '../helpers/project.ts'
import { aCluster, whyNoCluster } from '../helpers/slurm-cluster.ts'
import { aTinyProject, antrumJson } from '../helpers/tiny-project.ts'

const why = whyNoCluster()
if (why) console.warn(`SKIPPED test/integration/slurm.test.ts: no Slurm to test with (${why})`)

const script = fileURLToPath(new URL('../helpers/run-fake-study.ts', import.meta.url))
const all: Record<string, Behaviour> = { '*': { stepMs: 100, steps: 5 } }
const endless: Behaviour = { stepMs: 50, steps: 100_000 }

async function aSlurmStudy(behaviour: Record<string, Behaviour> = {}, settings?: SlurmSettings, recipe = {}) {
  const study = await aPlannedStudy({ behaviour, recipe })
  if (settings) await study.write(({ db }) => saveSetting(db, 'slurm', settings))
  const paths = projectPaths(study.folder)
  const warnings: string[] = []
  const run = (options: RunOptions = {}, signal?: AbortSignal) =>
    study.run(
      { executor: 'slurm', pollMs: 200, arrivalMs: 2000, warn: (text) => warnings.push(text), ...options },
      aContext(signal),
    )
  const stages = (kind: StageKind) =>
    study.read(async ({ db }) => listStagesBy(db, { kinds: [kind], order: 'planned' }))
  /** Waits until the stage has run so many steps. */
  const until = async (hash: string, steps: number) => {
    const tail = new EventTail(path.join(paths.stages, hash, 'events.jsonl'), 'start')
    for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(50))
      if (tail.read().some((event) => event.type === 'progress' && event.done >= steps)) return
    throw new Error(`stage ${hash} never came to step ${steps}`)
  }
  const events = (hash: string, type: string) =>
    new EventTail(path.join(paths.stages, hash, 'events.jsonl'), 'start')
      .read()
      .filter((event) => event.type === type).length
  /** The job that computes a stage, as Slurm calls it. */
  const jobOf = async (hash: string) => {
    const [array, , index] = readFileSync(path.join(paths.stages, hash, 'slurm.task'), 'utf8').split(' ')
    return (await queryTasks([array])).find((task) => task.index === Number(index))!
  }
  return { ...study, paths, warnings, run, stages, until, events, jobOf }
}

describe.skipIf(why)('a study as jobs of Slurm', () => {
  let cluster: Awaited<ReturnType<typeof aCluster>>
  beforeAll(async () => {
    cluster = await aCluster()
  })
  afterAll(() => cluster?.stop())
  const jobNames = () =>
    cluster.slurm('squeue', '--states=all', '--noheader', '--format=%j').split('\n').filter(Boolean)

  it('is worked off in few arrays that tell nothing of it, to the results of this machine', async () => {
    const local = await aPlannedStudy({ recipe: { folds: 2 } })
    await local.run()
    const before = new Set(jobNames())
    const study = await aSlurmStudy({}, undefined, { folds: 2 })
    expect(await study.run()).toMatchObject({ states: { finished: 19 }, failures: [] })
    expect(resultsOf(study.folder)).toEqual(resultsOf(local.folder))
    const names = jobNames().filter((name) => !before.has(name))
    // A kind for each of the three ways to the labels, and all their folds together.
    expect(new Set(names).size).toBe(10)
    for (const name of names) expect(name).toMatch(/^antrum-[0-9a-f]{12}$/)
    // Everything was submitted before anything ran: each stage began once, and none found an input missing.
    for (const hash of readdirSync(study.paths.stages)) expect(study.events(hash, 'started')).toBe(1)
    expect(readdirSync(slurmFolder(study.paths))).toEqual([])
    expect(study.warnings).toEqual([])
  })

  it('goes on while nobody follows, and is taken up again', async () => {
    const study = await aSlurmStudy(all)
    const close = new AbortController()
    const [cae] = await study.stages('cae')
    const first = study.run({}, close.signal)
    await study.until(cae.hash, 1)
    close.abort(new Error('closed'))
    await expect(first).rejects.toThrow('closed')
    expect(study.warnings.join()).toMatch(/10 stages stay with Slurm/)
    // Nobody else computes what Slurm has.
    await expect(study.run({ executor: 'local' })).rejects.toMatchObject({ code: 'invalid-state' })
    while ((await stagesInSlurm(study.paths)).length > 4) await sleep(200)
    const [status] = (await study.read(projectStatus)).experiments
    expect(status.states.finished).toBeLessThan(6)
    expect(await study.run()).toMatchObject({ states: { finished: 10 } })
    for (const hash of readdirSync(study.paths.stages)) expect(study.events(hash, 'started')).toBe(1)
  })

  it('is never submitted twice, killed at random moments', async () => {
    const study = await aSlurmStudy(all)
    const random = createRandom('slurm kill')
    for (let round = 0; round < 4; round++) {
      const child = spawn(process.execPath, [script, study.folder, study.experiment, 'slurm'])
      const closed = once(child, 'close')
      // While it submits, and later.
      for (; child.exitCode === null && !existsSync(slurmFolder(study.paths));) await sleep(5)
      await sleep(random.integer(round < 2 ? 60 : 1500))
      child.kill('SIGKILL')
      await closed
    }
    expect(await study.run()).toMatchObject({ states: { finished: 10 } })
    for (const hash of readdirSync(study.paths.stages)) expect(study.events(hash, 'started')).toBe(1)
  })

  it('is paused, goes on and is cancelled, whether it is followed or not', async () => {
    const study = await aSlurmStudy({ cae: endless, pretrain: endless })
    const [cae] = await study.stages('cae')
    const running = study.run()
    await study.until(cae.hash, 1)
    const pausing = Date.now()
    expect(await ask(study.folder, { action: 'pause' })).toEqual({ paused: true })
    expect(Date.now() - pausing).toBeLessThan(10_000)
    expect(await stagesInSlurm(study.paths)).toEqual([])
    expect((await study.stages('cae'))[0].state).toBe('interrupted')
    const checkpoint = path.join(study.paths.stages, cae.hash, 'checkpoint', 'state.json')
    const stepSaved = () => (JSON.parse(readFileSync(checkpoint, 'utf8')) as { step: number }).step
    await ask(study.folder, { action: 'resume' })
    await study.until(cae.hash, stepSaved() + 2)
    const { state } = await study.jobOf(cae.hash)
    expect(state).toBe('RUNNING')
    await ask(study.folder, { action: 'cancel', id: study.experiment })
    await expect(running).rejects.toMatchObject({ code: 'cancelled' })
    expect(await stagesInSlurm(study.paths)).toEqual([])

    const close = new AbortController()
    const again = study.run({}, close.signal)
    await study.until(cae.hash, stepSaved() + 2)
    close.abort(new Error('closed'))
    await expect(again).rejects.toThrow('closed')
    expect((await stagesInSlurm(study.paths)).length).toBeGreaterThan(0)
    await ask(study.folder, { action: 'cancel', id: study.experiment })
    for (let k = 0; k < 100 && (await stagesInSlurm(study.paths)).length > 0; k++) await sleep(100)
    expect(await stagesInSlurm(study.paths)).toEqual([])
    study.behave({})
    expect(await study.run()).toMatchObject({ states: { finished: 10 } })
  })

  it('saves a checkpoint before the time limit and waits for its next turn', async () => {
    const behaviour = { ...all, cae: { stepMs: 100, steps: 30 } }
    const local = await aPlannedStudy({ behaviour: { cae: { stepMs: 1, steps: 30 } } })
    await local.run()
    const study = await aSlurmStudy(behaviour)
    const [cae] = await study.stages('cae')
    const running = study.run()
    await study.until(cae.hash, 3)
    const { id } = await study.jobOf(cae.hash)
    // As Slurm does it a minute before the limit.
    cluster.slurm('scancel', '--batch', '--signal=USR1', id)
    expect(await running).toMatchObject({ states: { finished: 10 } })
    expect(study.events(cae.hash, 'started')).toBe(2)
    expect(study.events(cae.hash, 'progress')).toBe(30)
    expect(resultsOf(study.folder)).toEqual(resultsOf(local.folder))
  })

  it('begins again on a node that works when one fails', async () => {
    const study = await aSlurmStudy({ cae: { stepMs: 100, steps: 30 } })
    const [cae] = await study.stages('cae')
    const running = study.run()
    await study.until(cae.hash, 3)
    const node = (await study.jobOf(cae.hash)).nodes
    cluster.slurm('scontrol', 'update', `nodename=${node}`, 'state=down', 'reason=test')
    while ((await study.jobOf(cae.hash)).state === 'RUNNING') await sleep(100)
    cluster.slurm('scontrol', 'update', `nodename=${node}`, 'state=resume')
    expect(await running).toMatchObject({ states: { finished: 10 } })
    expect(study.events(cae.hash, 'started')).toBe(2)
  })

  it('tries crashes again, explains what fails, and does the rest', async () => {
    const study = await aSlurmStudy({
      cae: { crashAtStep: 2, crashes: 1 },
      pretrain: { crashAtStep: 0, crashes: 9, lastWords: 'no such kernel', crashSignal: 'SIGSEGV' },
    })
    const { states, failures } = await study.run()
    // Both pretrainings with what needs them; from scratch it works.
    expect(states).toMatchObject({ finished: 4, failed: 6 })
    const reason = failures.find(({ name }) => name.startsWith('pretraining'))!.reason
    expect(reason).toMatchObject({ code: 'trainer-crashed' })
    expect(reason.message).toMatch(/ended by SIGSEGV.*no such kernel.*tried 2 times/)
    const dependants = failures.filter(({ name }) => !name.startsWith('pretraining'))
    for (const { reason: why } of dependants) expect(why.message).toMatch(/^Not started: it needs/)
    const [cae] = await study.stages('cae')
    expect(study.events(cae.hash, 'started')).toBe(2)
    study.behave({})
    expect(await study.run()).toMatchObject({ states: { finished: 10 } })
  })

  it('explains what the trainer refuses, what needs too much memory and what somebody else ends', async () => {
    const study = await aSlurmStudy(
      {
        cae: { ...endless, hoardMb: 400 },
        finetune: endless,
        pretrain: { fail: { code: 'loss-not-a-number', message: 'NaN' } },
      },
      { options: ['--mem=200M'], time: '1:00:00', partition: 'all' },
    )
    const running = study.run()
    const scratch = (await study.stages('finetune')).find(({ method }) => method === 'scratch')!
    await study.until(scratch.hash, 1)
    expect(cluster.slurm('scontrol', 'show', 'job', (await study.jobOf(scratch.hash)).id)).toMatch(
      /TimeLimit=01:00:00[^]*mem=200M/,
    )
    cluster.slurm('scancel', (await study.jobOf(scratch.hash)).id)
    const { failures } = await running
    const reasonOf = (beginning: string) => failures.find(({ name }) => name.startsWith(beginning))!.reason
    expect(reasonOf('fine-tuning scratch')).toMatchObject({ code: 'trainer-crashed' })
    expect(reasonOf('fine-tuning scratch').message).toMatch(/cancelled.*somebody else/)
    expect(study.events(scratch.hash, 'started')).toBe(1)
    expect(reasonOf('autoencoder of normals').code).toBe('out-of-memory')
    expect(reasonOf('autoencoder of normals').message).toMatch(/more memory than it was given.*--mem=/)
    expect(reasonOf('pretraining autoencoder')).toMatchObject({ code: 'loss-not-a-number', message: 'NaN' })
  })

  it('ends a trainer that says nothing for too long', async () => {
    const study = await aSlurmStudy({ cae: { hangAtStep: 2 } })
    const running = study.run({ stallMs: 3000 })
    const { failures } = await running
    expect(failures.find(({ name }) => name.startsWith('autoencoder of normals'))!.reason.message).toMatch(
      /said nothing for too long/,
    )
  })

  it('says why Slurm does not take it, and leaves nothing behind', async () => {
    const study = await aSlurmStudy({}, { partition: 'nowhere' })
    await expect(study.run()).rejects.toMatchObject({
      code: 'invalid-state',
      message: expect.stringMatching(/does not take the jobs: .*partition.*antrum settings/s) as string,
    })
    for (const hash of readdirSync(study.paths.stages))
      expect(readdirSync(path.join(study.paths.stages, hash))).toEqual(['stage.json'])
    expect(readdirSync(slurmFolder(study.paths))).toEqual([])
  })

  it('runs with the real trainer, by command line', async () => {
    const { folder, recipeFile } = await aTinyProject()
    const planned = await antrumJson<PlannedExperiment>(
      ...[
        'plan',
        folder,
        '--recipe',
        recipeFile,
        '--set',
        'methods=[scratch,residual]',
        'labelFractions=[1]',
      ],
    )
    const asked = ['slurm.options=--mem=3G', 'slurm.time=0:30:00']
    expect((await antrumJson('settings', folder, ...asked)).json).toEqual({
      slurm: { options: ['--mem=3G'], time: '0:30:00' },
    })
    const { json, code } = await antrumJson<RunReport>(
      ...['run', folder, planned.json.experiment, '--executor', 'slurm', '--parallel', '2'],
    )
    expect(json).toMatchObject({ states: { finished: 7 }, failures: [] })
    expect(code).toBe(0)
    const results = await antrumJson<{ rows: unknown[] }>('results', folder, planned.json.experiment)
    expect(results.json.rows).toHaveLength(2)
    const refused = await antrumJson<{ error: ErrorPayload }>('settings', folder, 'slurm.time=tomorrow')
    expect(refused.json.error).toMatchObject({ code: 'usage' })
  }, 600_000)
})
