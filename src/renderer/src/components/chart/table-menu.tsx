import { formatCsv } from '../../../../shared/formats/csv.ts'
import { latexTable } from '../../../../shared/formats/table-text.ts'
import { saveFile } from '../../lib/save-file.ts'
import { strings } from '../../lib/strings.ts'
import { SaveMenu } from '../save-menu.tsx'
import { isNumeric, textOf } from './chart-table.tsx'
import type { ChartNumbers } from './chart-table.tsx'

interface TableMenuProps {
  title: string
  /** For programs: at full precision. */
  numbers: ChartNumbers
  /** As a paper would print it; left out where no paper would. */
  printed?: ChartNumbers
  /** While its numbers are not there yet. */
  isDisabled?: boolean
}

/** What a table can be saved as. */
export function TableMenu({ title, numbers, printed, isDisabled = false }: TableMenuProps) {
  const words = strings.app.chart
  return (
    <SaveMenu
      {...{ title, isDisabled }}
      items={[
        { name: words.csv, save: () => saveCsv(title, numbers) },
        ...(printed ? [{ name: words.latex, save: () => saveLatex(title, printed) }] : []),
      ]}
    />
  )
}

export function saveCsv(title: string, { columns, rows }: ChartNumbers) {
  const text = formatCsv([columns.map((column) => column.title), ...rows])
  // The mark tells spreadsheets that it is UTF-8.
  saveFile(`${title}.csv`, new Blob(['\ufeff', text], { type: 'text/csv' }))
}

function saveLatex(title: string, numbers: ChartNumbers) {
  const { columns, rows } = numbers
  const text = latexTable({
    columns: columns.map((column, index) => ({
      title: column.title,
      align: isNumeric(numbers, index) || isWritten(rows, index) ? 'right' : 'left',
    })),
    rows: rows.map((row) => row.map((value, index) => textOf(numbers, value, index))),
  })
  saveFile(`${title}.tex`, new Blob([text, '\n'], { type: 'application/x-tex' }))
}

/** Whether a column holds numbers that are written out already: "0.812 (0.760 to 0.864)", "−0.010", "< 0.001". */
const isWritten = (rows: ChartNumbers['rows'], column: number) =>
  rows.every(
    ({ [column]: value }) => value === null || (typeof value === 'string' && /^[<+−]? ?\d/.test(value)),
  )
