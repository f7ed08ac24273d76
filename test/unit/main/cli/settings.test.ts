import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { settings } from '../../../../src/main/cli/settings.ts'
import { createProject } from '../../../../src/main/project.ts'
import { aContext, aFolder } from '../../../helpers/project.ts'

const antrum = (...args: string[]) => settings.run({ ...aContext(), warn: () => {} }, args, {})

describe('antrum settings', () => {
  it('changes, keeps, shows and takes back, and changes nothing when one change is wrong', async () => {
    const { folder } = await createProject(path.join(aFolder(), 'study'))
    expect((await antrum(folder)).json).toEqual({ slurm: {} })
    await antrum(folder, 'slurm.gres=gpu:1', 'slurm.options=--mem=16G --qos=long')
    const slurm = { gres: 'gpu:1', options: ['--mem=16G', '--qos=long'] }
    const shown = await antrum(folder)
    expect(shown.json).toEqual({ slurm })
    expect(shown.text.split('\n')).toEqual([
      "slurm.partition (the cluster's default)",
      "slurm.account   (the cluster's default)",
      'slurm.gres      gpu:1',
      "slurm.time      (the cluster's default)",
      'slurm.options   --mem=16G --qos=long',
    ])
    await expect(antrum(folder, 'slurm.gres=', 'slurm.time=soon')).rejects.toMatchObject({ code: 'usage' })
    await expect(antrum(folder, 'time=90')).rejects.toMatchObject({ code: 'usage' })
    expect((await antrum(folder)).json).toEqual({ slurm })
    expect((await antrum(folder, 'slurm.options=')).json).toEqual({ slurm: { gres: 'gpu:1' } })
  })
})
