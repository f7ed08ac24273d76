import { AntrumError } from '../../shared/ipc/error.ts'
import { readSetting, saveSetting } from '../db/stores/settings.ts'
import { withProject } from '../project.ts'
import { changeSlurmSetting, slurmSettingNames } from '../supervisor/slurm/settings.ts'
import type { SlurmSettings } from '../supervisor/slurm/settings.ts'
import type { CliCommand } from './command.ts'

export const settings: CliCommand = {
  usage: 'settings <project> [changes...]',
  summary: `show what Slurm's jobs ask for, or change it: ${slurmSettingNames.map((name) => `slurm.${name}=…`).join(' ')}`,
  run: async (_, [folder, ...changes]) => {
    const slurm = await withProject(folder, changes.length > 0 ? 'write' : 'read', async ({ db }) => {
      const before = (await readSetting(db, 'slurm')) ?? {}
      const after = changes.reduce(change, before)
      if (changes.length > 0) await saveSetting(db, 'slurm', after)
      return after
    })
    const text = slurmSettingNames.map((name) => {
      const value = name === 'options' ? slurm.options?.join(' ') : slurm[name]
      return `slurm.${name}`.padEnd(16) + (value ?? "(the cluster's default)")
    })
    return { json: { slurm }, text: text.join('\n') }
  },
}

function change(settings: SlurmSettings, text: string): SlurmSettings {
  const [, name, value] = /^slurm\.([^=]+)=(.*)$/s.exec(text) ?? []
  if (name === undefined || value === undefined)
    throw new AntrumError(
      'usage',
      `A change looks like slurm.time=8:00:00, and slurm.time= takes it back; "${text}" was given.`,
    )
  return changeSlurmSetting(settings, name, value)
}
