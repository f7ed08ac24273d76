import Alert from '@mui/material/Alert'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableContainer from '@mui/material/TableContainer'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import Typography from '@mui/material/Typography'
import { armParts } from '../../../../shared/domain/method-names.ts'
import type { Effort } from '../../../../shared/ipc/experiments.ts'
import { formatCount, formatMethod } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import type { StepProps } from './steps.tsx'

/** Whether the methods are trained equally long, and where they are not. */
export function BudgetStep({ preview }: StepProps) {
  const words = strings.experiments.budget
  if (!preview) return null
  const { rows, unequal } = preview.budget
  const pretrained = rows.filter(({ pretrain }) => pretrain !== null)
  const without = rows.filter(({ pretrain }) => pretrain === null).map(({ arm }) => formatMethod(arm))
  const more = rows.find(({ normals }) => normals !== null)
  const stopsEarly = rows.some(({ pretrain, finetune }) =>
    [pretrain, finetune].some((effort) => effort !== null && effort.patienceEpochs !== null),
  )
  const numbers = {
    align: 'right' as const,
    sx: { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
  }
  const columns = (effort: Effort | null) => [
    effort ? formatCount(effort.epochs) : words.none,
    effort ? range(effort.steps) : words.none,
    effort ? range(effort.samples) : words.none,
  ]
  return (
    <>
      {pretrained.length > 1 && (
        <Alert severity={unequal.length === 0 ? 'success' : 'warning'} variant="outlined">
          {unequal.length === 0 ? words.equal : words.unequal(unequal.map((what) => words.differs[what]))}
        </Alert>
      )}
      {without.length > 0 && <Typography>{words.without(without.join(', '), without.length)}</Typography>}
      {more && <Typography>{words.more(formatMethod(armParts(more.arm).method))}</Typography>}
      {stopsEarly && <Typography>{words.stopsEarly}</Typography>}
      <TableContainer tabIndex={0} role="region" aria-label={words.table}>
        <Table size="small" sx={{ '& :is(th, td)': { px: 1 } }}>
          <TableHead>
            <TableRow>
              <TableCell rowSpan={2}>{words.method}</TableCell>
              <TableCell colSpan={3} align="center">
                {words.pretraining}
              </TableCell>
              <TableCell align="right">{words.normals}</TableCell>
              <TableCell align="right">{words.finetuning}</TableCell>
            </TableRow>
            <TableRow>
              {[words.epochs, words.steps, words.samples, words.steps, words.steps].map((title, index) => (
                <TableCell key={index} align="right">
                  {title}
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {rows.map(({ arm, pretrain, normals, finetune }) => (
              <TableRow key={arm}>
                <TableCell component="th" scope="row">
                  {formatMethod(arm)}
                </TableCell>
                {[
                  ...columns(pretrain),
                  normals ? range(normals.steps) : words.none,
                  range(finetune.steps),
                ].map((value, index) => (
                  <TableCell key={index} {...numbers}>
                    {value}
                  </TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </TableContainer>
      <Typography variant="caption" sx={{ color: 'text.secondary' }}>
        {words.note}
      </Typography>
    </>
  )
}

const range = ([least, most]: [number, number]): string =>
  least === most ? formatCount(least) : `${formatCount(least)}–${formatCount(most)}`
