import Link from '@mui/material/Link'
import Paper from '@mui/material/Paper'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableHead from '@mui/material/TableHead'
import TablePagination from '@mui/material/TablePagination'
import TableRow from '@mui/material/TableRow'
import { useState } from 'react'
import type { MethodScores } from '../../../../shared/ipc/results.ts'
import { TableMenu } from '../../components/chart/table-menu.tsx'
import { PickOne } from '../../components/pick-one.tsx'
import { sinusId } from '../../../../shared/domain/sinus.ts'
import { formatCount, formatFinding, formatFixed } from '../../lib/format.ts'
import { routeHash } from '../../lib/route.ts'
import { strings } from '../../lib/strings.ts'
import { casesOf } from './cases.ts'
import type { Case } from './cases.ts'
import { nameOf } from './pooled.ts'
import { TableTitle } from './table-title.tsx'

const orders = ['loss', 'disagreement', 'uncertainty'] as const
const rows = 15

/** Every test sinus with what the models said of it, those first that are most worth a look. */
export function CaseTable({
  folder,
  experiment,
  scores,
}: {
  folder: string
  experiment: string
  scores: MethodScores
}) {
  const [order, setOrder] = useState<(typeof orders)[number]>('loss')
  const [wanted, setPage] = useState(0)
  const words = strings.results.detail.cases
  const cases = casesOf(scores).sort((a, b) => b[order] - a[order])
  const page = Math.min(wanted, Math.max(0, Math.ceil(cases.length / rows) - 1))
  const numbers = { align: 'right' as const, sx: { fontVariantNumeric: 'tabular-nums' } }
  return (
    <Paper>
      <TableTitle id="cases-title" title={words.title} note={words.notes[order]}>
        <PickOne
          label={words.order}
          value={order}
          choose={(next) => {
            setOrder(next)
            setPage(0)
          }}
          options={orders.map((value) => ({ value, name: words.orders[value] }))}
        />
        <TableMenu title={`${words.title} ${nameOf(scores)}`} numbers={numbersOf(scores, cases)} />
      </TableTitle>
      <Table size="small" aria-labelledby="cases-title">
        <TableHead>
          <TableRow>
            <TableCell sx={{ pl: 3 }}>{words.subject}</TableCell>
            <TableCell>{words.side}</TableCell>
            <TableCell>{words.label}</TableCell>
            <TableCell align="right">{words.score}</TableCell>
            <TableCell align="right">{words.range}</TableCell>
            <TableCell align="right" sx={{ pr: 3 }}>
              {words.orders[order]}
            </TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {cases.slice(page * rows, (page + 1) * rows).map((one) => (
            <TableRow key={`${one.subject} ${one.side}`}>
              <TableCell component="th" scope="row" sx={{ pl: 3 }}>
                <Link
                  aria-label={strings.cases.openCase(one.subject, strings.cases.sides[one.side])}
                  href={routeHash({
                    page: 'cases',
                    folder,
                    params: {
                      ...{ experiment, method: scores.method, labels: String(scores.labelFraction) },
                      case: sinusId(one.subject, one.side),
                    },
                  })}
                >
                  {one.subject}
                </Link>
              </TableCell>
              <TableCell>{words.sides[one.side]}</TableCell>
              <TableCell>{labelOf(one)}</TableCell>
              <TableCell {...numbers}>{formatFixed(one.mean, 3)}</TableCell>
              <TableCell {...numbers}>
                {strings.results.table.interval(formatFixed(one.low, 3), formatFixed(one.high, 3))}
              </TableCell>
              <TableCell align="right" sx={{ ...numbers.sx, pr: 3 }}>
                {formatFixed(one[order], 3)}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {cases.length > rows && (
        <TablePagination
          component="div"
          count={cases.length}
          page={page}
          rowsPerPage={rows}
          rowsPerPageOptions={[]}
          onPageChange={(_, next) => setPage(next)}
          labelDisplayedRows={({ from, to, count }) =>
            strings.runs.range(formatCount(from), formatCount(to), formatCount(count))
          }
          getItemAriaLabel={(which) => strings.runs.pages[which]}
        />
      )}
    </Paper>
  )
}

function labelOf({ finding, target }: Case): string {
  const words = strings.results.detail.cases
  return finding ? formatFinding(finding) : target ? words.anomalous : words.normal
}

/** Every sinus in the order of the table, with the score of each run. */
function numbersOf({ models, sinuses }: MethodScores, cases: readonly Case[]) {
  const { detail } = strings.results
  const words = detail.cases
  const row = new Map(sinuses.map(({ subject, side }, index) => [sinusId(subject, side), index]))
  return {
    columns: [
      ...[words.subject, words.side, words.target, words.label, words.score],
      ...orders.map((each) => words.orders[each]),
      ...models.map(({ foldIndex, seed }) => detail.model(foldIndex + 1, seed)),
    ].map((title) => ({ title })),
    rows: cases.map((one) => [
      ...[one.subject, words.sides[one.side], one.target, labelOf(one), one.mean],
      ...orders.map((each) => one[each]),
      ...models.map(({ test }) => test[row.get(sinusId(one.subject, one.side))!]),
    ]),
  }
}
