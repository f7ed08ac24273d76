import readXlsxFile from 'read-excel-file/node'
import { AntrumError } from '../../shared/ipc/error.ts'
import { serveTasks } from './worker-pool.ts'
import { storeZip, unzip } from './zip-archive.ts'

export interface XlsxSheet {
  name: string
  /** Trimmed text by row and column; row 0 is row 1 of the sheet. */
  cells: string[][]
}

/** A sheet of thousands of sinuses unpacks to less than a megabyte. */
const limitBytes = 64 * 2 ** 20

/**
 * All sheets of a workbook. The library reads sizes from the archive and reserves that much: it is given one packed
 * anew, of files that have been unpacked within a limit.
 */
serveTasks(async (bytes: Uint8Array): Promise<XlsxSheet[]> => {
  const files = unzip(bytes, { wanted: (name) => /\.xml(\.rels)?$/.test(name), limitBytes })
  let sheets
  try {
    sheets = await readXlsxFile(storeZip(files))
  } catch (error) {
    throw new AntrumError(
      'unreadable-file',
      `It is no spreadsheet that can be read (${(error as Error).message}). Save it again as .xlsx or CSV.`,
    )
  }
  return sheets.map(({ sheet, data }) => ({
    name: sheet,
    cells: data.map((row) => row.map(asText)),
  }))
})

/** Dates as 2026-01-31. The library's types call a date its class. */
function asText(value: unknown): string {
  if (value instanceof Date) return Number.isNaN(value.valueOf()) ? '' : value.toISOString().slice(0, 10)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' ? value.trim() : ''
}
