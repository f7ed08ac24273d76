import { duration } from '../../shared/domain/duration.ts'
import { methodName } from '../report/names.ts'
import { fixed } from '../report/numbers.ts'
import { resultText } from '../report/result-tables.ts'
import { runDemo, type DemoReport } from '../services/demo.ts'
import type { CliCommand } from './command.ts'

export const demo: CliCommand = {
  usage: 'demo [folder]',
  summary:
    'the whole study on synthetic heads, minutes on two cores; continues when started again (default folder: demo-study)',
  run: async (context, [folder = 'demo-study']) => {
    const report = await runDemo(folder, context, context.warn)
    return { json: report, text: asText(report) }
  },
}

function asText({ rows, overlap, report, project, seconds }: DemoReport): string {
  const most = Math.max(...rows.map(({ labelFraction }) => labelFraction))
  const aurocs = rows
    .filter(({ labelFraction }) => labelFraction === most)
    .map(
      ({ method, metrics }) =>
        `${metrics.auroc.mean === null ? 'undefined' : fixed(metrics.auroc.mean, 2)} ${methodName(method).toLowerCase()}`,
    )
  return [
    resultText(rows, 'table'),
    '',
    `AUROC with all labels: ${aurocs.join(', ')}; chance is 0.50.`,
    overlap?.sentence ?? 'No residual could be compared with a known lesion.',
    '',
    `Report   ${report}`,
    `Project  ${project}`,
    `Done in ${duration(seconds)}.`,
  ].join('\n')
}
