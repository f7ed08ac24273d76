import { checkOrientation } from '../../shared/imaging/affine.ts'
import { decideImported } from '../services/decisions.ts'
import { importCohort, type ImportReport } from '../services/import-cohort.ts'
import type { DicomReport } from '../services/import-dicom.ts'
import { importLabels, type LabelReport } from '../services/label-sheet.ts'
import { workInProject } from '../study/requests.ts'
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
    )
      .option(
        '--sides <orientation>',
        'decide the sides of scans that store no orientation: where their voxel axes grow to, such as RAS',
      )
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
  run: async (context, [folder, ...paths], { labels: sheet, sides, dicom, series, pseudonyms, ...options }) =>
    workInProject(folder, async (project) => {
      if (typeof sides === 'string') checkOrientation(sides)
      const report = await importCohort(project, paths, context, {
        dicom: {
          required: dicom === true,
          ...(series === undefined ? {} : { series: series as string[] }),
        },
        pseudonyms: pseudonyms === true,
      })
      const decided = typeof sides === 'string' ? await decideImported(project, report.lanes, sides) : []
      const labels = typeof sheet === 'string' ? await importLabels(project, sheet, options) : null
      return {
        json: { ...report, decided, ...(labels && { labels }) },
        text: asText(report, decided, labels),
      }
    }),
}

function asText(
  { subjects, scans, added, lanes, throughput, dicom }: ImportReport,
  decided: readonly string[],
  labels: LabelReport | null,
): string {
  const lines = [
    `${lanes.ok.length} ok, ${lanes.look.length} need a look, ${lanes.rejected.length} rejected.`,
    ...lanes.look.flatMap(({ file, notes }) => notes.map(({ reason }) => `  look      ${file}: ${reason}`)),
    ...lanes.rejected.map(
      ({ file, reason }) => `  rejected  ${reason.startsWith(file) ? '' : `${file}: `}${reason}`,
    ),
    ...(dicom ? dicomText(dicom) : []),
    `The project holds ${scans} scans of ${subjects} subjects, ${added === 0 ? 'all from before' : `${added} of them new`}; ${throughput.scans} files were read in ${throughput.seconds.toFixed(1)} s (${throughput.scansPerSecond.toFixed(1)} a second).`,
  ]
  if (decided.length > 0)
    lines.push(`The sides of ${decided.length} scans were decided (antrum decide lists them).`)
  if (labels) lines.push(...labelText(labels))
  return lines.join('\n')
}

function dicomText({ series, recognised, attributes }: DicomReport): string[] {
  const taken = series.filter((one) => one.taken)
  const { identifying, other, private: ofMakers } = attributes.removed
  return [
    `DICOM: ${series.length} series found, ${taken.length} taken${recognised > 0 ? `; ${recognised} were known from an earlier import and not converted again` : ''}.`,
    ...series.map((one) => {
      const otherwise = one.taken ? 'as asked for' : 'not asked for, or rejected above'
      const name = one.taken ? `taken     ${one.file} as ${one.subject}` : `left out  ${one.file}`
      return `  ${name}: ${one.proposed === one.taken ? one.why : otherwise}`
    }),
    ...(taken.length > 0
      ? [
          `De-identified: ${identifying.length + other.length} attributes and ${ofMakers} of scanner makers were not taken over, among them ${identifying.slice(0, 6).join(', ')}${identifying.length > 6 ? ', …' : ''} (docs/de-identification.md).`,
        ]
      : []),
  ]
}
