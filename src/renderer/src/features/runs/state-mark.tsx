import Box from '@mui/material/Box'
import Chip from '@mui/material/Chip'
import type { RunState } from '../../../../shared/ipc/api.ts'
import { formatState } from '../../lib/format.ts'

const colours: Record<RunState, string> = {
  queued: 'text.disabled',
  running: 'primary.main',
  finished: 'success.main',
  cancelled: 'text.disabled',
  interrupted: 'warning.main',
  failed: 'error.main',
}

/** The state as a word, with a dot of its colour beside it. */
export function StateMark({ state }: { state: RunState }) {
  const dot = (
    <Box sx={{ width: 8, height: 8, borderRadius: '50%', bgcolor: colours[state], flexShrink: 0 }} />
  )
  return (
    <Chip
      size="small"
      variant="outlined"
      icon={dot}
      label={formatState(state)}
      sx={{ borderColor: 'divider', pl: 1, '& .MuiChip-label': { pl: 1 } }}
    />
  )
}
