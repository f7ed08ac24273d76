import { AntrumError } from '../../shared/ipc/error.ts'
import { withProject } from '../project.ts'
import { percent } from '../report/numbers.ts'
import { resultText } from '../report/result-tables.ts'
import { tableFormats, type TableFormat } from '../report/table-text.ts'
import { experimentResults } from '../services/results.ts'
import type { CliCommand } from './command.ts'

export const results: CliCommand = {
  usage: 'results <project> <experiment>',
  summary: 'AUROC, AUPRC and F1 per method and label fraction, with 95 % intervals',
  options: (command) => command.option('--format <format>', `one of ${tableFormats.join(', ')}`, 'table'),
  run: async (_, [folder, experiment], { format }) => {
    if (!isTableFormat(format)) {
      throw new AntrumError(
        'usage',
        `--format takes one of ${tableFormats.join(', ')}; "${String(format)}" was given.`,
      )
    }
    const json = await withProject(folder, 'read', ({ db }) => experimentResults(db, experiment))
    const text = resultText(json.rows, format)
    if (format !== 'table' || json.differences.length === 0) return { json, text }
    const comparisons = json.differences
      .filter(({ metric }) => metric === 'auroc')
      .map(({ labelFraction, sentence }) => `${percent(labelFraction)} of the labels: ${sentence}`)
    return { json, text: [text, '', ...comparisons].join('\n') }
  },
}

const isTableFormat = (format: unknown): format is TableFormat =>
  (tableFormats as readonly unknown[]).includes(format)
