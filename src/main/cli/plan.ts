import { duration } from '../../shared/domain/duration.ts'
import { withProject } from '../project.ts'
import { engineInfo } from '../services/engine-info.ts'
import { planExperiment } from '../study/plan.ts'
import type { PlannedExperiment } from '../study/plan.ts'
import { loadRecipe, shippedRecipes } from '../study/recipe-file.ts'
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
      ),
  run: async ({ signal, progress }, [folder], { recipe: name, set }) => {
    const recipe = loadRecipe(name as string, (set as string[] | undefined) ?? [])
    const measure = async () => {
      progress({ phase: 'Timing a training step', done: 0 })
      const { engine, stepSeconds } = await engineInfo({ signal })
      return { precision: engine.precision, stepSeconds }
    }
    return withProject(folder, 'write', async (project) => {
      const planned = await planExperiment(project, recipe, measure)
      return { json: planned, text: asText(planned, folder) }
    })
  },
}

function asText(planned: PlannedExperiment, folder: string): string {
  const { experiment, dataset, precision, runs, pretrainings, finetunings, finished, estimate } = planned
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`
  return [
    `Experiment ${experiment} on dataset ${dataset}, computed in ${precision}:`,
    `  ${runs} runs: ${pretrainings} pretrainings, ${finetunings} fine-tunings${finished > 0 ? ` (${finished} stages are finished already)` : ''}`,
    `  about ${duration(estimate.seconds)}, ${gigabytes(estimate.memoryBytes)} of memory, ${gigabytes(estimate.diskBytes)} of disk`,
    `Next: antrum run ${folder} ${experiment}`,
  ].join('\n')
}
