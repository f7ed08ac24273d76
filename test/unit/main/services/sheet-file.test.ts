import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSheetFile } from '../../../../src/main/services/sheet-file.ts'
import { AntrumError } from '../../../../src/shared/ipc/error.ts'
import { aFolder } from '../../../helpers/project.ts'
import { aTextCell, xlsxWith } from '../../../helpers/xlsx.ts'

const fixture = (name: string) => fileURLToPath(new URL(`../../../fixtures/sheets/${name}`, import.meta.url))
const given = (name: string, content: string | Uint8Array) => {
  const file = path.join(aFolder(), name)
  writeFileSync(file, content)
  return file
}

describe('readSheetFile', () => {
  it('reads the first sheet of a workbook that holds anything, rows counted as the spreadsheet does', async () => {
    const { table, ...rest } = await readSheetFile(fixture('befunde.xlsx'))
    expect(rest).toEqual({ format: 'xlsx', sheet: 'Befunde 2026', sheets: ['Hinweise', 'Befunde 2026'] })
    expect(table.titles).toEqual(['Patienten-ID', 'Seite', 'Befund', 'Befunder', 'Datum'])
    expect(table.records[1]).toEqual({
      line: 3,
      values: { 'patienten-id': '1', seite: 'rechts', befund: 'Polyp', befunder: 'A', datum: '2026-01-31' },
      surplusCells: 0,
    })
    expect(table.records).toHaveLength(9)
  })

  it('reads the sheet it is told to', async () => {
    expect((await readSheetFile(fixture('befunde.xlsx'), 'Befunde 2026')).table.records).toHaveLength(9)
    await expect(readSheetFile(fixture('befunde.xlsx'), 'Befunde')).rejects.toThrow(
      /no sheet "Befunde"; found Hinweise, Befunde 2026/,
    )
    await expect(readSheetFile(given('a.csv', 'id,side\n1,L'), 'One')).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  it('goes by content, not by name', async () => {
    const workbook = given('labels.csv', readFileSync(fixture('befunde.xlsx')))
    expect((await readSheetFile(workbook)).format).toBe('xlsx')
    expect((await readSheetFile(given('labels.xlsx', 'id;side\n1;L'))).table.columns).toEqual(['id', 'side'])
  })

  it('reads a German CSV as Excel saves it: semicolons, Windows-1252 or a byte order mark', async () => {
    const text = 'Patient;Seite;Befund\r\n1;rechts;unauffällig\r\n'
    for (const bytes of [Buffer.from(text, 'latin1'), Buffer.from(`\ufeff${text}`)]) {
      const { table } = await readSheetFile(given('labels.csv', bytes))
      expect(table.records[0].values).toEqual({ patient: '1', seite: 'rechts', befund: 'unauffällig' })
    }
  })

  it('keeps empty rows in its count and fills gaps between cells', async () => {
    const rows = `<row r="2">${aTextCell('A2', 'id')}${aTextCell('C2', 'side')}</row><row r="9">${aTextCell('C9', 'L')}</row>`
    const { table } = await readSheetFile(given('gaps.xlsx', xlsxWith(rows)))
    expect(table).toMatchObject({
      columns: ['id', 'side'],
      records: [{ line: 9, values: { id: '', side: 'L' } }],
    })
  })

  it('gives up on a workbook that would fill the memory, and says so', async () => {
    const rows = `<row r="1">${aTextCell('A1', 'id')}</row><row r="2000000000">${aTextCell('A2000000000', 'x')}</row>`
    await expect(readSheetFile(given('far.xlsx', xlsxWith(rows)))).rejects.toThrow(
      /far\.xlsx: It needs more than 512 MB of memory\. Copy its cells/,
    )
  })

  it.each([
    ['nothing.csv', '', /nothing\.csv: The table is empty/],
    ['old.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /old\.xls: This is a spreadsheet file \(\.xls/],
    ['cut.xlsx', readFileSync(fixture('befunde.xlsx')).subarray(0, 3000), /no table of contents/],
    ['other.xlsx', xlsxWith('<row r="1"><c r="?"><v>1</v></c></row>'), /no spreadsheet that can be read/],
    ['wide.csv', ','.repeat(2000) + 'x', /2001 columns/],
  ])('refuses %s', async (name, content, message) => {
    const file = given(name, content)
    await expect(readSheetFile(file)).rejects.toThrow(message)
    await expect(readSheetFile(file)).rejects.toBeInstanceOf(AntrumError)
  })

  it('refuses what is no file, and one far too large, without reading it', async () => {
    await expect(readSheetFile(path.join(aFolder(), 'none.csv'))).rejects.toMatchObject({ code: 'not-found' })
    await expect(readSheetFile(aFolder())).rejects.toMatchObject({ code: 'unreadable-file' })
    const huge = given('huge.csv', 'id')
    truncateSync(huge, 3 * 2 ** 30) // a hole: not on the disk
    await expect(readSheetFile(huge)).rejects.toThrow(/has 3072 MB; sheets of up to 32 MB are read/)
  })

  it('reads or refuses any workbook, however it is damaged', async () => {
    const workbook = readFileSync(fixture('study.xlsx'))
    const file = given('fuzzed.xlsx', '')
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(workbook.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 }),
        async (changes) => {
          const bytes = Buffer.from(workbook)
          for (const [at, value] of changes) bytes[at] = value
          writeFileSync(file, bytes)
          const result = await readSheetFile(file).catch((error: unknown) => error)
          if (result instanceof Error) expect(result).toBeInstanceOf(AntrumError)
        },
      ),
      { numRuns: 15 },
    )
  })

  it('reads or refuses any sheet data', async () => {
    const file = given('fuzzed.xlsx', '')
    const attribute = fc.constantFrom('A1', 'B1', 'A2', '1', '', 'XFD1', 'A0', '-1', 'é')
    const cell = fc
      .tuple(
        attribute,
        fc.constantFrom('s', 'n', 'b', 'e', 'd', 'inlineStr', 'x'),
        fc.string({ maxLength: 4 }),
      )
      .map(([r, t, v]) => `<c r="${r}" t="${t}"><v>${v.replace(/[<&]/g, '')}</v></c>`)
    await fc.assert(
      fc.asyncProperty(
        fc.array(cell, { maxLength: 4 }),
        fc.constantFrom('1', '', 'x', '-3'),
        async (cells, r) => {
          writeFileSync(file, xlsxWith(`<row r="${r}">${cells.join('')}</row>`))
          const result = await readSheetFile(file).catch((error: unknown) => error)
          if (result instanceof Error) expect(result).toBeInstanceOf(AntrumError)
        },
      ),
      { numRuns: 15 },
    )
  })
})
