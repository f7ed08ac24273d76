import { AntrumError } from '../../shared/ipc/error.ts'
import { withProject } from '../project.ts'
import { runExperiment } from '../study/run.ts'
import type { CliCommand } from './command.ts'

export const run: CliCommand = {
  usage: 'run <project> <experiment>',
  summary: 'compute what an experiment has not finished; resumes after any interruption',
  options: (command) =>
    command
      .option('--executor <name>', 'local', 'local')
      .option('--parallel <n>', 'trainers at once: one per GPU, else one', '1'),
  run: async (context, [folder, experiment], options) => {
    const parallel = Number(options.parallel)
    if (!Number.isInteger(parallel) || parallel < 1) {
      throw new AntrumError(
        'usage',
        `--parallel wants a whole number from 1 and got "${String(options.parallel)}".`,
      )
    }
    if (options.executor !== 'local') {
      throw new AntrumError(
        'usage',
        `There is no executor "${String(options.executor)}" yet; use --executor local.`,
      )
    }
    const report = await withProject(folder, 'write', (project) =>
      runExperiment(project, experiment, context, { parallel, warn: context.warn }),
    )
    const { failures, states } = report
    if (failures.length > 0) {
      const [first] = failures
      throw new AntrumError(
        first.reason.code,
        `${failures.length} of ${Object.values(states).reduce((a, b) => a + b)} stages failed, the others are finished. ` +
          `First: ${first.name}: ${first.reason.message} Run the experiment again to retry.`,
        report,
      )
    }
    return {
      json: report,
      text: `All ${states.finished} stages are finished.\nNext: antrum results ${folder} ${experiment}`,
    }
  },
}
