import { describe, expect, it } from 'vitest'
import { changeSlurmSetting, sbatchOptions } from '../../../../../src/main/supervisor/slurm/settings.ts'
import type { SlurmSettings } from '../../../../../src/main/supervisor/slurm/settings.ts'

const change = (name: string, text: string, settings: SlurmSettings = {}) =>
  changeSlurmSetting(settings, name, text)

describe('settings for Slurm', () => {
  it('become options of sbatch', () => {
    const settings = [
      ['partition', 'gpu,long'],
      ['gres', 'gpu:a100:1'],
      ['time', '1-12:00:00'],
      ['account', 'imaging@lab'],
      ['options', ' --mem=16G  --cpus-per-task=8 --exclusive'],
    ].reduce((before, [name, text]) => change(name, text, before), {})
    expect(sbatchOptions(settings)).toEqual([
      ...['--mem=16G', '--cpus-per-task=8', '--exclusive'],
      ...['--partition=gpu,long', '--gres=gpu:a100:1', '--time=1-12:00:00', '--account=imaging@lab'],
    ])
    expect(sbatchOptions({})).toEqual([])
  })

  it('are taken out by an empty text', () => {
    expect(change('time', '', { time: '90', gres: 'gpu:1' })).toEqual({ gres: 'gpu:1' })
  })

  it.each(['90', '90:00', '8:00:00', '2-12', '2-12:30', '2-12:30:00'])('take the time limit %s', (time) => {
    expect(change('time', time)).toEqual({ time })
  })

  it.each([
    ['nodes', '2', /no setting slurm.nodes; there are partition/],
    ['toString', '2', /no setting/],
    ['time', 'tomorrow', /slurm.time wants minutes or/],
    ['time', '8:00:00 --uid=0', /slurm.time wants/],
    ['partition', 'gpu --uid=0', /one word/],
    ['partition', '--uid=0', /one word/],
    ['options', 'mem=16G', /long form/],
    ['options', '-p gpu', /long form/],
    ['options', '--mem 16G', /"16G" was given/],
    ['options', '--job-name=Doe', /Antrum itself sets sbatch --job-name/],
    ['options', '--arr=1-9', /Antrum itself sets/],
    ['options', '--no-requeue', /Antrum itself sets/],
    ['options', '--gres=gpu:1', /Set slurm.gres instead/],
  ])('refuse %s=%s', (name, text, message) => {
    expect(() => change(name, text)).toThrow(message)
  })
})
