import Paper from '@mui/material/Paper'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import Typography from '@mui/material/Typography'
import type { MethodScores } from '../../../../shared/ipc/results.ts'
import { isUndefined } from '../../../../shared/metrics/index.ts'
import { inWords } from '../../lib/core-words.ts'
import { formatCount, formatFinding, formatFixed } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'

/** AUROC of each finding against all normal sinuses, and within each side. */
export function SubgroupTable({ scores: { subgroups } }: { scores: MethodScores }) {
  const words = strings.results.detail.subgroups
  const numbers = { align: 'right' as const, sx: { fontVariantNumeric: 'tabular-nums' } }
  return (
    <Paper sx={{ pb: 1 }}>
      <Typography variant="h3" id="subgroups-title" sx={{ px: 3, pt: 3 }}>
        {words.title}
      </Typography>
      <Typography variant="caption" component="p" sx={{ px: 3, pb: 1, color: 'text.secondary' }}>
        {isUndefined(subgroups) ? inWords(subgroups.reason) : words.note}
      </Typography>
      {!isUndefined(subgroups) && (
        <Table
          size="small"
          aria-labelledby="subgroups-title"
          sx={{ '& :is(th, td):last-of-type': { pr: 3 } }}
        >
          <TableHead>
            <TableRow>
              <TableCell sx={{ pl: 3 }}>{words.group}</TableCell>
              <TableCell align="right">{words.anomalous}</TableCell>
              <TableCell align="right">{words.normal}</TableCell>
              <TableCell align="right">AUROC</TableCell>
              <TableCell align="right">{words.interval}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {subgroups.map(({ by, group, anomalous, normal, result }) => (
              <TableRow key={`${by} ${group}`}>
                <TableCell component="th" scope="row" sx={{ pl: 3 }}>
                  {words.groups[group] ?? formatFinding(group)}
                </TableCell>
                <TableCell {...numbers}>{formatCount(anomalous)}</TableCell>
                <TableCell {...numbers}>{formatCount(normal)}</TableCell>
                <TableCell {...numbers}>
                  {isUndefined(result) ? inWords(result.reason) : formatFixed(result.auroc, 3)}
                </TableCell>
                <TableCell {...numbers}>
                  {isUndefined(result) || result.low === null || result.high === null
                    ? strings.runs.none
                    : `${formatFixed(result.low, 3)}–${formatFixed(result.high, 3)}`}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Paper>
  )
}
