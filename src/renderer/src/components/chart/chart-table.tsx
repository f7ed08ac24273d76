import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableContainer from '@mui/material/TableContainer'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import { strings } from '../../lib/strings.ts'

/** What a chart shows, as a table. */
export interface ChartNumbers {
  columns: readonly { title: string; format?: (value: number) => string }[]
  /** null: there is no value. */
  rows: readonly (readonly (string | number | null)[])[]
}

interface ChartTableProps {
  label: string
  numbers: ChartNumbers
  maxHeightPx: number
}

export function ChartTable({ label, numbers: { columns, rows }, maxHeightPx }: ChartTableProps) {
  const isNumeric = columns.map((_, index) => rows.some((row) => typeof row[index] === 'number'))
  const cell = (value: string | number | null, index: number) =>
    value === null
      ? strings.app.chart.none
      : typeof value === 'number'
        ? (columns[index].format?.(value) ?? value)
        : value
  return (
    <TableContainer tabIndex={0} role="region" aria-label={label} sx={{ maxHeight: maxHeightPx }}>
      <Table size="small" stickyHeader>
        <TableHead>
          <TableRow>
            {columns.map(({ title }, index) => (
              <TableCell key={title} align={isNumeric[index] ? 'right' : 'left'}>
                {title}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((row, position) => (
            <TableRow key={position}>
              {row.map((value, index) => (
                <TableCell
                  key={columns[index].title}
                  align={isNumeric[index] ? 'right' : 'left'}
                  sx={{ fontVariantNumeric: 'tabular-nums' }}
                >
                  {cell(value, index)}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  )
}
