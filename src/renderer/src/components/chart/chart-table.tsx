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

export const isNumeric = ({ rows }: ChartNumbers, column: number): boolean =>
  rows.some((row) => typeof row[column] === 'number')

/** A value of a column as people read it. */
export function textOf(
  { columns }: Pick<ChartNumbers, 'columns'>,
  value: string | number | null,
  column: number,
): string {
  if (value === null) return strings.app.chart.none
  return typeof value === 'number' ? (columns[column].format?.(value) ?? String(value)) : value
}

export function ChartTable({ label, numbers, maxHeightPx }: ChartTableProps) {
  const { columns, rows } = numbers
  const align = (index: number) => (isNumeric(numbers, index) ? 'right' : 'left')
  return (
    <TableContainer tabIndex={0} role="region" aria-label={label} sx={{ maxHeight: maxHeightPx }}>
      <Table size="small" stickyHeader>
        <TableHead>
          <TableRow>
            {columns.map(({ title }, index) => (
              <TableCell key={title} align={align(index)}>
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
                  align={align(index)}
                  sx={{ fontVariantNumeric: 'tabular-nums' }}
                >
                  {textOf(numbers, value, index)}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  )
}
