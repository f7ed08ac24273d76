import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { outOfMemoryKills } from '../../../../src/main/supervisor/out-of-memory.ts'
import { aFolder } from '../../../helpers/project.ts'

describe('outOfMemoryKills', () => {
  it('adds up what the control group and the machine have counted', () => {
    const folder = aFolder()
    const [group, machine] = [path.join(folder, 'memory.events'), path.join(folder, 'vmstat')]
    writeFileSync(group, 'low 0\nhigh 4\nmax 9\noom 2\noom_kill 1\noom_group_kill 0\n')
    writeFileSync(machine, 'pgfault 12\noom_kill 3\nnuma_hit 5\n')
    expect(outOfMemoryKills([group, machine, path.join(folder, 'none')])).toBe(4)
  })

  it('knows when nobody counts', () => {
    expect(outOfMemoryKills([path.join(aFolder(), 'none')])).toBeNull()
  })
})
