import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { parseCsv } from '../../shared/formats/csv.ts'
import { tableOf, type Table } from '../../shared/formats/table.ts'
import { AntrumError } from '../../shared/ipc/error.ts'
import { runInWorkers, type Outcome } from './worker-pool.ts'
import type { XlsxSheet } from './xlsx-worker.ts'

export interface SheetFile {
  table: Table
  format: 'csv' | 'xlsx'
  /** Name of the sheet that was read, and of all in the workbook; null and none for CSV. */
  sheet: string | null
  sheets: string[]
}

/** Far above any label sheet: 100 000 rows of ten columns are some 5 MB. */
const sizeLimitBytes = 32 * 2 ** 20
const worker = new URL('./xlsx-worker.ts', import.meta.url)
/** What a hostile workbook (a cell in the last row and column, say) may use up before it is given up. */
const limits = { heapMb: 512, seconds: 60 } as const

/**
 * Reads a table from a CSV file or an Excel workbook, told apart by content.
 *
 * @param sheet  Name of a workbook's sheet; the first one that holds anything when left out.
 * @throws AntrumError 'not-found' (no such file or sheet), 'unreadable-file', 'unsupported-file', 'out-of-memory', with
 *   the file's name in the message.
 */
export async function readSheetFile(file: string, sheet?: string): Promise<SheetFile> {
  const bytes = await readBytes(file)
  try {
    return isZip(bytes) ? await readWorkbook(bytes, sheet) : readText(bytes, sheet)
  } catch (error) {
    if (!(error instanceof AntrumError)) throw error
    throw new AntrumError(error.code, `${path.basename(file)}: ${error.message}`, error.details, {
      cause: error,
    })
  }
}

async function readBytes(file: string): Promise<Uint8Array> {
  const fail = (code: 'not-found' | 'unreadable-file', reason: string) =>
    new AntrumError(code, `${path.basename(file)} ${reason}.`)
  let size: number
  try {
    size = (await stat(file)).size
    if (size <= sizeLimitBytes) return await readFile(file)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw fail('not-found', 'is not there. Check the path')
    throw fail('unreadable-file', `cannot be read (${message}). Name a CSV or .xlsx file`)
  }
  const found = Math.ceil(size / 2 ** 20)
  throw fail(
    'unreadable-file',
    `has ${found} MB; sheets of up to 32 MB are read. Keep only the columns that are needed`,
  )
}

const isZip = (bytes: Uint8Array) => bytes[0] === 0x50 && bytes[1] === 0x4b

function readText(bytes: Uint8Array, sheet: string | undefined): SheetFile {
  if (sheet !== undefined) {
    throw new AntrumError(
      'not-found',
      `A CSV file has no sheet "${sheet}": it is one table. Leave the sheet out.`,
    )
  }
  return { table: parseCsv(bytes), format: 'csv', sheet: null, sheets: [] }
}

async function readWorkbook(bytes: Uint8Array, wanted: string | undefined): Promise<SheetFile> {
  const all = await readXlsx(bytes)
  const names = all.map(({ name }) => name)
  const hasContent = ({ cells }: XlsxSheet) => cells.some((row) => row.some((cell) => cell !== ''))
  const chosen = wanted === undefined ? (all.find(hasContent) ?? all[0]) : all.find((s) => s.name === wanted)
  if (!chosen) {
    throw new AntrumError(
      'not-found',
      `There is no sheet "${wanted}"; found ${names.join(', ')}. Name one of them.`,
    )
  }
  const table = tableOf(chosen.cells.map((cells, index) => ({ line: index + 1, cells })))
  return { table, format: 'xlsx', sheet: chosen.name, sheets: names }
}

async function readXlsx(bytes: Uint8Array): Promise<XlsxSheet[]> {
  const tooLong = AbortSignal.timeout(limits.seconds * 1000)
  const outcomes: Outcome<XlsxSheet[]>[] = []
  try {
    await runInWorkers<Uint8Array, XlsxSheet[]>(worker, [bytes], {
      threads: 1,
      heapMb: limits.heapMb,
      signal: tooLong,
      done: (outcome) => void outcomes.push(outcome),
    })
  } catch (error) {
    if (!tooLong.aborted) throw error
    throw new AntrumError(
      'unreadable-file',
      `Reading it took more than ${limits.seconds} s, so it was given up. Copy its cells into a new workbook.`,
    )
  }
  const [outcome] = outcomes
  if ('result' in outcome) return outcome.result
  if (outcome.error.code !== 'out-of-memory') throw outcome.error
  throw new AntrumError(
    'unreadable-file',
    `It needs more than ${limits.heapMb} MB of memory. Copy its cells into a new workbook.`,
  )
}
