import FormControlLabel from '@mui/material/FormControlLabel'
import Link from '@mui/material/Link'
import Paper from '@mui/material/Paper'
import Switch from '@mui/material/Switch'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableContainer from '@mui/material/TableContainer'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import Typography from '@mui/material/Typography'
import { useState } from 'react'
import type { StudyArm } from '../../../../shared/domain/stage.ts'
import type { ResultTable } from '../../../../shared/ipc/results.ts'
import { isUndefined, leastFoldsForInterval } from '../../../../shared/metrics/index.ts'
import type { HeadlineMetric, ResultRow } from '../../../../shared/metrics/index.ts'
import { TableMenu } from '../../components/chart/table-menu.tsx'
import { formatFixed, formatMethod, formatShare } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import { fractionsIn, hasTooFewFolds, methodNumbers, methodsIn, methodsPrinted } from './method-numbers.ts'
import { TableTitle } from './table-title.tsx'
import type { Chosen } from './use-scores.ts'

interface MethodTableProps {
  rows: readonly ResultRow[]
  published: ResultTable['published']
  metric: HeadlineMetric
  /** Shows what is behind a cell. */
  lookInto: (cell: Chosen) => void
}

/** A row per method, a column per label fraction: mean, interval, and every fold under it. */
export function MethodTable({ rows, published, metric, lookInto }: MethodTableProps) {
  const [showsPublished, setShowsPublished] = useState(false)
  const { table, metrics } = strings.results
  const methods = methodsIn(rows)
  const fractions = fractionsIn(rows)
  const all = rows.map((row) => row.metrics[metric])
  const title = `${metrics[metric]} · ${table.title}`
  const notes = [
    table.note,
    ...(all.some(hasTooFewFolds) ? [table.tooFewFolds(leastFoldsForInterval)] : []),
    ...(all.some(({ isCut }) => isCut) ? [table.cut] : []),
  ]
  const means = rows.flatMap((row) => row.metrics[metric].mean ?? [])
  const tint = tintBetween(Math.min(...means), Math.max(...means))
  return (
    <Paper component="section" aria-labelledby="table-title">
      <TableTitle id="table-title" variant="h2" title={title} note={notes.join(' ')}>
        {published.rows.length > 0 && (
          <FormControlLabel
            control={
              <Switch
                size="small"
                checked={showsPublished}
                onChange={(_, checked) => setShowsPublished(checked)}
              />
            }
            label={table.showPublished}
          />
        )}
        <TableMenu
          title={title}
          numbers={methodNumbers(rows, metric)}
          printed={methodsPrinted(rows, metric)}
        />
      </TableTitle>
      <TableContainer>
        <Table size="small" aria-labelledby="table-title">
          <TableHead>
            <TableRow>
              <TableCell sx={{ pl: 3 }}>{table.method}</TableCell>
              {fractions.map((fraction) => (
                <TableCell key={fraction} align="right">
                  {formatShare(fraction)}
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {methods.map((method) => (
              <TableRow key={method}>
                <TableCell component="th" scope="row" sx={{ pl: 3, verticalAlign: 'top', color: 'inherit' }}>
                  {formatMethod(method)}
                </TableCell>
                {fractions.map((fraction) => {
                  const row = rows.find((one) => one.method === method && one.labelFraction === fraction)
                  const paper = published.rows.find(
                    (one) => one.method === method && one.labelFraction === fraction,
                  )
                  return (
                    <TableCell
                      key={fraction}
                      align="right"
                      sx={{
                        verticalAlign: 'top',
                        fontVariantNumeric: 'tabular-nums',
                        ...(row?.metrics[metric].mean != null && { bgcolor: tint(row.metrics[metric].mean) }),
                      }}
                    >
                      {row && <Score row={row} metric={metric} lookInto={lookInto} />}
                      {showsPublished && paper && (
                        <Typography variant="caption" component="div" sx={{ color: 'text.secondary' }}>
                          {table.published} {formatFixed(paper[metric].mean, 2)} (
                          {table.interval(
                            formatFixed(paper[metric].low, 2),
                            formatFixed(paper[metric].high, 2),
                          )}
                          )
                        </Typography>
                      )}
                    </TableCell>
                  )
                })}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </TableContainer>
      {showsPublished && (
        <Typography variant="caption" component="p" sx={{ px: 3, py: 1.5, color: 'text.secondary' }}>
          {published.source}
        </Typography>
      )}
    </Paper>
  )
}

interface ScoreProps extends Pick<MethodTableProps, 'metric' | 'lookInto'> {
  row: ResultRow
}

function Score({ row, metric, lookInto }: ScoreProps) {
  const summary = row.metrics[metric]
  const { mean, low, high, folds, reason } = summary
  const { table } = strings.results
  const small = { variant: 'caption', component: 'div', sx: { color: 'text.secondary' } } as const
  return (
    <>
      {mean === null ? (
        <Typography component="div">{strings.runs.none}</Typography>
      ) : (
        <Link
          component="button"
          onClick={() => lookInto({ method: row.method as StudyArm, labelFraction: row.labelFraction })}
          aria-label={table.lookInto(
            formatMethod(row.method),
            formatShare(row.labelFraction),
            formatFixed(mean, 3),
          )}
          sx={{ display: 'block', ml: 'auto', fontWeight: 600, fontSize: 'inherit' }}
        >
          {formatFixed(mean, 3)}
        </Link>
      )}
      {low !== null && high !== null ? (
        <Typography {...small}>{table.interval(formatFixed(low, 3), formatFixed(high, 3))}</Typography>
      ) : (
        row.finished > 0 && (
          <Typography {...small}>{hasTooFewFolds(summary) ? strings.runs.none : reason}</Typography>
        )
      )}
      {folds.length > 0 && (
        <Typography {...small}>
          {table.folds}{' '}
          {folds.map((fold) => (isUndefined(fold) ? strings.runs.none : formatFixed(fold, 2))).join(' ')}
        </Typography>
      )}
      {row.finished < row.planned && (
        <Typography {...small}>{table.unfinished(row.finished, row.planned)}</Typography>
      )}
    </>
  )
}

/** Higher is a little darker; too faint to change how the text reads. */
const tintBetween = (low: number, high: number) => (value: number) => {
  const share = high > low ? (value - low) / (high - low) : 0
  return `rgb(from var(--mui-palette-primary-main) r g b / ${(0.16 * share).toFixed(3)})`
}
