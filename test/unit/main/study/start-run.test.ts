import { spawn } from 'node:child_process'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ask } from '../../../../src/main/study/requests.ts'
import { startRun } from '../../../../src/main/study/start-run.ts'
import { projectStatus } from '../../../../src/main/study/status.ts'
import { aPlannedStudy } from '../../../helpers/fake-study.ts'

/** Stands in for `antrum`: takes its arguments after the script's own. */
async function aStudyWith(script: string) {
  const { folder, experiment, read, write } = await aPlannedStudy()
  await ask(folder, { action: 'add', id: experiment })
  const file = path.join(folder, '..', 'antrum.mjs')
  writeFileSync(file, script)
  const options = { antrum: { command: process.execPath, args: [file] } }
  return { folder, options, write, status: () => read(projectStatus) }
}

const repository = path.resolve(import.meta.dirname, '../../../..')
/** Holds the project and answers requests until it is killed, as a run does. */
const working = `
import { openProject } from '${repository}/src/main/project.ts'
import { applyRequest } from '${repository}/src/main/study/queue.ts'
import { RequestBox } from '${repository}/src/main/study/requests.ts'
console.error(JSON.stringify(process.argv.slice(2)))
const project = await openProject(process.argv[3], { mode: 'write' })
new RequestBox(project, (request) => applyRequest(project, request))
`
const endLater = (pid: number) =>
  onTestFinished(() => {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It has ended.
    }
  })

describe('startRun', () => {
  it('has a process of its own work off the queue, and refuses a second one politely', async () => {
    const { folder, options, status } = await aStudyWith(working)
    const { pid, log } = await startRun(folder, { ...options, parallel: 3 })
    endLater(pid)
    expect((await status()).holder).toMatchObject({ pid })
    const printed = readFileSync(path.join(folder, log), 'utf8')
    expect(JSON.parse(printed)).toEqual(['run', folder, '--executor', 'local', '--parallel', '3', '--json'])
    await expect(startRun(folder, options)).rejects.toMatchObject({
      code: 'read-only',
      message: expect.stringContaining(`process ${pid}`) as string,
    })
  })

  it('leaves a process that does not end with the one that started it', async () => {
    const { folder, options, status } = await aStudyWith(working)
    const program = `
      import { startRun } from '${repository}/src/main/study/start-run.ts'
      await startRun(${JSON.stringify(folder)}, ${JSON.stringify(options)})
      setInterval(() => {}, 1000)`
    const server = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], {
      detached: true,
    })
    onTestFinished(() => void server.kill('SIGKILL'))
    await expect.poll(async () => (await status()).holder?.pid ?? 0, { timeout: 20_000 }).toBeGreaterThan(0)
    const { pid } = (await status()).holder!
    endLater(pid)
    // As Ctrl-C in a terminal does: to all of the server's group. The run is in one of its own.
    process.kill(-server.pid!, 'SIGINT')
    await new Promise((resolve) => server.once('exit', resolve))
    await sleep(300)
    expect((await status()).holder).toMatchObject({ pid })
  })

  it('says why a run could not begin, with its last lines', async () => {
    const error = { code: 'invalid-state', message: 'Slurm has 3 stages of this project.' }
    const { folder, options } = await aStudyWith(
      `console.error('looking around'); console.log(JSON.stringify({ error: ${JSON.stringify(error)} })); process.exit(1)`,
    )
    await expect(startRun(folder, options)).rejects.toMatchObject({
      ...error,
      details: { lines: ['looking around'], log: expect.stringMatching(/^antrum\.runs.*\.log$/) as string },
    })
  })

  it('says what is known of a run that died without a word, or could not even be launched', async () => {
    const { folder, options } = await aStudyWith(`process.kill(process.pid, 'SIGKILL')`)
    await expect(startRun(folder, options)).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining('SIGKILL') as string,
    })
    await expect(startRun(folder, { antrum: { command: '/nowhere/node', args: [] } })).rejects.toMatchObject({
      message: expect.stringContaining('npm run setup') as string,
    })
  })

  it('takes a run that found nothing left to do for what it is', async () => {
    const { folder, options } = await aStudyWith('')
    expect(await startRun(folder, options)).toMatchObject({ log: expect.any(String) as string })
  })

  it('ends a run that never comes to hold the project', async () => {
    const { folder, options } = await aStudyWith('setInterval(() => {}, 1000)')
    await expect(startRun(folder, { ...options, timeoutMs: 300 })).rejects.toMatchObject({
      message: expect.stringContaining('was stopped') as string,
    })
  })

  it('wants something in the queue', async () => {
    const { folder } = await aPlannedStudy()
    await expect(startRun(folder)).rejects.toMatchObject({ code: 'invalid-state' })
  })

  it('keeps the logs of the last twenty runs', async () => {
    const { folder, options } = await aStudyWith('')
    await startRun(folder, options)
    for (let k = 10; k < 40; k++) writeFileSync(path.join(folder, 'antrum.runs', `2020-01-${k}.log`), '')
    await startRun(folder, options)
    const kept = readdirSync(path.join(folder, 'antrum.runs')).sort()
    expect(kept).toHaveLength(20)
    expect(kept[0]).toBe('2020-01-22.log')
  })
})
