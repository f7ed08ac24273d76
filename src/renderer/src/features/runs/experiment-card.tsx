import Box from '@mui/material/Box'
import LinearProgress from '@mui/material/LinearProgress'
import Paper from '@mui/material/Paper'
import Typography from '@mui/material/Typography'
import { useState } from 'react'
import type { Experiment, Run, RunState } from '../../../../shared/ipc/api.ts'
import { CommandLine } from '../../components/command-line.tsx'
import { formatCount, formatTime, shellQuote } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import { RunsTable } from './runs-table.tsx'
import { StateFilter } from './state-filter.tsx'

interface ExperimentCardProps {
  folder: string
  experiment: Experiment
  runs: Run[]
}

export function ExperimentCard({ folder, experiment, runs }: ExperimentCardProps) {
  const [only, setOnly] = useState<RunState | null>(null)
  const { id, recipe, plannedAt, datasetVersion } = experiment
  const count = (state: RunState) => runs.filter((run) => run.state === state).length
  const finished = count('finished')
  const waiting = count('queued') + count('interrupted')
  const share =
    runs.length === 0 ? 0 : runs.reduce((sum, { progress }) => sum + (progress ?? 0), 0) / runs.length
  return (
    <Paper component="article" aria-labelledby={`experiment-${id}`}>
      <Box sx={{ p: 3, pb: 2, display: 'grid', gap: 2 }}>
        <Box sx={{ display: 'flex', alignItems: 'baseline', gap: 2 }}>
          <Typography variant="h3" id={`experiment-${id}`}>
            {recipe} · {id}
          </Typography>
          <Typography variant="caption" sx={{ color: 'text.secondary', mr: 'auto' }}>
            {strings.runs.planned(formatTime(plannedAt), datasetVersion)}
          </Typography>
          <Typography sx={{ fontVariantNumeric: 'tabular-nums' }}>
            {strings.runs.finishedOf(formatCount(finished), formatCount(runs.length))}
          </Typography>
        </Box>
        <LinearProgress variant="determinate" value={share * 100} aria-label={strings.runs.overall(recipe)} />
        {waiting > 0 && count('running') === 0 && (
          <Box sx={{ display: 'grid', gap: 1 }}>
            <Typography sx={{ color: 'text.secondary' }}>{strings.runs.queued(waiting)}</Typography>
            <CommandLine command={`npx antrum run ${shellQuote(folder)} ${id}`} />
          </Box>
        )}
        <StateFilter runs={runs} only={only} setOnly={setOnly} />
      </Box>
      <RunsTable
        label={strings.runs.tableOf(recipe)}
        runs={only ? runs.filter(({ state }) => state === only) : runs}
      />
    </Paper>
  )
}
