import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Cancellation } from '../../src/main/study/cancel.ts'
import type { PlannedExperiment } from '../../src/main/study/plan.ts'
import type { RunReport } from '../../src/main/study/run.ts'
import type { ExperimentStatus } from '../../src/main/study/status.ts'
import type { ErrorPayload } from '../../src/shared/ipc/error.ts'
import type { StageDone } from '../../src/shared/ipc/trainer.ts'
import { resultsOf } from '../helpers/fake-study.ts'
import { aCopy, aTinyProject, antrum, antrumJson } from '../helpers/tiny-project.ts'

const plan = async ({ folder, recipeFile }: Awaited<ReturnType<typeof aTinyProject>>) =>
  (await antrumJson<PlannedExperiment>('plan', folder, '--recipe', recipeFile)).json

describe('a study by command line, with the real trainer', () => {
  it('is planned, run and reported, and never computed twice', async () => {
    const project = await aTinyProject()
    const { folder } = project
    const planned = await plan(project)
    expect(planned).toMatchObject({
      runs: 6,
      pretrainings: 3,
      finetunings: 6,
      precision: 'float32',
      finished: 0,
    })
    expect(planned.estimate.seconds).toBeGreaterThan(0)
    expect((await plan(project)).experiment).toBe(planned.experiment)

    const run = await antrumJson<RunReport>('run', folder, planned.experiment)
    expect(run.stderr).toMatch(/Study \d+\/16/)
    expect(run).toMatchObject({ code: 0, json: { states: { finished: 16, failed: 0 }, failures: [] } })
    for (const hash of readdirSync(path.join(folder, 'stages'))) {
      const stage = path.join(folder, 'stages', hash)
      const done = JSON.parse(readFileSync(path.join(stage, 'done.json'), 'utf8')) as StageDone
      for (const [file, sha256] of Object.entries(done.files)) {
        expect(
          createHash('sha256')
            .update(readFileSync(path.join(stage, file)))
            .digest('hex'),
        ).toBe(sha256)
      }
    }

    const { json: results } = await antrumJson<{
      rows: { method: string; labelFraction: number }[]
      predictions: unknown[]
    }>('results', folder, planned.experiment)
    expect(results.rows.map(({ method, labelFraction }) => `${method} ${labelFraction}`)).toEqual([
      ...['scratch 0.5', 'scratch 1', 'autoencoder 0.5', 'autoencoder 1', 'residual 0.5', 'residual 1'],
    ])
    const { json: status } = await antrumJson<{ experiments: ExperimentStatus[] }>('status', folder)
    expect(status.experiments).toMatchObject([
      { experiment: planned.experiment, states: { finished: 16 }, running: [], secondsLeft: 0 },
    ])

    const before = resultsOf(folder)
    expect((await antrumJson('run', folder, planned.experiment)).code).toBe(0)
    expect(resultsOf(folder)).toEqual(before)
    expect((await plan(project)).finished).toBe(16)
  })

  it('gives the same bytes when killed at random moments as when left alone, and when cancelled from outside', async () => {
    const project = await aTinyProject()
    const { folder } = project
    const { experiment } = await plan(project)
    const untouched = aCopy(folder)
    await antrumJson('run', untouched, experiment)

    const started = () =>
      existsSync(path.join(folder, 'stages')) &&
      readdirSync(path.join(folder, 'stages')).filter((hash) =>
        existsSync(path.join(folder, 'stages', hash, 'events.jsonl')),
      ).length
    for (const [stagesBegun, signal] of [
      [1, 'SIGKILL'],
      [3, 'SIGTERM'],
      [5, 'SIGKILL'],
    ] as const) {
      const { child, ended } = antrum('run', folder, experiment)
      while (Number(started()) < stagesBegun && child.exitCode === null) await sleep(20)
      await sleep(300)
      child.kill(signal)
      await ended
    }

    const { ended } = antrum('run', folder, experiment)
    const running = async () =>
      (await antrumJson<{ experiments: ExperimentStatus[] }>('status', folder)).json.experiments[0].running
    while ((await running()).length === 0) await sleep(50)
    const cancellation = await antrumJson<Cancellation>('cancel', folder, experiment)
    expect(cancellation).toMatchObject({ code: 0, json: { experiment } })
    expect(cancellation.json.cancelled + cancellation.json.finished).toBe(16)
    expect(await ended).toMatchObject({ code: cancellation.json.cancelled > 0 ? 130 : 0 })

    expect(await antrumJson('run', folder, experiment)).toMatchObject({ code: 0 })
    expect(resultsOf(folder)).toEqual(resultsOf(untouched))
  }, 300_000)

  it('refuses wrong calls with their exit code and a reason', async () => {
    const { folder, recipeFile } = await aTinyProject()
    const fails = async (...args: string[]) => {
      const { code, json } = await antrumJson<{ error: ErrorPayload }>(...args)
      return [code, json.error.code, json.error.message] as const
    }
    expect(await fails('run', folder, 'tiny-0')).toEqual([
      1,
      'not-found',
      expect.stringContaining('antrum plan'),
    ])
    expect(await fails('run', folder, 'tiny-0', '--parallel', 'two')).toEqual([
      2,
      'usage',
      expect.stringContaining('--parallel'),
    ])
    expect(await fails('plan', folder)).toEqual([2, 'usage', expect.stringContaining('--recipe')])
    expect(await fails('plan', folder, '--recipe', recipeFile, '--set', 'folds=3')).toEqual([
      1,
      'invalid-recipe',
      expect.stringContaining('--set folds=1'),
    ])
    expect(await fails('plan', folder, '--recipe', recipeFile, '--set', 'depth=3')).toEqual([
      1,
      'invalid-recipe',
      expect.stringContaining('depth'),
    ])
    expect(await fails('cancel', folder, 'tiny-0')).toEqual([1, 'not-found', expect.any(String)])
    expect(await fails('status', `${folder}-elsewhere`)).toEqual([1, 'not-found', expect.any(String)])
  })
})
