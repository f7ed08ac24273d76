import { exportTolerance, modelFormats, type ModelFormat } from '../../shared/ipc/model-jobs.ts'
import { isUndefined, type ResampledRow } from '../../shared/metrics/index.ts'
import type { HeadCount, TrainingOrigin } from '../study/model-origin.ts'
import type { ExportFacts } from './export-facts.ts'
import { limitsOf } from './limits.ts'
import { metricNote, metricTable } from './model-card.ts'
import { methodName } from './names.ts'
import { count, fixed, interval, isSettled, percent } from './numbers.ts'
import { markdownTable, type Table } from '../../shared/formats/table-text.ts'

/**
 * The card that goes with an exported network, as Markdown in plain words: what it is, what it learnt from (numbers, nobody by
 * name), how it did, and what it is not for. Source: Mitchell et al. 2019, Model Cards for Model Reporting.
 */
export function exportCard(facts: ExportFacts): string {
  const { stage, network, manifest, answer, experiment } = facts
  const classifies = network === 'classifier'
  const { method } = stage.params
  return [
    `# Model card: ${classifies ? 'classifier' : 'encoder'}, ${facts.name}`,
    'A research tool, not a medical device: not for decisions about patients.',
    '## What it is',
    list([
      `A 3-D ResNet-18, first stage ${answer.width} channels wide, ${count(answer.parameters, 'trained value')}`,
      `In: a ${fixed(manifest.edgeMm, 0)} mm cube around one maxillary sinus in head MRI, ${manifest.voxels}³ voxels, scaled to its own 1st and 99th percentile; right sinuses mirrored to look like left ones`,
      classifies
        ? 'Out: two logits, normal and anomalous; their softmax is a score 0…1 that the sinus is anomalous (mucosal thickening, polyp, cyst or opacified)'
        : `Out: ${count(answer.outputSize, 'feature')} of the cube, for a classifier to be trained on`,
      `Starting point: ${methodName(method).toLowerCase()}`,
      ...operatingPart(facts),
    ]),
    '## What it learnt from',
    `Dataset ${manifest.version}, \`${manifest.hash}\`. In the order of the trainings:`,
    list(facts.origin.map(describeTraining)),
    ...(stage.kind === 'finetune' && stage.params.weights
      ? [
          `Its encoder started from weights made elsewhere (\`${stage.params.weights}\`). Whom those have seen is not known here.`,
        ]
      : []),
    '## How it did',
    ...(experiment ? judgement(experiment.rows, facts) : ['It was not evaluated in any experiment.']),
    '## Not meant for',
    list([
      'Anything a person depends on. It is no medical device and was not tested as one.',
      'Scanners, contrasts, ages or diseases it was not tested on; telling what kind of anomaly there is',
      'Cubes cut out otherwise than by the same registration, centres and size: model.json has them',
      ...(experiment ? limitsOf(experiment) : []),
    ]),
    '## Files, and how they were checked',
    `Each file was run on ${count(answer.volumes, 'real volume')} of the dataset, none of the test set’s, and its outputs held against the engine’s (TensorFlow ${answer.tensorflow}, float32). A file with a difference above ${exportTolerance} is not exported.`,
    markdownTable(formatTable(facts)),
    ...leftOut(facts),
    '## Provenance',
    list([
      `Stage \`${stage.hash}\`, finished ${facts.finishedAt.slice(0, 10)} on ${facts.device}`,
      `Ancestors: ${facts.ancestors.map(({ hash, kind }) => `${kind ?? 'unknown'} \`${hash}\``).join(', ') || 'none'}`,
      ...(experiment ? [`Experiment ${experiment.id}, recipe ${experiment.recipe.name}`] : []),
      facts.software.map(({ name, version }) => `${name} ${version}`).join(', '),
      'Check the project with `antrum verify <project>`, the files with the hashes in model.json',
    ]),
    '',
  ].join('\n\n')
}

function operatingPart({ operatingPoint }: ExportFacts): string[] {
  if (operatingPoint === null) return []
  if (isUndefined(operatingPoint)) return [`No threshold: ${operatingPoint.reason}`]
  const { threshold, sinuses, anomalous, f1 } = operatingPoint
  return [
    `Threshold: a score above ${fixed(threshold)} counts as anomalous. Chosen for the highest F1 (${fixed(f1)}) on ${count(sinuses, 'validation sinus', 'validation sinuses')}, ${anomalous} of them anomalous, never on the test set; the F1 there is optimistic`,
  ]
}

function describeTraining({ name, learntFrom, atMost, watchedBy, epochs, seed }: TrainingOrigin): string {
  return `${name}: ${atMost ? 'at most ' : ''}${describe(learntFrom)}; ${count(epochs, 'epoch')}, seed ${seed}; watched by ${describe(watchedBy)}`
}

const describe = ({ subjects, sinuses, anomalous }: HeadCount): string =>
  `${count(subjects, 'subject')}, ${count(sinuses, 'sinus', 'sinuses')}${anomalous === null ? ' (labels not used)' : ` (${anomalous} anomalous)`}`

function judgement(rows: readonly ResampledRow[], { stage, experiment }: ExportFacts): string[] {
  if (stage.kind === 'finetune' && rows.length === 1)
    return [
      `On the locked test set, over all models of experiment ${experiment!.id} with the same starting point and ${percent(rows[0].labelFraction)} of the labels; this file is one of ${rows[0].finished}:`,
      markdownTable(metricTable(rows[0])),
      metricNote,
    ]
  const table: Table = {
    columns: [
      { title: 'Labels', align: 'right' },
      { title: 'AUROC, mean over folds', align: 'right' },
      { title: '95% over folds', align: 'right' },
      { title: 'Models', align: 'right' },
    ],
    rows: rows.map(({ labelFraction, metrics: { auroc }, finished }) => [
      percent(labelFraction),
      auroc.mean === null ? null : fixed(auroc.mean),
      isSettled(auroc) ? interval(auroc.low, auroc.high) : null,
      finished,
    ]),
  }
  return [
    `Classifiers of experiment ${experiment!.id} that started from encoders like this one, on the locked test set:`,
    markdownTable(table),
  ]
}

const formatNames: Record<ModelFormat, string> = {
  safetensors: 'safetensors',
  'saved-model': 'TensorFlow SavedModel',
  onnx: 'ONNX',
}

const formatTable = ({ answer: { formats, onnxOpset } }: ExportFacts): Table => ({
  columns: [
    { title: 'Format', align: 'left' },
    { title: 'File', align: 'left' },
    { title: 'Run by', align: 'left' },
    { title: 'Largest difference', align: 'right' },
  ],
  rows: modelFormats.flatMap((format) => {
    const outcome = formats[format]
    if ('leftOut' in outcome) return []
    const name = formatNames[format] + (format === 'onnx' ? ` (opset ${onnxOpset})` : '')
    return [[name, outcome.files.join(', '), outcome.judge, outcome.largestDifference.toExponential(1)]]
  }),
})

const leftOut = ({ answer: { formats } }: ExportFacts): string[] =>
  modelFormats.flatMap((format) => {
    const outcome = formats[format]
    return 'leftOut' in outcome ? [`${formatNames[format]} was left out: ${outcome.leftOut}`] : []
  })

const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n')
