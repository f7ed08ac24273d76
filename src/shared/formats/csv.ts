import { AntrumError } from '../ipc/error.ts'
import { tableOf, type Table } from './table.ts'

/**
 * Reads a table with a header line as spreadsheets write them: comma, semicolon or tab, quotes with doubled quotes and
 * line breaks inside, any line ending, a byte order mark, UTF-8, UTF-16 or Windows-1252. Cells are trimmed.
 *
 * @throws AntrumError 'unreadable-file' for a quote that never ends, and as `tableOf`; 'unsupported-file' for a
 *   spreadsheet file.
 */
export function parseCsv(bytes: Uint8Array): Table {
  const text = decodeText(bytes)
  const separated = /^sep=(.)\r?\n/.exec(text)
  const body = separated ? text.slice(separated[0].length) : text
  return tableOf(splitRows(body, separated?.[1] ?? guessDelimiter(body), separated ? 2 : 1))
}

function decodeText(bytes: Uint8Array): string {
  const isOldWorkbook = bytes[0] === 0xd0 && bytes[1] === 0xcf
  if (isOldWorkbook || (bytes[0] === 0x50 && bytes[1] === 0x4b)) {
    throw new AntrumError(
      'unsupported-file',
      `This is a spreadsheet file (${isOldWorkbook ? '.xls or one with a password' : 'such as .xlsx'}). Save it as CSV and name that.`,
    )
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** The separator that occurs most in the first line that is not empty, quoted parts set aside. */
function guessDelimiter(text: string): string {
  const first = text
    .trimStart()
    .split(/[\r\n]/, 1)[0]
    .replaceAll(/"[^"]*"/g, '')
  const count = (delimiter: string) => first.split(delimiter).length
  return [',', ';', '\t'].reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best))
}

function splitRows(text: string, delimiter: string, firstLine: number): { line: number; cells: string[] }[] {
  const rows: { line: number; cells: string[] }[] = []
  let [cell, cells, quotedCell, inQuotes] = ['', [] as string[], false, false]
  let [line, rowLine] = [firstLine, firstLine]
  const endCell = () => {
    cells.push(cell.trim())
    ;[cell, quotedCell] = ['', false]
  }
  const endRow = () => {
    endCell()
    rows.push({ line: rowLine, cells })
    cells = []
  }
  for (let i = 0; i < text.length; i++) {
    const character = text[i]
    const isBreak = character === '\n' || (character === '\r' && text[i + 1] !== '\n')
    if (isBreak) line++
    if (inQuotes) {
      if (character !== '"') cell += character
      else if (text[i + 1] === '"') cell += text[++i]
      else inQuotes = false
    } else if (character === '"' && !quotedCell && cell.trim() === '') {
      ;[cell, quotedCell, inQuotes] = ['', true, true]
    } else if (character === delimiter) endCell()
    else if (isBreak) {
      endRow()
      rowLine = line
    } else if (character !== '\r') cell += character
  }
  if (inQuotes) {
    throw new AntrumError(
      'unreadable-file',
      `The quote opened in the record at line ${rowLine} never ends. Close it.`,
    )
  }
  endRow()
  return rows
}

/**
 * RFC 4180, CRLF, numbers at full precision, null as an empty cell. A text that a spreadsheet would run as a formula gets
 * an apostrophe in front: names in a project come from files that others wrote.
 */
export function formatCsv(rows: readonly (readonly (string | number | null)[])[]): string {
  const cell = (value: string | number | null) => {
    if (value === null) return ''
    if (typeof value === 'number') return String(value)
    const safe = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
  }
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}
