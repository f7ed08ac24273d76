import path from 'node:path'
import { AntrumError } from '../../shared/ipc/error.ts'
import { withProject } from '../project.ts'
import { overlapSummary } from '../report/overlap-summary.ts'
import { openLesionTruth } from '../services/lesion-truth.ts'
import { writeReport } from '../services/report.ts'
import type { CliCommand } from './command.ts'

export const report: CliCommand = {
  usage: 'report <project> <experiment>',
  summary: 'write the results as one self-contained HTML page',
  options: (command) =>
    command
      .option('--out <file>', 'where to write it', 'report.html')
      .option(
        '--model-card [file]',
        'also write a model card (Markdown; model-card.md when no file is named)',
      )
      .option('--truth <folder>', 'known lesions to compare residuals with: a folder made by antrum sample'),
  run: async (context, [folder, experiment], { out, truth, modelCard: card }) => {
    if (typeof out !== 'string' || out === '') {
      throw new AntrumError(
        'usage',
        '--out wants the name of the file to write, for example --out report.html.',
      )
    }
    const known = typeof truth === 'string' ? await openLesionTruth(truth) : null
    const cardFile = card === true ? path.join(path.dirname(out), 'model-card.md') : card
    const { file, bytes, overlaps, modelCard } = await withProject(folder, 'read', (project) =>
      writeReport(project, experiment, out, known, context, typeof cardFile === 'string' ? cardFile : null),
    )
    const overlap = overlapSummary(overlaps)
    const text = [
      `Wrote ${file} (${(bytes / 1e6).toFixed(1)} MB).`,
      ...(modelCard ? [`Wrote ${modelCard}.`] : []),
      ...(overlap ? [overlap.sentence] : []),
    ]
    return { json: { file, bytes, overlap, modelCard }, text: text.join('\n') }
  },
}
