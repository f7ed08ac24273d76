import { duration } from '../../shared/domain/duration.ts'
import { withProject } from '../project.ts'
import { count } from '../report/numbers.ts'
import { calibrationCache } from '../services/calibration-cache.ts'
import { engineInfo } from '../services/engine-info.ts'
import { calibrate } from '../study/calibrate.ts'
import type { CalibrationCache, CalibrationWork } from '../study/calibrate.ts'
import { engineOf } from '../study/outline.ts'
import { planExperiment } from '../study/plan.ts'
import type { PlannedExperiment } from '../study/plan.ts'
import { loadRecipe, shippedRecipes } from '../study/recipe-file.ts'
import { trainerCommand } from '../supervisor/trainer-command.ts'
import type { CliCommand } from './command.ts'

export const plan: CliCommand = {
  usage: 'plan <project>',
  summary: 'turn a recipe into an experiment and say what it will take',
  options: (command) =>
    command
      .requiredOption(
        '--recipe <name|file>',
        `one that ships with Antrum (${shippedRecipes().join(', ')}) or a YAML file`,
      )
      .option(
        '--set <key=value...>',
        'change a value of the recipe, e.g. finetune.epochs=5 or methods=[scratch]',
      )
      .option('--again', 'calibrate again instead of using what was measured in the last week'),
  run: async (context, [folder], { recipe: name, set, again }) => {
    const recipe = loadRecipe(name as string, (set as string[] | undefined) ?? [])
    let cache: CalibrationCache | null = null
    const measure = async () => {
      context.progress({ phase: 'Starting the engine', done: 0 })
      const info = await engineInfo({ signal: context.signal })
      cache = calibrationCache(info)
      return engineOf(info)
    }
    const measureStages = (work: CalibrationWork) =>
      calibrate(work, { trainer: trainerCommand(), context, cache, again: again === true })
    return withProject(folder, 'write', async (project) => {
      const planned = await planExperiment(project, recipe, measure, measureStages)
      return { json: planned, text: asText(planned, folder) }
    })
  },
}

function asText(planned: PlannedExperiment, folder: string): string {
  const { experiment, dataset, precision, runs, pretrainings, finetunings, finished, estimate } = planned
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`
  const range = estimate.secondsRange.map(duration).join(' to ')
  const measured = `${Math.round(100 * estimate.measuredShare)}% of that by pace measured on this machine`
  return [
    `Experiment ${experiment} on dataset ${dataset}, computed in ${precision}:`,
    `  ${runs} runs: ${pretrainings} pretrainings, ${finetunings} fine-tunings${finished > 0 ? ` (${finished} stages are finished already)` : ''}`,
    `  about ${duration(estimate.seconds)} (${range}; ${measured})`,
    `  ${gigabytes(estimate.memoryBytes)} of memory, ${gigabytes(estimate.diskBytes)} of disk`,
    ...lineageLines(planned.lineage),
    `Next: antrum run ${folder} ${experiment}`,
  ].join('\n')
}

function lineageLines({
  models,
  trainings,
  checks,
  declared,
  outside,
}: PlannedExperiment['lineage']): string[] {
  const asked = new Map(declared.map(({ name, because }) => [name, because]))
  return [
    `Lineage of ${count(models, 'model')}, ${count(trainings, 'training')} behind them:`,
    ...checks.map(({ name, ok, found }) =>
      ok ? `  proved     ${name}` : `  NOT SO     ${name} (${found}): ${asked.get(name)}`,
    ),
    ...(outside.length > 0
      ? [`  note       weights from elsewhere: whom those have seen is not known here`]
      : []),
  ]
}
