import Link from '@mui/material/Link'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableContainer from '@mui/material/TableContainer'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import Paper from '@mui/material/Paper'
import type { Version } from '../../../../shared/ipc/dataset.ts'
import { formatCount, formatTime } from '../../lib/format.ts'
import { routeHash } from '../../lib/route.ts'
import { strings } from '../../lib/strings.ts'

interface VersionTableProps {
  folder: string
  versions: readonly Version[]
  shown: string
}

/** Newest first; the one that is shown below is marked. */
export function VersionTable({ folder, versions, shown }: VersionTableProps) {
  const { columns, split, versions: label } = strings.dataset
  const numbers = { align: 'right' as const, sx: { fontVariantNumeric: 'tabular-nums' } }
  return (
    <TableContainer component={Paper}>
      <Table size="small" aria-label={label} sx={{ '& tbody tr:last-child td': { borderBottom: 0 } }}>
        <TableHead>
          <TableRow>
            <TableCell>{columns.version}</TableCell>
            <TableCell>{columns.frozen}</TableCell>
            <TableCell>{columns.split}</TableCell>
            <TableCell align="right">{columns.subjects}</TableCell>
            <TableCell align="right">{columns.sinuses}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {versions.toReversed().map(({ version, frozenAt, splitUnit, subjects, sinuses }) => (
            <TableRow key={version} selected={version === shown}>
              <TableCell>
                <Link
                  href={routeHash({ page: 'dataset', folder, params: { version } })}
                  aria-current={version === shown ? 'true' : undefined}
                  underline="hover"
                >
                  {version}
                </Link>
              </TableCell>
              <TableCell>{formatTime(frozenAt)}</TableCell>
              <TableCell sx={splitUnit === 'sinus' ? { color: 'error.main' } : {}}>
                {split[splitUnit]}
              </TableCell>
              <TableCell {...numbers}>{formatCount(subjects)}</TableCell>
              <TableCell {...numbers}>{formatCount(sinuses)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  )
}
