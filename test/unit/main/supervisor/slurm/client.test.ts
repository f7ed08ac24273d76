import { describe, expect, it } from 'vitest'
import { parseTasks } from '../../../../../src/main/supervisor/slurm/client.ts'

describe('parseTasks', () => {
  it('reads the elements of arrays and passes over the rest', () => {
    const text =
      'antrum-1|17|4|PENDING||Dependency\nantrum-1|17|N/A|RUNNING|n1|None\n\nantrum-2|18|0|FAILED|n[1-2]|a|b\n'
    expect(parseTasks(text)).toEqual([
      { array: 'antrum-1', index: 4, id: '17_4', state: 'PENDING', nodes: '', reason: 'Dependency' },
      { array: 'antrum-2', index: 0, id: '18_0', state: 'FAILED', nodes: 'n[1-2]', reason: 'a|b' },
    ])
  })
})
