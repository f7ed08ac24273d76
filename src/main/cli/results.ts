import { AntrumError } from '../../shared/ipc/error.ts'
import { withProject } from '../project.ts'
import { percent } from '../report/numbers.ts'
import { resultText } from '../report/result-tables.ts'
import { tableFormats, type TableFormat } from '../report/table-text.ts'
import { experimentResults } from '../services/results.ts'
import type { TestSetReading } from '../services/test-set-access.ts'
import type { CliCommand } from './command.ts'

export const results: CliCommand = {
  usage: 'results <project> <experiment>',
  summary: 'AUROC, AUPRC and F1 per method and label fraction, with 95 % intervals',
  options: (command) => command.option('--format <format>', `one of ${tableFormats.join(', ')}`, 'table'),
  run: async ({ warn }, [folder, experiment], { format }) => {
    if (!isTableFormat(format)) {
      throw new AntrumError(
        'usage',
        `--format takes one of ${tableFormats.join(', ')}; "${String(format)}" was given.`,
      )
    }
    const json = await withProject(folder, 'read', (project) => experimentResults(project, experiment))
    const text = resultText(json.rows, format)
    for (const line of testSetWarnings(json.testSet)) warn(line)
    if (format !== 'table' || json.differences.length === 0) return { json, text }
    const comparisons = json.differences
      .filter(({ metric }) => metric === 'auroc')
      .map(({ labelFraction, sentence }) => `${percent(labelFraction)} of the labels: ${sentence}`)
    return { json, text: [text, '', ...comparisons, testSetLine(json.testSet)].join('\n') }
  },
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
