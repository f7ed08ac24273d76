import { formatCsv } from './csv.ts'

/** A table of text and numbers, before it is known how it will be shown. */
export interface Table {
  columns: { title: string; align: 'left' | 'right' }[]
  /** null: there is no value. */
  rows: (string | number | null)[][]
}

export const tableFormats = ['table', 'csv', 'md', 'latex'] as const
export type TableFormat = (typeof tableFormats)[number]

const missing = '–'

/** For a terminal: columns padded to one width, numbers right-aligned, a rule under the titles. */
export function plainTable({ columns, rows }: Table): string {
  const texts = rows.map((row) => row.map(display))
  const widths = columns.map(({ title }, i) => Math.max(title.length, ...texts.map((row) => row[i].length)))
  const line = (cells: string[]) =>
    cells
      .map((cell, i) => (columns[i].align === 'right' ? cell.padStart(widths[i]) : cell.padEnd(widths[i])))
      .join('  ')
      .trimEnd()
  return [
    line(columns.map(({ title }) => title)),
    widths.map((width) => '─'.repeat(width)).join('  '),
    ...texts.map(line),
  ].join('\n')
}

/** RFC 4180, with nothing in it that a spreadsheet would run; numbers at full precision. */
export const csvTable = ({ columns, rows }: Table): string =>
  formatCsv([columns.map(({ title }) => title), ...rows])

export function markdownTable({ columns, rows }: Table): string {
  const escape = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replace(/\s+/g, ' ')
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  return [
    line(columns.map(({ title }) => escape(title))),
    line(columns.map(({ align }) => (align === 'right' ? '--:' : ':--'))),
    ...rows.map((row) => line(row.map((value) => escape(display(value))))),
  ].join('\n')
}

/** A `tabular` with booktabs rules. */
export function latexTable({ columns, rows }: Table): string {
  const line = (cells: string[]) => `  ${cells.map(escapeLatex).join(' & ')} \\\\`
  return [
    '% needs \\usepackage{booktabs}',
    `\\begin{tabular}{${columns.map(({ align }) => (align === 'right' ? 'r' : 'l')).join('')}}`,
    '  \\toprule',
    line(columns.map(({ title }) => title)),
    '  \\midrule',
    ...rows.map((row) => line(row.map(display))),
    '  \\bottomrule',
    '\\end{tabular}',
  ].join('\n')
}

const display = (value: string | number | null): string => (value === null ? missing : String(value))

const latexOf: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '−': '$-$',
  '–': '--',
  '\u00a0': '~',
}

const escapeLatex = (text: string): string =>
  text.replace(/[\\~^−–\u00a0&%$#_{}]/g, (sign) => latexOf[sign] ?? `\\${sign}`)
