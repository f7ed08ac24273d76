import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { runTrainerProgram } from '../../../../src/main/supervisor/trainer-program.ts'
import { AntrumError } from '../../../../src/shared/ipc/error.ts'
import { aFolder } from '../../../helpers/project.ts'

/** Runs a program of these lines, which find their job in `job`. */
async function run(source: string, { signal = new AbortController().signal, cpuOnly = false } = {}) {
  const entry = path.join(aFolder(), 'program.mjs')
  const read = `import { text } from 'node:stream/consumers'
    const job = JSON.parse(await text(process.stdin))
    const say = (line) => console.log(JSON.stringify(line))\n`
  writeFileSync(entry, read + source)
  const phases: string[] = []
  const progress = ({ phase }: { phase: string }) => void phases.push(phase)
  const answer = await runTrainerProgram<unknown, unknown>(
    'export',
    { n: 20 },
    { signal, progress, cpuOnly, entry },
  )
  return { answer, phases }
}

describe('runTrainerProgram', () => {
  it('hands over the job, passes progress on and gives the answer, whatever else is printed', async () => {
    const source = `console.log('TensorFlow says hello')
      say({ progress: { phase: 'half', done: 1, total: 2 } })
      say({ answer: { doubled: 2 * job.n } })
      console.log('and goodbye')`
    expect(await run(source)).toEqual({ answer: { doubled: 40 }, phases: ['half'] })
  })

  it('throws the error that the program names', async () => {
    const source = `say({ error: { code: 'shape-mismatch', message: 'No.' } }); process.exit(1)`
    await expect(run(source)).rejects.toMatchObject({ code: 'shape-mismatch', message: 'No.' })
  })

  it('tells what a program said last that ended without an answer', async () => {
    await expect(run(`console.error('Illegal instruction'); process.exit(3)`)).rejects.toMatchObject({
      code: 'trainer-crashed',
      message: expect.stringMatching(/exit code 3[^]*Illegal instruction/) as string,
    })
    await expect(run(`process.kill(process.pid, 'SIGKILL')`)).rejects.toMatchObject({
      message: expect.stringContaining('SIGKILL') as string,
    })
  })

  it('ends the program when cancelled', async () => {
    const abort = new AbortController()
    const running = run(`setInterval(() => {}, 1000)`, { signal: abort.signal })
    setTimeout(() => abort.abort(new AntrumError('cancelled', 'Stopped.')), 300)
    await expect(running).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('keeps it off GPUs when asked to', async () => {
    const source = `say({ answer: process.env.CUDA_VISIBLE_DEVICES ?? null })`
    expect((await run(source, { cpuOnly: true })).answer).toBe('-1')
  })
})
