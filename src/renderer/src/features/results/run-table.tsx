import Link from '@mui/material/Link'
import Paper from '@mui/material/Paper'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableContainer from '@mui/material/TableContainer'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import type { MethodScores } from '../../../../shared/ipc/results.ts'
import { isUndefined } from '../../../../shared/metrics/index.ts'
import type { MetricName } from '../../../../shared/metrics/index.ts'
import { inWords } from '../../lib/core-words.ts'
import { TableMenu } from '../../components/chart/table-menu.tsx'
import { formatFixed } from '../../lib/format.ts'
import { routeHash } from '../../lib/route.ts'
import { strings } from '../../lib/strings.ts'
import { nameOf } from './pooled.ts'
import { TableTitle } from './table-title.tsx'

const shown: MetricName[] = ['auroc', 'auprc', 'f1', 'f1Optimal', 'sensitivity', 'specificity', 'brier']

/** The trained models behind a cell of the table. */
export function RunTable({ folder, scores }: { folder: string; scores: MethodScores }) {
  const { models } = scores
  const { detail, metrics } = strings.results
  const numbers = {
    columns: [
      { title: detail.run },
      ...shown.map((name) => ({ title: metrics[name], format: (value: number) => formatFixed(value, 3) })),
    ],
    rows: models.map(({ foldIndex, seed, metrics: own }) => [
      detail.model(foldIndex + 1, seed),
      ...shown.map((name) => {
        const value = own[name]
        return isUndefined(value) ? null : value
      }),
    ]),
  }
  return (
    <Paper sx={{ minWidth: 0 }}>
      <TableTitle id="runs-title" title={detail.runs}>
        <TableMenu title={`${detail.runs} ${nameOf(scores)}`} numbers={numbers} printed={numbers} />
      </TableTitle>
      <TableContainer>
        <Table size="small" aria-labelledby="runs-title" sx={{ '& :is(th, td):last-of-type': { pr: 3 } }}>
          <TableHead>
            <TableRow>
              <TableCell sx={{ pl: 3 }}>{detail.run}</TableCell>
              {shown.map((name) => (
                <TableCell key={name} align="right">
                  {metrics[name]}
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {models.map(({ stage, foldIndex, seed, metrics: own }) => (
              <TableRow key={stage}>
                <TableCell component="th" scope="row" sx={{ pl: 3 }}>
                  <Link
                    href={routeHash({ page: 'runs', folder, params: { stage } })}
                    sx={{ textWrap: 'nowrap' }}
                  >
                    {detail.model(foldIndex + 1, seed)}
                  </Link>
                </TableCell>
                {shown.map((name) => {
                  const value = own[name]
                  return (
                    <TableCell key={name} align="right" sx={{ fontVariantNumeric: 'tabular-nums' }}>
                      {isUndefined(value) ? inWords(value.reason) : formatFixed(value, 3)}
                    </TableCell>
                  )
                })}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </TableContainer>
    </Paper>
  )
}
