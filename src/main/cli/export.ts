import { modelFormats } from '../../shared/ipc/model-jobs.ts'
import { withProject } from '../project.ts'
import type { ExportReport } from '../../shared/ipc/outputs.ts'
import { exportModel } from '../services/export-model.ts'
import type { CliCommand } from './command.ts'

export const exportCommand: CliCommand = {
  usage: 'export <project> <stage> <folder>',
  summary:
    'write an encoder or classifier as safetensors, SavedModel and ONNX, each checked against the engine',
  run: async (context, [project, stage, folder]) => {
    const report = await withProject(project, 'read', (open) => exportModel(open, stage, folder, context))
    return { json: report, text: asText(report) }
  },
}

function asText({ folder, network, formats, tolerance, volumes }: ExportReport): string {
  return [
    `Wrote the ${network} to ${folder}, checked on ${volumes} volumes (${tolerance} allowed):`,
    ...modelFormats.map((format) => {
      const outcome = formats[format]
      return 'leftOut' in outcome
        ? `  left out  ${format}: ${outcome.leftOut}`
        : `  checked   ${outcome.files.join(', ')}: ${outcome.judge}, largest difference ${outcome.largestDifference.toExponential(1)}`
    }),
    '  model.json describes it for programs, MODEL_CARD.md for people.',
  ].join('\n')
}
