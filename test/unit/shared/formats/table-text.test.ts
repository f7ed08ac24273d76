import { describe, expect, it } from 'vitest'
import { parseCsv } from '../../../../src/shared/formats/csv.ts'
import {
  csvTable,
  latexTable,
  markdownTable,
  plainTable,
  type Table,
} from '../../../../src/shared/formats/table-text.ts'

const table: Table = {
  columns: [
    { title: 'Method', align: 'left' },
    { title: 'AUROC', align: 'right' },
  ],
  rows: [
    ['scratch', '0.5 (−0.1 to 1.1)'],
    ['residual', null],
  ],
}
const oneCell = (value: string | number | null): Table => ({
  columns: [{ title: 'x', align: 'left' }],
  rows: [[value]],
})

describe('plainTable', () => {
  it('aligns numbers to the right and leaves no blanks at line ends', () => {
    expect(plainTable(table).split('\n')).toEqual([
      'Method                AUROC',
      '────────  ─────────────────',
      'scratch   0.5 (−0.1 to 1.1)',
      'residual                  –',
    ])
  })
})

describe('csvTable', () => {
  it('quotes what needs it, keeps numbers whole and ends lines as RFC 4180 says', () => {
    const csv = csvTable({
      columns: table.columns,
      rows: [
        ['a "b", c', 0.1 + 0.2],
        ['two\nlines', null],
      ],
    })
    expect(csv).toBe('Method,AUROC\r\n"a ""b"", c",0.30000000000000004\r\n"two\nlines",\r\n')
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('does not let a spreadsheet run %j', (text) => {
    const cell = csvTable(oneCell(text)).split('\r\n').slice(1).join('\r\n').replace(/^"/, '')
    expect(cell.startsWith(`'${text}`)).toBe(true)
  })

  it('leaves negative numbers numbers', () => {
    expect(csvTable(oneCell(-0.25))).toBe('x\r\n-0.25\r\n')
  })

  it('is read back by our own reader', () => {
    const cells = ['plain', 'with, comma', 'with "quotes"', 'two\nlines']
    const columns = cells.map((_, i) => ({ title: `c${i}`, align: 'left' as const }))
    const { records } = parseCsv(new TextEncoder().encode(csvTable({ columns, rows: [cells] })))
    expect(Object.values(records[0].values)).toEqual(cells)
  })
})

describe('markdownTable', () => {
  it('marks alignment and keeps cells in their columns', () => {
    expect(markdownTable({ ...table, rows: [['a|b\nc', '1']] })).toBe(
      ['| Method | AUROC |', '| :-- | --: |', '| a\\|b c | 1 |'].join('\n'),
    )
  })
})

describe('latexTable', () => {
  it('escapes every special sign', () => {
    const latex = latexTable(oneCell('10\u00a0% of A_B & C#1 {x} ~ ^ \\ $ −0.1'))
    expect(latex).toContain(
      '10~\\% of A\\_B \\& C\\#1 \\{x\\} \\textasciitilde{} \\textasciicircum{} \\textbackslash{} \\$ $-$0.1 \\\\',
    )
  })

  it('is a booktabs tabular with numbers on the right', () => {
    expect(latexTable(table)).toMatch(
      /\\begin\{tabular\}\{lr\}\n {2}\\toprule[\s\S]*\\bottomrule\n\\end\{tabular\}$/,
    )
  })
})
