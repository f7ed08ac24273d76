import { AntrumError } from '../../shared/ipc/error.ts'
import { withProject } from '../project.ts'
import { compareMethods } from '../services/compare.ts'
import type { CliCommand } from './command.ts'
import { compareText } from './compare-text.ts'
import { realNumber } from './numbers.ts'

export const compare: CliCommand = {
  usage: 'compare <project> <experiment>',
  summary: 'two methods on the same test sinuses: differences, intervals, corrected p, a plain sentence each',
  options: (command) =>
    command
      .requiredOption('--a <method>', 'the first method, e.g. residual')
      .requiredOption('--b <method>', 'the second, e.g. scratch')
      .option('--fraction <f>', 'one label fraction, e.g. 0.1; all when left out', realNumber),
  run: async (_, [folder, experiment], { a, b, fraction }) => {
    if (typeof a !== 'string' || typeof b !== 'string')
      throw new AntrumError('usage', 'compare wants two methods, for example --a residual --b scratch.')
    const labelFraction = fraction as number | undefined
    const json = await withProject(folder, 'read', (project) =>
      compareMethods(project, experiment, { a, b, labelFraction }),
    )
    return { json, text: compareText(json) }
  },
}
