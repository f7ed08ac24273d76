import { AntrumError } from '../../shared/ipc/error.ts'
import { withProject } from '../project.ts'
import { describeInstallation } from '../services/installation.ts'
import { runExperiment, runQueue } from '../study/run.ts'
import type { RunReport } from '../study/run.ts'
import { visibleGpus } from '../supervisor/gpus.ts'
import type { CliCommand } from './command.ts'

export const run: CliCommand = {
  usage: 'run <project> [experiment]',
  summary: 'compute what an experiment has not finished, or all in the queue; resumes after any interruption',
  options: (command) =>
    command
      .option('--executor <name>', 'local, or slurm: as jobs of a cluster (docs/slurm.md)', 'local')
      .option('--parallel <n>', 'trainers at once (default: one per GPU, else one)'),
  run: async (context, [folder, experiment], options) => {
    const parallel = options.parallel === undefined ? undefined : Number(options.parallel)
    if (parallel !== undefined && (!Number.isInteger(parallel) || parallel < 1)) {
      throw new AntrumError(
        'usage',
        `--parallel wants a whole number from 1 and got "${String(options.parallel)}".`,
      )
    }
    const { executor } = options
    if (executor !== 'local' && executor !== 'slurm')
      throw new AntrumError('usage', `--executor is local or slurm; "${String(executor)}" was given.`)
    // TensorFlow's CPU build on a machine with GPUs uses none of them.
    const gpus = describeInstallation().setup?.build === 'cpu' ? [] : await visibleGpus()
    const how = { executor, ...(parallel !== undefined && { parallel }), gpus, warn: context.warn } as const
    const reports = await withProject(folder, 'write', async (project) =>
      experiment === undefined
        ? runQueue(project, context, how)
        : [await runExperiment(project, experiment, context, how)],
    )
    for (const report of reports) throwFailures(report)
    const text = reports.map(({ experiment: id, states }) => {
      const cancelled = states.cancelled > 0 ? `, ${states.cancelled} were cancelled` : ''
      const all = cancelled ? '' : 'all '
      return `${id}: ${all}${states.finished} stages are finished${cancelled}.\nNext: antrum results ${folder} ${id}`
    })
    return {
      json: experiment === undefined ? { experiments: reports } : reports[0],
      text: text.join('\n') || `The queue is empty. Add to it with: antrum queue ${folder} add <experiment>`,
    }
  },
}

/** @throws AntrumError of the first failure; its details are the report. */
function throwFailures(report: RunReport): void {
  const { experiment, failures, states } = report
  const [first] = failures
  if (!first) return
  throw new AntrumError(
    first.reason.code,
    `${failures.length} of ${Object.values(states).reduce((a, b) => a + b)} stages of ${experiment} failed, the others are finished. ` +
      `First: ${first.name}: ${first.reason.message} Run the experiment again to retry.`,
    report,
  )
}
