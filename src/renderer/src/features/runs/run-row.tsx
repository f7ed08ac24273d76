import Box from '@mui/material/Box'
import Link from '@mui/material/Link'
import LinearProgress from '@mui/material/LinearProgress'
import TableCell from '@mui/material/TableCell'
import TableRow from '@mui/material/TableRow'
import Typography from '@mui/material/Typography'
import { memo } from 'react'
import { duration } from '../../../../shared/domain/duration.ts'
import type { Run } from '../../../../shared/ipc/api.ts'
import { inWords } from '../../lib/core-words.ts'
import { formatLoss, formatMethod, formatShare } from '../../lib/format.ts'
import { routeHash } from '../../lib/route.ts'
import { strings } from '../../lib/strings.ts'
import { StateMark } from './state-mark.tsx'

/** Runs come as new objects only when they changed, so unchanged rows are not drawn again. */
export const RunRow = memo(function RunRow({ folder, run }: { folder: string; run: Run }) {
  const { none, kinds } = strings.runs
  const word = { whiteSpace: 'nowrap' }
  const numbers = {
    align: 'right' as const,
    sx: { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
  }
  return (
    <TableRow>
      <TableCell sx={word}>
        <Link underline="hover" href={routeHash({ page: 'runs', folder, params: { stage: run.stage } })}>
          {kinds[run.kind]}
        </Link>
      </TableCell>
      <TableCell>{run.method === null ? none : formatMethod(run.method)}</TableCell>
      <TableCell {...numbers}>{run.foldIndex === null ? none : run.foldIndex + 1}</TableCell>
      <TableCell {...numbers}>{run.labelFraction === null ? none : formatShare(run.labelFraction)}</TableCell>
      <TableCell>
        <StateMark state={run.state} />
      </TableCell>
      <TableCell>
        <RunProgress run={run} />
      </TableCell>
      <TableCell {...numbers}>{run.seconds === null ? none : duration(run.seconds)}</TableCell>
    </TableRow>
  )
})

function RunProgress({ run }: { run: Run }) {
  if (run.state === 'failed') {
    return (
      <Typography variant="caption" sx={{ color: 'error.main', display: 'block', overflowWrap: 'anywhere' }}>
        {run.reason && inWords(run.reason)}
      </Typography>
    )
  }
  const { epoch, epochs, loss, kinds, progressOf } = strings.runs
  const note = [
    run.state === 'finished' && run.epochs !== null ? epochs(run.epochs) : null,
    run.state !== 'finished' && run.epochIndex !== null ? epoch(run.epochIndex + 1, run.epochs) : null,
    run.loss === null ? null : loss(formatLoss(run.loss)),
  ].filter((part) => part !== null)
  const showsBar = run.state === 'running' || (run.state === 'interrupted' && run.progress !== null)
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 2 }}>
      {showsBar && (
        <LinearProgress
          variant="determinate"
          color={run.state === 'running' ? 'primary' : 'inherit'}
          value={(run.progress ?? 0) * 100}
          aria-label={progressOf(kinds[run.kind])}
          sx={{ flex: 1, minWidth: 48, color: 'text.secondary' }}
        />
      )}
      <Typography
        variant="caption"
        sx={{ color: 'text.secondary', whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}
      >
        {note.join(' · ')}
      </Typography>
    </Box>
  )
}
