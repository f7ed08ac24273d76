import { AntrumError } from '../../../shared/ipc/error.ts'

/** What a project asks Slurm for; what is left out is the cluster's default. */
export interface SlurmSettings {
  partition?: string
  account?: string
  /** Generic resources, such as gpu:1. */
  gres?: string
  /** Time limit of one job, as sbatch takes it. */
  time?: string
  /** More options of sbatch, a word each: --mem=16G --cpus-per-task=8. */
  options?: string[]
}

export const slurmSettingNames = ['partition', 'account', 'gres', 'time', 'options'] as const

/** Minutes, m:s, h:m:s, d-h, d-h:m, d-h:m:s. */
const timeLimit = /^(\d+|\d+:\d\d|\d+:\d\d:\d\d|\d+-\d+(:\d\d){0,2})$/
const plainName = /^[\w.,@:=*()+-]+$/
/** How Antrum talks with its jobs: another value would break it. */
const ours = [
  ...['array', 'chdir', 'dependency', 'error', 'job-name', 'kill-on-invalid-dep', 'no-requeue', 'open-mode'],
  ...['output', 'parsable', 'requeue', 'signal', 'test-only', 'wait', 'wrap'],
]

/** The settings with one of them changed; an empty text takes it out. @throws AntrumError usage */
export function changeSlurmSetting(settings: SlurmSettings, name: string, text: string): SlurmSettings {
  if (!isSettingName(name))
    throw wrong(`There is no setting slurm.${name}; there are ${slurmSettingNames.join(', ')}.`)
  const value = text.trim()
  const others = { ...settings }
  delete others[name]
  if (value === '') return others
  if (name === 'options') return { ...others, options: checkedOptions(value) }
  if (name === 'time' && !timeLimit.test(value))
    throw wrong(
      `slurm.time wants minutes or [days-]hours:minutes:seconds, such as 90, 8:00:00 or 2-12:00:00; "${value}" was given.`,
    )
  if (name !== 'time' && (!plainName.test(value) || value.startsWith('-')))
    throw wrong(`slurm.${name} wants one word, as sbatch --${name} takes it; "${value}" was given.`)
  return { ...others, [name]: value }
}

const isSettingName = (name: string): name is keyof SlurmSettings =>
  (slurmSettingNames as readonly string[]).includes(name)

function checkedOptions(text: string): string[] {
  const words = text.split(/\s+/)
  for (const word of words) {
    const [, option] = /^--([a-z][a-z0-9-]*)(=.+)?$/.exec(word) ?? []
    if (option === undefined)
      throw wrong(
        `slurm.options wants options of sbatch in their long form, joined with "=" and without blanks, such as --mem=16G; "${word}" was given.`,
      )
    // sbatch takes beginnings of its options as well.
    if (ours.some((name) => name.startsWith(option)))
      throw wrong(`Antrum itself sets sbatch --${option} for its jobs; leave "${word}" out of slurm.options.`)
    if (isSettingName(option)) throw wrong(`Set slurm.${option} instead of "${word}" in slurm.options.`)
  }
  return words
}

/** As sbatch takes them. */
export const sbatchOptions = ({ options = [], ...named }: SlurmSettings): string[] => [
  ...options,
  ...Object.entries(named).map(([name, value]) => `--${name}=${value}`),
]

const wrong = (message: string) => new AntrumError('usage', message)
