import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCsv } from '../../../../src/shared/formats/csv.ts'

const parse = (text: string) => parseCsv(new TextEncoder().encode(text))
const values = (text: string) => parse(text).records.map((record) => Object.values(record.values))

describe('parseCsv', () => {
  it.each([
    ['commas', 'a,b\n1,2\n3,4\n'],
    ['semicolons', 'a;b\n1;2\n3;4'],
    ['tabs', 'a\tb\n1\t2\n3\t4\n'],
    ['Windows line ends and a byte order mark', '\ufeffa,b\r\n1,2\r\n3,4\r\n'],
    ['old Mac line ends', 'a,b\r1,2\r3,4\r'],
    ['a separator line of Excel', 'sep=;\r\na;b\r\n1;2\r\n3;4'],
    ['empty lines and blanks', '\n a , b \n\n1 , 2\n,\n 3,4\n\n'],
    ['quotes', '"a","b"\n"1","2"\n 3,"4" \n'],
  ])('reads %s', (_, text) => {
    expect(parse(text).columns).toEqual(['a', 'b'])
    expect(values(text)).toEqual([
      ['1', '2'],
      ['3', '4'],
    ])
  })

  it('keeps separators, quotes and line breaks inside quotes, and counts lines as an editor does', () => {
    const { records } = parse('id,note\n1,"a, ""b""\nc"\n\n2,5" wide\n')
    expect(records).toEqual([
      { line: 2, values: { id: '1', note: 'a, "b"\nc' }, surplusCells: 0 },
      { line: 5, values: { id: '2', note: '5" wide' }, surplusCells: 0 },
    ])
  })

  it('fills short records and takes empty surplus cells', () => {
    expect(values('a,b,c\n1\n1,2,3,,\n')).toEqual([
      ['1', '', ''],
      ['1', '2', '3'],
    ])
  })

  it('counts cells beyond the last column', () => {
    expect(parse('a,b\n1,2,,3\n1,2,,').records.map(({ surplusCells }) => surplusCells)).toEqual([1, 0])
  })

  it('evens out column names', () =>
    expect(parse('Patient ID,SIDE,\n1,L,').columns).toEqual(['patient_id', 'side']))

  it('reads Windows-1252 and UTF-16', () => {
    expect(parseCsv(Uint8Array.from([0x61, 10, 0xe4])).records[0].values.a).toBe('ä')
    expect(parseCsv(new Uint8Array(Buffer.from('\ufeffa\tb\nä\t1', 'utf16le'))).records[0].values).toEqual({
      a: 'ä',
      b: '1',
    })
  })

  it.each([
    ['nothing', '\n \n', /empty/],
    ['a quote that never ends', 'a,b\n1,"2\n3,4', /line 2 never ends/],
    ['a column twice', 'a,b,A\n', /"a" twice/],
    ['a spreadsheet', 'PK\u0003\u0004', /Save it as CSV/],
  ])('refuses %s', (_, text, message) => expect(() => parse(text)).toThrow(message))

  it('reads back what is quoted', () => {
    const cell = fc
      .string({ unit: fc.constantFrom('a', ',', ';', '\t', '"', '\n', 'ä') })
      .filter((text) => text.trim() === text)
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell), { minLength: 1 }),
        fc.constantFrom(',', ';', '\t'),
        (rows, delimiter) => {
          const quote = (text: string) => `"${text.replaceAll('"', '""')}"`
          const text = [['x', 'y'], ...rows].map((row) => row.map(quote).join(delimiter)).join('\n')
          expect(values(text.replace('"x"', 'x').replace('"y"', 'y'))).toEqual(
            rows.filter((row) => row.some((text) => text !== '')),
          )
        },
      ),
    )
  })
})
