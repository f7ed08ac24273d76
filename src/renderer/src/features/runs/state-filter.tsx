import ToggleButton from '@mui/material/ToggleButton'
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup'
import { runStates } from '../../../../shared/ipc/api.ts'
import type { Run, RunState } from '../../../../shared/ipc/api.ts'
import { formatCount, formatState } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'

interface StateFilterProps {
  runs: Run[]
  only: RunState | null
  setOnly: (state: RunState | null) => void
}

/** How many runs are in which state; choosing one shows only those. */
export function StateFilter({ runs, only, setOnly }: StateFilterProps) {
  const counts = Map.groupBy(runs, ({ state }) => state)
  const present = runStates.filter((state) => counts.has(state) || state === only)
  return (
    <ToggleButtonGroup
      exclusive
      size="small"
      value={only ?? 'all'}
      onChange={(_, value: RunState | 'all' | null) => setOnly(value === 'all' ? null : value)}
      aria-label={strings.runs.filter}
    >
      <ToggleButton value="all" sx={{ py: 0.25 }}>
        {strings.runs.all} {formatCount(runs.length)}
      </ToggleButton>
      {present.map((state) => (
        <ToggleButton key={state} value={state} sx={{ py: 0.25 }}>
          {formatState(state)} {formatCount(counts.get(state)?.length ?? 0)}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
}
