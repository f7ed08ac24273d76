import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { jobScript } from '../../../../../src/main/supervisor/slurm/job-script.ts'
import { aFolder } from '../../../../helpers/project.ts'

/** Two stages of which the second reads the first, in a folder with an awkward name, as the script finds them. */
function anArray(body: string) {
  const stages = path.join(aFolder(), "it's a $(folder) %j")
  for (const hash of ['aaaa', 'bbbb']) {
    mkdirSync(path.join(stages, hash), { recursive: true })
    writeFileSync(path.join(stages, hash, 'slurm.task'), 'antrum-1 antrum-1 0 0 0\n')
  }
  writeFileSync(path.join(stages, 'tasks'), 'aaaa\nbbbb aaaa\n')
  const trainer = { command: 'bash', args: ['-c', body, 'trainer'] }
  writeFileSync(path.join(stages, 'job.sh'), jobScript('antrum-1', stages, trainer))
  const at = (...names: string[]) => path.join(stages, ...names)
  const run = (index: number) =>
    spawnSync('bash', [at('job.sh')], {
      cwd: stages,
      env: { ...process.env, SLURM_ARRAY_TASK_ID: String(index) },
    }).status
  const end = (hash: string) =>
    existsSync(at(hash, 'slurm.end')) ? readFileSync(at(hash, 'slurm.end'), 'utf8').trim() : null
  return { at, run, end }
}

describe.skipIf(process.platform === 'win32')('the script of an array', () => {
  it('gives the trainer its stage folder, keeps what it says and records how it ended', () => {
    const { at, run, end } = anArray('echo "$1" >folder; echo oh no >&2; exit 7')
    expect(run(0)).toBe(7)
    expect(readFileSync(at('aaaa', 'folder'), 'utf8').trim()).toBe(at('aaaa'))
    expect(readFileSync(at('aaaa', 'trainer.log'), 'utf8')).toBe('oh no\n')
    expect(end('aaaa')).toBe('antrum-1 7')
  })

  it('records signals as shells do', () => {
    const { run, end } = anArray('kill -SEGV $$')
    expect(run(0)).toBe(139)
    expect(end('aaaa')).toBe('antrum-1 139')
  })

  it('waits for inputs', () => {
    const { at, run, end } = anArray('touch ran')
    expect(run(1)).toBe(0)
    expect(end('bbbb')).toBe('antrum-1 waits')
    expect(existsSync(at('bbbb', 'ran'))).toBe(false)
    writeFileSync(at('aaaa', 'done.json'), '')
    expect(run(1)).toBe(0)
    expect(end('bbbb')).toBe('antrum-1 0')
  })

  it('leaves a stage alone that is no longer its own', () => {
    const { at, run, end } = anArray('touch ran')
    writeFileSync(at('aaaa', 'slurm.task'), '- antrum-1 0 0 0\n')
    expect(run(0)).toBe(0)
    writeFileSync(at('bbbb', 'slurm.task'), 'antrum-2 antrum-2 0 0 0\n')
    expect(run(1)).toBe(0)
    expect([existsSync(at('aaaa', 'ran')), existsSync(at('bbbb', 'ran')), end('aaaa')]).toEqual([
      ...[false, false, null],
    ])
  })
})
