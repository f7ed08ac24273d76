import { AntrumError } from '../../shared/ipc/error.ts'
import { makeSampleCohort } from '../services/sample-cohort.ts'
import type { CliCommand } from './command.ts'

export const sample: CliCommand = {
  usage: 'sample <folder>',
  summary: 'write a synthetic cohort of heads with labels and known lesions',
  options: (command) =>
    command
      .option('--labelled <n>', 'subjects with labels', '60')
      .option('--unlabelled <n>', 'subjects without', '60')
      .option('--seed <n>', 'another seed, other heads', '1')
      .option('--spacing <mm>', 'edge of a voxel', '2'),
  run: async (context, [folder], options) => {
    const number = (name: string, low: number, high: number, whole: boolean) => {
      const value = Number(options[name])
      if (!Number.isFinite(value) || value < low || value > high || (whole && !Number.isInteger(value))) {
        throw new AntrumError('usage', `--${name} wants a ${whole ? 'whole ' : ''}number from ${low} to ${high}; "${String(options[name])}" was given.`)
      }
      return value
    }
    const report = await makeSampleCohort(
      folder,
      {
        labelled: number('labelled', 0, 100_000, true),
        unlabelled: number('unlabelled', 0, 100_000, true),
        seed: number('seed', 0, 2 ** 31, true),
        spacingMm: number('spacing', 0.5, 8, false),
      },
      context,
    )
    const { normal, anomalous } = report.sinuses
    return {
      json: report,
      text: `${report.subjects} heads in ${folder}, ${report.labelled} of them labelled; ${normal} sinuses normal, ${anomalous} anomalous.`,
    }
  },
}
