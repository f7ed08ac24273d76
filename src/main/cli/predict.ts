import { isUndefined } from '../../shared/metrics/index.ts'
import { withProject } from '../project.ts'
import { count, fixed } from '../report/numbers.ts'
import { plainTable } from '../../shared/formats/table-text.ts'
import type { PredictReport } from '../../shared/ipc/outputs.ts'
import { predictHeads } from '../services/predict.ts'
import type { CliCommand } from './command.ts'

export const predict: CliCommand = {
  usage: 'predict <project> <scans...>',
  summary: 'score the sinuses of new heads, which do not join the cohort',
  options: (command) =>
    command
      .requiredOption('--model <stage>', 'hash of a finished fine-tuning, or its first digits')
      .option('--ensemble', 'every model that differs from it in fold and seed only: mean and spread')
      .option('--score-flagged', 'score what is badly registered or not whole in the scan, too')
      .option(
        '--series <ids...>',
        'DICOM series to take, as antrum series lists them; the proposed when left out',
      )
      .option(
        '--sides <orientation>',
        'decide the sides of scans that store no orientation: where their voxel axes grow to, such as RAS',
      )
      .option('--out <folder>', 'new or empty folder; one in the project’s exports when left out'),
  run: async (context, [folder, ...scans], { model, ensemble, scoreFlagged, series, sides, out }) => {
    const report = await withProject(folder, 'read', (project) =>
      predictHeads(
        project,
        model as string,
        scans,
        {
          ensemble: ensemble === true,
          scoreFlagged: scoreFlagged === true,
          ...(Array.isArray(series) ? { series: series as string[] } : {}),
          ...(typeof sides === 'string' ? { sides } : {}),
          ...(typeof out === 'string' ? { out } : {}),
        },
        context,
      ),
    )
    const failed = report.sinuses.every(({ score }) => score === null)
    return { json: report, text: asText(report), failed }
  },
}

function asText(report: PredictReport): string {
  const { folder, models, unfinishedModels, threshold, residuals, sinuses, heads, failed } = report
  const flagged = sinuses.filter((sinus) => sinus.flagged)
  return [
    `Scored by ${models.length === 1 ? models[0].name : `${count(models.length, 'model')} like ${models[0].name}: mean, and standard deviation between them`}.`,
    ...(unfinishedModels > 0
      ? [
          `${count(unfinishedModels, 'model')} of the ensemble ${unfinishedModels === 1 ? 'is' : 'are'} not finished and took no part.`,
        ]
      : []),
    isUndefined(threshold)
      ? `No threshold: ${threshold.reason}.`
      : `Above ${fixed(threshold.threshold)} counts as anomalous: the threshold of highest F1 on ${count(threshold.sinuses, 'validation sinus', 'validation sinuses')}, chosen without the test set.`,
    ...('none' in residuals ? [`No residual volumes. ${residuals.none}.`] : []),
    '',
    plainTable({
      columns: [
        { title: 'Head', align: 'left' },
        { title: 'Side', align: 'left' },
        { title: 'Score', align: 'right' },
        ...(models.length > 1 ? [{ title: '±', align: 'right' as const }] : []),
        { title: '', align: 'left' },
      ],
      rows: sinuses.map(({ subject, side, score, uncertainty, anomalous, flagged: doubtful }) => [
        subject,
        side,
        score === null ? null : fixed(score),
        ...(models.length > 1 ? [uncertainty === null ? null : fixed(uncertainty)] : []),
        [anomalous === null ? '' : anomalous ? 'anomalous' : 'normal', doubtful ? 'FLAGGED' : '']
          .join(' ')
          .trim(),
      ]),
    }),
    '',
    ...flagged.map(
      ({ subject, side, reasons, score }) =>
        `  flagged  ${subject} ${side}${score === null ? ', not scored' : ''}: ${reasons.join('; ')}`,
    ),
    ...heads.flatMap(({ subject, notes }) => notes.map((note) => `  note     ${subject}: ${note}`)),
    ...failed.map(({ subject, reason }) => `  failed   ${subject}: ${reason}`),
    ...[...heads, ...failed]
      .toSorted((a, b) => (a.subject < b.subject ? -1 : 1))
      .map(({ subject, file }) => `  ${subject} is ${file}`),
    `Volumes and predictions.json are in ${folder}. A research tool, not a medical device.`,
  ].join('\n')
}
