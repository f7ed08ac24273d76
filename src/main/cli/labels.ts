import { withProject } from '../project.ts'
import {
  importLabels,
  previewLabels,
  type LabelPreview,
  type LabelReport,
  type SheetOptions,
} from '../services/label-sheet.ts'
import type { Command } from 'commander'
import type { CliCommand } from './command.ts'

interface Options extends SheetOptions {
  preview?: boolean
}

/** The options of a sheet, which `import --labels` has too. */
export const sheetOptions = (command: Command) =>
  command
    .option('--sheet <name>', 'sheet of a workbook (the first that holds anything when left out)')
    .option('--map <column=meaning...>', 'what columns mean, where their titles do not say it')

export const labels: CliCommand = {
  usage: 'labels <project> <sheet>',
  summary: 'take the labels of a sheet (CSV, XLSX) into a project, or preview how they are understood',
  options: (command) =>
    sheetOptions(command).option('--preview', 'show what the sheet would do and change nothing'),
  run: async (_, [folder, file], given) => {
    const { preview, ...options } = given as Options
    if (preview) {
      const found = await withProject(folder, 'read', (project) => previewLabels(project, file, options))
      return { json: { preview: true, ...found }, text: previewText(found) }
    }
    const report = await withProject(folder, 'write', (project) => importLabels(project, file, options))
    return { json: report, text: labelText(report).join('\n') }
  },
}

export const labelText = ({ labels: taken, changed, unlabelled, notes, problems }: LabelReport): string[] => [
  `${taken} labels taken, ${changed} of them new or changed.`,
  ...(unlabelled > 0 ? [`${unlabelled} sinuses have no label in the sheet.`] : []),
  ...notes,
  ...problems.map(({ line, reason }) => `  line ${line}: ${reason}`),
]

function previewText(preview: LabelPreview): string {
  const { columns, counts, sheet, sheets, rows, layout, annotators, meanings } = preview
  const width = Math.max(...columns.map(({ title }) => title.length))
  const others = sheets.filter((name) => name !== sheet)
  const named = annotators.filter((name) => name !== '')
  return [
    ...(sheet === null
      ? []
      : [`Sheet "${sheet}"${others.length > 0 ? `; also there: ${others.join(', ')} (--sheet)` : ''}.`]),
    `${rows} rows, ${{ 'per-sinus': 'one per sinus', 'per-subject': 'one per subject, a column for each side', codes: 'one per subject, codes for both sides' }[layout]}.`,
    ...columns.map(
      ({ title, meaning, examples }) =>
        `  ${title.padEnd(width)}  ${(meaning ?? '-').padEnd(13)}  ${examples.join(' | ')}`,
    ),
    ...(['left', 'right'] as const).map(
      (side) =>
        `${side.padEnd(6)} ${Object.entries(counts[side])
          .map(([value, count]) => `${value} ${count}`)
          .join(', ')}`,
    ),
    ...(named.length > 0 ? [`Annotators: ${named.join(', ')}.`] : []),
    ...labelText(preview).map((line) => line.replace('labels taken,', 'labels would be taken,')),
    `Nothing was changed. Another meaning: --map "column=meaning", from ${meanings.join(', ')}, ignore.`,
  ].join('\n')
}
