import Paper from '@mui/material/Paper'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import type { MethodScores } from '../../../../shared/ipc/results.ts'
import { isUndefined } from '../../../../shared/metrics/index.ts'
import { inWords } from '../../lib/core-words.ts'
import type { Subgroup } from '../../../../shared/metrics/index.ts'
import { TableMenu } from '../../components/chart/table-menu.tsx'
import { formatCount, formatFinding, formatFixed } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import { nameOf } from './pooled.ts'
import { TableTitle } from './table-title.tsx'

/** AUROC of each finding against all normal sinuses, and within each side. */
export function SubgroupTable({ scores }: { scores: MethodScores }) {
  const { subgroups } = scores
  const words = strings.results.detail.subgroups
  const numbers = { align: 'right' as const, sx: { fontVariantNumeric: 'tabular-nums' } }
  return (
    <Paper sx={{ pb: 1 }}>
      <TableTitle
        id="subgroups-title"
        title={words.title}
        note={isUndefined(subgroups) ? inWords(subgroups.reason) : words.note}
      >
        {!isUndefined(subgroups) && (
          <TableMenu
            title={`${words.title} ${nameOf(scores)}`}
            numbers={numbersOf(subgroups)}
            printed={printedOf(subgroups)}
          />
        )}
      </TableTitle>
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
                  {groupName(group)}
                </TableCell>
                <TableCell {...numbers}>{formatCount(anomalous)}</TableCell>
                <TableCell {...numbers}>{formatCount(normal)}</TableCell>
                <TableCell {...numbers}>
                  {isUndefined(result) ? inWords(result.reason) : formatFixed(result.auroc, 3)}
                </TableCell>
                <TableCell {...numbers}>
                  {isUndefined(result) || result.low === null || result.high === null
                    ? strings.runs.none
                    : strings.results.table.interval(formatFixed(result.low, 3), formatFixed(result.high, 3))}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Paper>
  )
}

const groupName = (group: string) => strings.results.detail.subgroups.groups[group] ?? formatFinding(group)

function numbersOf(subgroups: readonly Subgroup[]) {
  const { detail, table } = strings.results
  const { group, anomalous, normal } = detail.subgroups
  return {
    columns: [group, anomalous, normal, 'AUROC', table.low, table.high].map((title) => ({ title })),
    rows: subgroups.map(({ group: one, anomalous: a, normal: n, result }) => {
      const { auroc, low, high } = isUndefined(result) ? { auroc: null, low: null, high: null } : result
      return [groupName(one), a, n, auroc, low, high]
    }),
  }
}

function printedOf(subgroups: readonly Subgroup[]) {
  const { columns, rows } = numbersOf(subgroups)
  const three = (value: number) => formatFixed(value, 3)
  return {
    columns: [...columns.slice(0, 4), { title: strings.results.detail.subgroups.interval }],
    rows: rows.map(([group, anomalous, normal, auroc, low, high]) => [
      ...[group, anomalous, normal],
      typeof auroc === 'number' ? three(auroc) : null,
      typeof low === 'number' && typeof high === 'number'
        ? strings.results.table.interval(three(low), three(high))
        : null,
    ]),
  }
}
