import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { listEvaluations } from '../../../../src/main/db/stores/experiments.ts'
import { listStages } from '../../../../src/main/db/stores/stages.ts'
import { projectStatus } from '../../../../src/main/study/status.ts'
import { isTrainerAlive } from '../../../../src/main/supervisor/orphans.ts'
import { createRandom } from '../../../../src/shared/random.ts'
import { aPlannedStudy, fakeTrainer, resultsOf } from '../../../helpers/fake-study.ts'

const script = fileURLToPath(new URL('../../../helpers/run-fake-study.ts', import.meta.url))
type Study = Awaited<ReturnType<typeof aPlannedStudy>>

/** `antrum run` as a process of its own; `heard` resolves when its output matches. */
function startRun({ folder, experiment }: Study) {
  const child = spawn(process.execPath, [script, folder, experiment], { stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  const exited = once(child, 'close')
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  const heard = async (pattern: RegExp) => {
    while (!pattern.test(output) && child.exitCode === null && child.signalCode === null) await sleep(10)
    return output
  }
  return { child, exited, heard }
}

const end = async (child: ChildProcess, exited: Promise<unknown>, signal: NodeJS.Signals) => {
  child.kill(signal)
  await exited
}
const trainersOf = (study: Study) =>
  study.read(async ({ db }) =>
    (await listStages(db, study.experiment)).flatMap(({ trainer }) => (trainer ? [trainer] : [])),
  )

describe('a run that is killed', () => {
  it('continues to the same results, killed at random moments in every way', async () => {
    const untouched = await aPlannedStudy()
    await untouched.run()
    const study = await aPlannedStudy({ behaviour: { '*': { stepMs: 30 } } })
    const random = createRandom('kill and resume')
    for (let round = 0; round < 6; round++) {
      const { child, exited, heard } = startRun(study)
      await heard(/epoch|all done/)
      await sleep(random.integer(400))
      await end(child, exited, (['SIGKILL', 'SIGTERM', 'SIGINT'] as const)[round % 3])
    }
    const { exited, heard } = startRun(study)
    await exited
    expect(await heard(/all done/)).toContain('all done')
    expect(resultsOf(study.folder)).toEqual(resultsOf(untouched.folder))
    const evaluations = (of: Study) => of.read(({ db }) => listEvaluations(db, of.experiment))
    expect(await evaluations(study)).toEqual(await evaluations(untouched))
  })

  it('leaves a trainer behind when killed without mercy, which the next run ends before it resumes', async () => {
    const study = await aPlannedStudy({
      behaviour: { cae: { stepMs: 20, steps: 10_000, ignoreTerm: false } },
    })
    const first = startRun(study)
    await first.heard(/epoch/)
    await end(first.child, first.exited, 'SIGKILL')
    const [orphan] = await trainersOf(study)
    onTestFinished(async () => {
      if (await isTrainerAlive(orphan, fakeTrainer)) process.kill(orphan.pid, 'SIGKILL')
    })
    expect(await isTrainerAlive(orphan, fakeTrainer)).toBe(true)
    study.behave({})
    const second = startRun(study)
    await second.exited
    expect(await second.heard(/all done/)).toContain('all done')
    expect(await isTrainerAlive(orphan, fakeTrainer)).toBe(false)
  })

  it('waits for its trainer’s checkpoint when it is asked to stop', async () => {
    const study = await aPlannedStudy({ behaviour: { '*': { stepMs: 50, steps: 200 } } })
    const { child, exited, heard } = startRun(study)
    await heard(/epoch/)
    const [trainer] = await trainersOf(study)
    await end(child, exited, 'SIGTERM')
    expect(await isTrainerAlive(trainer, fakeTrainer)).toBe(false)
    const [status] = (await study.read(projectStatus)).experiments
    expect(status.states).toMatchObject({ interrupted: 1, running: 0 })
  })

  it('keeps a second run out while it lives', async () => {
    const study = await aPlannedStudy({ behaviour: { '*': { stepMs: 50, steps: 200 } } })
    const { child, exited, heard } = startRun(study)
    await heard(/epoch/)
    const second = startRun(study)
    expect(await second.heard(/nothing/)).toMatch(/read-only|is being written by process/)
    expect(await second.heard(/nothing/)).toContain(String(child.pid))
    await end(child, exited, 'SIGKILL')
    const [trainer] = await trainersOf(study)
    if (trainer) process.kill(trainer.pid, 'SIGKILL')
  })
})
