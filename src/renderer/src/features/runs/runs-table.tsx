import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableContainer from '@mui/material/TableContainer'
import TableHead from '@mui/material/TableHead'
import TablePagination from '@mui/material/TablePagination'
import TableRow from '@mui/material/TableRow'
import Typography from '@mui/material/Typography'
import { useState } from 'react'
import type { Run } from '../../../../shared/ipc/api.ts'
import { formatCount } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import { RunRow } from './run-row.tsx'

const pageSizes = [25, 50, 100]
const headings = (): { name: string; align?: 'left' | 'right'; width?: string }[] => {
  const { columns } = strings.runs
  return [
    { name: columns.kind },
    { name: columns.method },
    { name: columns.fold, align: 'right' },
    { name: columns.fraction, align: 'right' },
    { name: columns.state },
    { name: columns.progress, width: '32%' },
    { name: columns.seconds, align: 'right' },
  ]
}

/** The runs of one experiment, a page at a time: an experiment can hold thousands. */
export function RunsTable({ folder, label, runs }: { folder: string; label: string; runs: Run[] }) {
  const [size, setSize] = useState(pageSizes[0])
  const [wanted, setPage] = useState(0)
  const page = Math.min(wanted, Math.max(0, Math.ceil(runs.length / size) - 1))
  return (
    <>
      <TableContainer>
        <Table
          size="small"
          aria-label={label}
          sx={{
            '& :is(th, td)': { px: { xs: 1, lg: 2 } },
            '& tbody tr:last-child td': { borderBottom: 0 },
            '& :is(th, td):first-of-type': { pl: 3 },
            '& :is(th, td):last-of-type': { pr: 3 },
          }}
        >
          <TableHead>
            <TableRow>
              {headings().map(({ name, align = 'left', width = 'auto' }) => (
                <TableCell key={name} align={align} width={width}>
                  {name}
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {runs.slice(page * size, (page + 1) * size).map((run) => (
              <RunRow key={run.stage} folder={folder} run={run} />
            ))}
          </TableBody>
        </Table>
      </TableContainer>
      {runs.length === 0 && (
        <Typography sx={{ px: 2, py: 3, color: 'text.secondary' }}>{strings.runs.noneInState}</Typography>
      )}
      {runs.length > pageSizes[0] && (
        <TablePagination
          component="div"
          count={runs.length}
          page={page}
          rowsPerPage={size}
          rowsPerPageOptions={pageSizes}
          onPageChange={(_, next) => setPage(next)}
          onRowsPerPageChange={({ target }) => setSize(Number(target.value))}
          labelRowsPerPage={strings.runs.rowsPerPage}
          labelDisplayedRows={({ from, to, count }) =>
            strings.runs.range(formatCount(from), formatCount(to), formatCount(count))
          }
          getItemAriaLabel={(which) => strings.runs.pages[which]}
          slotProps={{ select: { 'aria-label': `${strings.runs.rowsPerPage}, ${formatCount(size)}` } }}
          sx={{ borderTop: 1, borderColor: 'divider' }}
        />
      )}
    </>
  )
}
