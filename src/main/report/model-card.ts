import { isUndefined, metricLabels, type MetricName, type ResampledRow } from '../../shared/metrics/index.ts'
import { limitsOf } from './limits.ts'
import { methodName } from './names.ts'
import { count, fixed, interval, isSettled, percent } from './numbers.ts'
import type { ReportData, SetFacts } from './report-data.ts'
import { subgroupName } from './result-tables.ts'
import { markdownTable, type Table } from '../../shared/formats/table-text.ts'

const shown: readonly MetricName[] = [
  'auroc',
  'auprc',
  'f1',
  'sensitivity',
  'specificity',
  'balancedAccuracy',
  'brier',
]

/**
 * A model card as Markdown: what the models of one starting point and label fraction are, what they were made from, how
 * they did, and what they are not for. Source: Mitchell et al. 2019, Model Cards for Model Reporting.
 *
 * @param chosen  Which models; left out, residual prediction (or the last starting point) with the most labels.
 */
export function modelCard(
  data: ReportData,
  chosen: { method: string; labelFraction: number } = ownModels(data),
): string {
  const { method, labelFraction } = chosen
  const row = data.rows.find((one) => one.method === method && one.labelFraction === labelFraction)
  const { dataset, recipe, software, experiment } = data
  const models = data.evaluations.filter(
    (one) => one.method === method && one.labelFraction === labelFraction,
  )
  const training = dataset.folds.flatMap(({ train }) =>
    train.filter((one) => one.labelFraction === labelFraction).map(({ set }) => set),
  )
  return [
    `# Model card: ${methodName(method)}, ${percent(labelFraction)} of the labels`,
    `Experiment \`${experiment}\`, ${data.createdAt.slice(0, 10)}. A research tool, not a medical device: not for decisions about patients.`,
    ...(data.synthetic
      ? ['**Trained and tested on synthetic heads. The numbers are no evidence about patients.**']
      : []),
    '## Models',
    list([
      `${count(models.length, 'model')}: a 3-D ResNet-18, first stage ${recipe.width} channels wide, with a head of two classes; one per fold${recipe.seeds.length > 1 ? ' and seed' : ''}`,
      `Input: a ${fixed(dataset.edgeMm, 0)} mm cube around one maxillary sinus in head MRI, ${dataset.voxels}³ voxels, scaled to its own 1st and 99th percentile, right sinuses mirrored`,
      'Output: a score 0…1 that the sinus is anomalous (mucosal thickening, polyp, cyst or opacified)',
      `Starting point: ${methodName(method).toLowerCase()}; fine-tuned for ${recipe.finetune.epochs} epochs, the epoch of the lowest validation loss kept`,
    ]),
    '## Meant for',
    'Comparing pretraining methods on scans like those it was trained on. Not meant for scanners, contrasts or ages it was not tested on, for telling what kind of anomaly there is, or for anything a person depends on.',
    '## Data',
    list([
      `Dataset ${dataset.version}, \`${dataset.hash}\`; split by subject`,
      `Training: ${ranges(training)} in each fold; validation: ${ranges(dataset.folds.map(({ validation }) => validation))}`,
      `Locked test set: ${describe(dataset.test)}`,
      `Unlabelled, for pretraining: ${count(dataset.unlabelled.subjects, 'subject')}`,
    ]),
    '## How it did on the locked test set',
    ...(row && row.finished > 0
      ? [markdownTable(metricTable(row)), metricNote]
      : ['Nothing is finished yet.']),
    ...subgroupPart(data, chosen),
    '## Limits',
    list(limitsOf(data)),
    '## Provenance',
    list([
      ...models.map(
        ({ foldIndex, seed, stage }) => `Fold ${foldIndex + 1}, seed ${seed}: evaluation \`${stage}\``,
      ),
      `Recipe ${recipe.name}, \`${data.recipeHash}\``,
      software.map(({ name, version }) => `${name} ${version}`).join(', '),
      `Check with \`antrum verify <project> ${experiment}\``,
    ]),
    '',
  ].join('\n\n')
}

function ownModels({ rows, recipe }: ReportData): { method: string; labelFraction: number } {
  const method = recipe.methods.includes('residual') ? 'residual' : recipe.methods.at(-1)!
  const own = rows.filter((row) => row.method === method).map(({ labelFraction }) => labelFraction)
  return { method, labelFraction: Math.max(...own) }
}

/** What models of one row came to on the locked test set. */
export function metricTable(row: ResampledRow): Table {
  return {
    columns: [
      { title: 'Metric', align: 'left' },
      { title: 'Mean over folds', align: 'right' },
      { title: '95% over folds', align: 'right' },
      { title: '95% over test subjects', align: 'right' },
    ],
    rows: shown.map((name) => {
      const summary = row.metrics[name]
      const subjects = name in row.testSubjects ? row.testSubjects[name as 'auroc' | 'auprc' | 'f1'] : null
      return [
        metricLabels[name],
        summary.mean === null ? null : fixed(summary.mean),
        isSettled(summary) ? interval(summary.low, summary.high) : null,
        subjects === null || isUndefined(subjects) ? null : interval(subjects.low, subjects.high),
      ]
    }),
  }
}

export const metricNote =
  'F1, sensitivity, specificity and balanced accuracy at a score above 0.5. Definitions: docs/statistics.md.'

function subgroupPart(
  { subgroups }: ReportData,
  chosen: { method: string; labelFraction: number },
): string[] {
  const own = subgroups.filter(
    ({ method, labelFraction }) => method === chosen.method && labelFraction === chosen.labelFraction,
  )
  if (own.length === 0) return []
  const table: Table = {
    columns: [
      { title: 'Test sinuses', align: 'left' },
      { title: 'Anomalous', align: 'right' },
      { title: 'Normal', align: 'right' },
      { title: 'AUROC (95% over test subjects)', align: 'right' },
    ],
    rows: own.map((group) => {
      const { result, anomalous, normal } = group
      const area = isUndefined(result)
        ? null
        : result.low === null || result.high === null
          ? fixed(result.auroc)
          : `${fixed(result.auroc)} (${interval(result.low, result.high)})`
      return [subgroupName(group), anomalous, normal, area]
    }),
  }
  return [markdownTable(table)]
}

const describe = ({ subjects, sinuses, anomalous }: SetFacts): string =>
  `${count(subjects, 'subject')}, ${count(sinuses, 'sinus', 'sinuses')} (${anomalous} anomalous)`

/** One description where all sets are alike, else the smallest and the largest. */
function ranges(sets: readonly SetFacts[]): string {
  if (sets.length === 0) return 'none'
  const sorted = sets.toSorted((a, b) => a.sinuses - b.sinuses)
  const [least, most] = [sorted[0], sorted.at(-1)!].map(describe) as [string, string]
  return least === most ? least : `${least} to ${most}`
}

const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n')
