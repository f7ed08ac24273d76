import { AntrumError } from '../../shared/ipc/error.ts'
import { isUndefined } from '../../shared/metrics/index.ts'
import { withProject } from '../project.ts'
import { percent } from '../report/numbers.ts'
import { resultText, subgroupTable, trendTable } from '../report/result-tables.ts'
import { plainTable, tableFormats, type TableFormat } from '../../shared/formats/table-text.ts'
import { experimentResults, resultTable, type Results } from '../services/results.ts'
import type { TestSetReading } from '../../shared/ipc/results.ts'
import type { CliCommand } from './command.ts'

export const results: CliCommand = {
  usage: 'results <project> <experiment>',
  summary: 'AUROC, AUPRC and F1 per method and label fraction, with 95% intervals',
  options: (command) =>
    command
      .option('--format <format>', `one of ${tableFormats.join(', ')}`, 'table')
      .option('--published', 'set the numbers of the published tables beside ours'),
  run: async ({ warn }, [folder, experiment], { format, published, json }) => {
    if (!isTableFormat(format)) {
      throw new AntrumError(
        'usage',
        `--format takes one of ${tableFormats.join(', ')}; "${String(format)}" was given.`,
      )
    }
    return withProject(folder, 'read', async (project) => {
      // Files of numbers need no score; what does is slow with a thousand runs.
      const brief = format !== 'table' && !json
      const full = brief ? null : await experimentResults(project, experiment)
      const found = full ?? (await resultTable(project, experiment))
      for (const line of testSetWarnings(found.testSet)) warn(line)
      const table = resultText(found.rows, format, published ? { published: found.published } : {})
      const text =
        full && format === 'table' ? [table, ...more(full), testSetLine(full.testSet)].join('\n\n') : table
      return { json: found, text }
    })
  },
}

/** What a terminal shows below the table. */
function more({ trends, differences, subgroups }: Results): string[] {
  const parts: string[] = []
  if (trends.length > 0) parts.push(`More labels, fold by fold:\n${plainTable(trendTable(trends))}`)
  const sentences = differences
    .filter(({ metric }) => metric === 'auroc')
    .map(({ labelFraction, sentence }) => `${percent(labelFraction)} of the labels: ${sentence}`)
  if (sentences.length > 0) parts.push(sentences.join('\n'))
  if (isUndefined(subgroups)) return [...parts, `No AUROC by finding and side: ${subgroups.reason}`]
  const most = Math.max(...subgroups.map(({ labelFraction }) => labelFraction))
  const own = subgroups.filter(({ labelFraction }) => labelFraction === most)
  if (own.length > 0)
    parts.push(
      `AUROC by finding and side, with ${percent(most)} of the labels:\n${plainTable(subgroupTable(own))}`,
    )
  return parts
}

const testSetLine = ({ version, evaluatedModels, reads }: TestSetReading) =>
  `Test set of ${version}: ${evaluatedModels} models scored on it, results read ${reads} times.`

function testSetWarnings({ recorded, straddlingSubjects, version }: TestSetReading): string[] {
  return [
    ...(straddlingSubjects > 0
      ? [
          `NOT BY SUBJECT: ${straddlingSubjects} subjects of ${version} have a sinus on either side of the test set, so these numbers flatter.`,
        ]
      : []),
    ...(recorded
      ? []
      : ['This reading of the test set could not be noted: the project folder may only be read.']),
  ]
}

const isTableFormat = (format: unknown): format is TableFormat =>
  (tableFormats as readonly unknown[]).includes(format)
