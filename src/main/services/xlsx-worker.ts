import { resourceLimits } from 'node:worker_threads'
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
  for (const [name, content] of files) if (name.includes('worksheets/')) refuseVast(content.toString('utf8'))
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

/** The place of a cell, and of the last one of the area that a sheet says it fills. */
const places = /<(?:\w+:)?(?:c|dimension)\s[^<>]*?\br(?:ef)?="(?:[A-Z]+\d+:)?([A-Z]+)(\d+)"/g
const pointerBytes = 8

/**
 * The library holds every cell up to the last row and column, filled or not. What cannot fit is told beforehand: V8 does
 * not always end the thread alone when its memory runs out, but now and then the whole process.
 */
function refuseVast(sheet: string): void {
  let [rows, columns] = [0, 0]
  for (const [, letters, row] of sheet.matchAll(places)) {
    rows = Math.max(rows, Number(row))
    columns = Math.max(
      columns,
      [...letters].reduce((column, letter) => 26 * column + letter.charCodeAt(0) - 64, 0),
    )
  }
  const { maxOldGenerationSizeMb = Infinity } = resourceLimits
  if (rows * columns * pointerBytes > maxOldGenerationSizeMb * 2 ** 20)
    throw new AntrumError('out-of-memory', `It has a sheet of ${rows} rows and ${columns} columns.`)
}

/** Dates as 2026-01-31. The library's types call a date its class. */
function asText(value: unknown): string {
  if (value instanceof Date) return Number.isNaN(value.valueOf()) ? '' : value.toISOString().slice(0, 10)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' ? value.trim() : ''
}
