import { withProject } from '../project.ts'
import { importCohort, type ImportReport } from '../services/import-cohort.ts'
import { importLabels, type LabelReport } from '../services/label-sheet.ts'
import type { CliCommand } from './command.ts'

export const importScans: CliCommand = {
  usage: 'import <project> <paths...>',
  summary: 'bring scans (files or folders) and labels into a project',
  options: (command) =>
    command
      .option('--labels <file>', 'label sheet (CSV)')
      .option('--dicom', 'take DICOM series as well (not yet possible: each is named and rejected)'),
  run: async (context, [folder, ...paths], { labels: sheet }) =>
    withProject(folder, 'write', async (project) => {
      const report = await importCohort(project, paths, context)
      const labels = typeof sheet === 'string' ? await importLabels(project, sheet) : null
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
  if (labels) {
    lines.push(`${labels.labels} labels taken, ${labels.changed} of them new or changed.`)
    lines.push(...labels.problems.map(({ line, reason }) => `  line ${line}: ${reason}`))
  }
  return lines.join('\n')
}
