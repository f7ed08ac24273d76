import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  readEnd,
  readTask,
  removeTask,
  writeTask,
} from '../../../../../src/main/supervisor/slurm/task-file.ts'
import { aFolder } from '../../../../helpers/project.ts'

describe('the files by which a stage is known to be with Slurm', () => {
  it('are read as they were written', async () => {
    const folder = aFolder()
    expect(await readTask(folder)).toBeNull()
    for (const takenBack of [false, true]) {
      const task = { array: 'antrum-1', index: 3, eventBytes: 10, logBytes: 0, takenBack }
      await writeTask(folder, task)
      expect(await readTask(folder)).toEqual({ ...task, writtenMs: expect.any(Number) as number })
    }
    await removeTask(folder)
    expect(await readTask(folder)).toBeNull()
  })

  it('tell how its own job ended, not another', async () => {
    const folder = path.join(aFolder(), 'stage')
    mkdirSync(folder)
    writeFileSync(path.join(folder, 'slurm.end'), 'antrum-1 137\n')
    expect(await readEnd(folder, 'antrum-1')).toBe('137')
    expect(await readEnd(folder, 'antrum-2')).toBeNull()
    await removeTask(folder)
    expect(await readEnd(folder, 'antrum-1')).toBeNull()
  })
})
