import { AntrumError } from '../ipc/error.ts'

/** One record of a table, by column name; `line` counts from 1, as an editor or a spreadsheet does. */
export interface TableRecord {
  line: number
  values: Record<string, string>
  /** Cells beyond the last column that are not empty: most likely an unquoted separator, so do not trust the record. */
  surplusCells: number
}

export interface Table {
  /** As `columnName` makes them; in the order of the file. */
  columns: string[]
  /** The same as they stand in the file. */
  titles: string[]
  records: TableRecord[]
}

/** A sheet of labels has a dozen columns; far more are no such sheet, and would cost a cell each in every record. */
const columnLimit = 1000

/** A title evened out: lower case, trimmed, blanks as underscores, accents in one way of writing them. */
export const columnName = (title: string): string =>
  title.normalize('NFC').trim().toLowerCase().replace(/\s+/g, '_')

/**
 * A table of rows of trimmed cells whose first row that is not empty has the column names. Empty rows are left out, a row
 * shorter than the header is filled with ''.
 *
 * @throws AntrumError 'unreadable-file' for a column named twice, more than 1000 columns or nothing at all.
 */
export function tableOf(rows: readonly { line: number; cells: readonly string[] }[]): Table {
  const [header, ...rest] = rows.filter(({ cells }) => cells.some((cell) => cell !== ''))
  if (!header)
    throw new AntrumError('unreadable-file', 'The table is empty: a line with column names is needed first.')
  if (header.cells.length > columnLimit) {
    throw new AntrumError(
      'unreadable-file',
      `The table has ${header.cells.length} columns; at most ${columnLimit} are read. Remove those that are not needed.`,
    )
  }
  const columns = header.cells.map(columnName)
  const twice = columns.find((name, i) => name !== '' && columns.indexOf(name) !== i)
  if (twice)
    throw new AntrumError('unreadable-file', `The table has the column "${twice}" twice. Remove one of them.`)
  const records = rest.map(({ line, cells }) => ({
    line,
    values: Object.fromEntries(columns.map((name, i) => [name, cells[i] ?? ''])),
    surplusCells: cells.slice(columns.length).filter((cell) => cell !== '').length,
  }))
  const named = columns.flatMap((name, i) => (name === '' ? [] : [i]))
  return { columns: named.map((i) => columns[i]), titles: named.map((i) => header.cells[i]), records }
}
