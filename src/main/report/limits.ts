import { leastFoldsForInterval } from '../../shared/metrics/index.ts'
import { count, percent } from './numbers.ts'
import type { ReportData } from './report-data.ts'

/** The study's own scale (method-spec sections 1.6, 3 and 6): what this experiment is measured against. */
const study = { width: 64, voxels: 64, folds: 5, pretrainEpochs: 500, finetuneEpochs: 100, testSubjects: 320 }

/** From here on the percentile bootstrap held its level in simulations (1000 studies each of 12 to 160 subjects). */
const fewestForBootstrap = 40

/** What an experiment's limits are read off. */
export type LimitsData = Pick<
  ReportData,
  'dataset' | 'recipe' | 'rows' | 'synthetic' | 'testSet' | 'differences'
>

/** What this experiment cannot show, read off its data and recipe. */
export function limitsOf(data: LimitsData): string[] {
  const { dataset, recipe, rows } = data
  const limits: string[] = []
  if (data.synthetic) {
    limits.push(
      'The heads are synthetic, drawn by Antrum itself with lesions placed by the program. The numbers show that the chain works; they say nothing about patients.',
    )
  }
  if (data.testSet.straddlingSubjects > 0) {
    limits.push(
      `Sinuses were split without regard to their subject: ${count(data.testSet.straddlingSubjects, 'subject')} have one in the test set and one outside it. Models are tested on people they were trained on, and every number here flatters.`,
    )
  }
  if (dataset.test.subjects < study.testSubjects / 2) {
    limits.push(
      `The test set holds ${count(dataset.test.subjects, 'subject')} (${count(dataset.test.sinuses, 'sinus', 'sinuses')}, ${dataset.test.anomalous} anomalous); the published study tested about ${study.testSubjects}. Differences of a few hundredths cannot be seen at this size: look at the intervals, not at the ranks.`,
    )
  }
  if (dataset.test.subjects < fewestForBootstrap) {
    limits.push(
      'With so few test subjects the intervals over resampled subjects are too narrow: in simulations 12 subjects gave 92.5% coverage instead of 95%.',
    )
  }
  if (recipe.folds < study.folds) {
    limits.push(
      `${count(recipe.folds, 'fold')} instead of ${study.folds}, so the spread between folds is poorly known.${recipe.folds < leastFoldsForInterval ? ' Below three there is no interval over folds.' : ''}`,
    )
  }
  limits.push(
    'All folds share one test set. The interval over folds therefore holds the noise of training only; differences between methods hold that of the test subjects too.',
  )
  const smallest = Math.min(...recipe.labelFractions)
  const fewest = dataset.folds.flatMap(({ train }) =>
    train.filter(({ labelFraction }) => labelFraction === smallest),
  )
  const anomalous = Math.min(...fewest.map(({ set }) => set.anomalous))
  if (anomalous < 20) {
    limits.push(
      `At ${percent(smallest)} of the labels a fold trains on as few as ${count(anomalous, 'anomalous sinus', 'anomalous sinuses')}.`,
    )
  }
  if (recipe.width < study.width || dataset.voxels < study.voxels) {
    limits.push(
      `The network is ${recipe.width} channels wide and sees ${dataset.voxels}³ voxels; the published one has ${study.width} and ${study.voxels}³.`,
    )
  }
  if (recipe.pretrain.epochs < study.pretrainEpochs || recipe.finetune.epochs < study.finetuneEpochs) {
    limits.push(
      `Training is short: ${recipe.pretrain.epochs} epochs of pretraining and ${recipe.finetune.epochs} of fine-tuning against ${study.pretrainEpochs} and ${study.finetuneEpochs} in the published study. A method that learns slowly is put at a disadvantage.`,
    )
  }
  if (recipe.seeds.length === 1) {
    limits.push(
      'Every training was run with one seed per fold, so the luck of initialisation is not separated from that of the fold.',
    )
  }
  if (!recipe.strict) {
    limits.push(
      'Autoencoder and residuals were made once, on the first fold, as the released code did: models of other folds descend from some of their own validation subjects.',
    )
  }
  const compared = data.differences.filter(({ metric }) => metric === 'auroc').length
  if (compared > 1) {
    limits.push(
      `Each metric’s ${compared} comparisons are corrected for their number, but not for there being three metrics: AUROC was meant to decide.`,
    )
  }
  if (compared > 0 && recipe.folds === 1) {
    limits.push(
      'With one fold a difference is one between two trained models; whether their methods differ cannot be told.',
    )
  }
  const unfinished = rows.reduce((sum, row) => sum + row.unfinished.length, 0)
  if (unfinished)
    limits.push(
      `${count(unfinished, 'run is', 'runs are')} not finished; their rows rest on fewer folds than planned.`,
    )
  return limits
}
