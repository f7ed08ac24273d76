import Download from '@mui/icons-material/FileDownloadOutlined'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
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
import { formatCsv } from '../../../../shared/formats/csv.ts'
import type { StudyArm } from '../../../../shared/domain/stage.ts'
import type { ResultTable } from '../../../../shared/ipc/results.ts'
import { isUndefined } from '../../../../shared/metrics/index.ts'
import type { HeadlineMetric, ResultRow } from '../../../../shared/metrics/index.ts'
import { formatFixed, formatMethod, formatShare } from '../../lib/format.ts'
import { saveFile } from '../../lib/save-file.ts'
import { strings } from '../../lib/strings.ts'
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
  const methods = [...new Set(rows.map(({ method }) => method))]
  const fractions = [...new Set(rows.map(({ labelFraction }) => labelFraction))].sort((a, b) => a - b)
  const means = rows.flatMap((row) => row.metrics[metric].mean ?? [])
  const tint = tintBetween(Math.min(...means), Math.max(...means))
  return (
    <Paper component="section" aria-labelledby="table-title">
      <Box sx={{ p: 3, pb: 1, display: 'flex', gap: 2, flexWrap: 'wrap', alignItems: 'flex-start' }}>
        <Box sx={{ flex: 1, minWidth: 240 }}>
          <Typography variant="h2" id="table-title">
            {metrics[metric]} · {table.title}
          </Typography>
          <Typography variant="caption" sx={{ color: 'text.secondary' }}>
            {table.note}
          </Typography>
        </Box>
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
        <Button
          size="small"
          color="inherit"
          startIcon={<Download />}
          onClick={() =>
            saveFile(`${metric}.csv`, new Blob(['\ufeff', csvOf(rows, metric)], { type: 'text/csv' }))
          }
        >
          {table.save}
        </Button>
      </Box>
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
                          {formatFixed(paper[metric].low, 2)}–{formatFixed(paper[metric].high, 2)})
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
  const { mean, low, high, folds, reason } = row.metrics[metric]
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
        row.finished > 0 && reason && <Typography {...small}>{reason}</Typography>
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

/** A row per method, fraction and what is known of it, folds in columns. */
function csvOf(rows: readonly ResultRow[], metric: HeadlineMetric): string {
  const { table } = strings.results
  const folds = [...new Set(rows.flatMap(({ foldIndices }) => foldIndices))].sort((a, b) => a - b)
  const titles = [
    ...[table.method, table.fraction, table.mean, table.low, table.high],
    ...folds.map((fold) => `${table.fold} ${fold + 1}`),
  ]
  return formatCsv([
    titles,
    ...rows.map(({ method, labelFraction, metrics, foldIndices }) => {
      const { mean, low, high, folds: values } = metrics[metric]
      const ofFold = (fold: number) => {
        const value = values[foldIndices.indexOf(fold)]
        return typeof value === 'number' ? value : null
      }
      return [formatMethod(method), labelFraction, mean, low, high, ...folds.map(ofFold)]
    }),
  ])
}
