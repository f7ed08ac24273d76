import { withProject } from '../project.ts'
import { importCohort, type ImportReport } from '../services/import-cohort.ts'
import type { DicomReport } from '../services/import-dicom.ts'
import { importLabels, type LabelReport } from '../services/label-sheet.ts'
import type { CliCommand } from './command.ts'

export const importScans: CliCommand = {
  usage: 'import <project> <paths...>',
  summary: 'bring scans (files or folders) and labels into a project',
  options: (command) =>
    command
      .option('--labels <file>', 'label sheet (CSV)')
      .option(
        '--pseudonyms',
        'give subjects of NIfTI files pseudonyms, not their file names; holds for the project from then on',
      )
      .option(
        '--dicom',
        'expect DICOM: an error when there is none (it is found and taken without this, too)',
      )
      .option(
        '--series <uid...>',
        'DICOM series to take, as listed by antrum series (default: one per study)',
      ),
  run: async (context, [folder, ...paths], { labels: sheet, dicom, series, pseudonyms }) =>
    withProject(folder, 'write', async (project) => {
      const report = await importCohort(project, paths, context, {
        dicom: {
          required: dicom === true,
          ...(series === undefined ? {} : { series: series as string[] }),
        },
        pseudonyms: pseudonyms === true,
      })
      const labels = typeof sheet === 'string' ? await importLabels(project, sheet) : null
      return { json: { ...report, ...(labels && { labels }) }, text: asText(report, labels) }
    }),
}

function asText({ subjects, scans, lanes, dicom }: ImportReport, labels: LabelReport | null): string {
  const lines = [
    `${lanes.ok.length} ok, ${lanes.look.length} need a look, ${lanes.rejected.length} rejected.`,
    ...lanes.look.flatMap(({ file, notes }) => notes.map(({ reason }) => `  look      ${file}: ${reason}`)),
    ...lanes.rejected.map(
      ({ file, reason }) => `  rejected  ${reason.startsWith(file) ? '' : `${file}: `}${reason}`,
    ),
    ...(dicom ? dicomText(dicom) : []),
    `The project holds ${scans} scans of ${subjects} subjects.`,
  ]
  if (labels) {
    lines.push(`${labels.labels} labels taken, ${labels.changed} of them new or changed.`)
    lines.push(...labels.problems.map(({ line, reason }) => `  line ${line}: ${reason}`))
  }
  return lines.join('\n')
}

function dicomText({ series, attributes }: DicomReport): string[] {
  const taken = series.filter((one) => one.taken)
  const { identifying, other, private: ofMakers } = attributes.removed
  return [
    `DICOM: ${series.length} series found, ${taken.length} taken.`,
    ...series.map(
      (one) =>
        `  ${one.taken ? `taken     ${one.file} as ${one.subject}` : `left out  ${one.file}`}: ${one.proposed === one.taken ? one.why : 'as asked for'}`,
    ),
    ...(taken.length > 0
      ? [
          `De-identified: ${identifying.length + other.length} attributes and ${ofMakers} of scanner makers were not taken over, among them ${identifying.slice(0, 6).join(', ')}${identifying.length > 6 ? ', …' : ''} (docs/de-identification.md).`,
        ]
      : []),
  ]
}
