import { withProject } from '../project.ts'
import { importCohort, type ImportReport } from '../services/import-cohort.ts'
import { importLabels, type LabelReport } from '../services/label-sheet.ts'
import type { CliCommand } from './command.ts'
import { labelText, sheetOptions } from './labels.ts'

export const importScans: CliCommand = {
  usage: 'import <project> <paths...>',
  summary: 'bring scans (files or folders) and labels into a project',
  options: (command) =>
    sheetOptions(
      command.option(
        '--labels <file>',
        'label sheet (CSV or XLSX); docs/importing.md says what it may look like',
      ),
    ).option('--dicom', 'take DICOM series as well (not yet possible: each is named and rejected)'),
  run: async (context, [folder, ...paths], { labels: sheet, ...options }) =>
    withProject(folder, 'write', async (project) => {
      const report = await importCohort(project, paths, context)
      const labels =
        typeof sheet === 'string' ? await importLabels(project, sheet, options) : null
      return { json: { ...report, ...(labels && { labels }) }, text: asText(report, labels) }
    }),
}

function asText({ subjects, scans, lanes }: ImportReport, labels: LabelReport | null): string {
  const lines = [
    `${lanes.ok.length} ok, ${lanes.look.length} need a look, ${lanes.rejected.length} rejected.`,
    ...lanes.look.flatMap(({ file, notes }) => notes.map(({ reason }) => `  look      ${file}: ${reason}`)),
    ...lanes.rejected.map(
      ({ file, reason }) => `  rejected  ${reason.startsWith(file) ? '' : `${file}: `}${reason}`,
    ),
    `The project holds ${scans} scans of ${subjects} subjects.`,
  ]
  if (labels) lines.push(...labelText(labels))
  return lines.join('\n')
}
