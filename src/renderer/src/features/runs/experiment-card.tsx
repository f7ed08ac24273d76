import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import LinearProgress from '@mui/material/LinearProgress'
import Paper from '@mui/material/Paper'
import Typography from '@mui/material/Typography'
import { useState } from 'react'
import type { Experiment, Run, RunState } from '../../../../shared/ipc/api.ts'
import { CommandLine } from '../../components/command-line.tsx'
import { formatCount, formatExperiment, formatTime, shellQuote } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import { timeLeft } from './queue-card.tsx'
import { RunsTable } from './runs-table.tsx'
import { StateFilter } from './state-filter.tsx'
import type { useQueue } from '../../lib/use-queue.ts'

interface ExperimentCardProps {
  folder: string
  experiment: Experiment
  runs: Run[]
  queue: ReturnType<typeof useQueue>
}

export function ExperimentCard({ folder, experiment, runs, queue }: ExperimentCardProps) {
  const [only, setOnly] = useState<RunState | null>(null)
  const { id, recipe, plannedAt, datasetVersion } = experiment
  const count = (state: RunState) => runs.filter((run) => run.state === state).length
  const finished = count('finished')
  const status = queue.status?.experiments.find((one) => one.experiment === id)
  const waiting = count('queued') + count('interrupted')
  return (
    <Paper component="article" aria-labelledby={`experiment-${id}`}>
      <Box sx={{ p: 3, pb: 2, display: 'grid', gap: 2 }}>
        <Box sx={{ display: 'flex', alignItems: 'baseline', gap: 2 }}>
          <Typography variant="h3" id={`experiment-${id}`}>
            {formatExperiment(recipe, id)}
          </Typography>
          <Typography variant="caption" sx={{ color: 'text.secondary', mr: 'auto' }}>
            {strings.runs.planned(formatTime(plannedAt), datasetVersion)}
          </Typography>
          {status && timeLeft(status) && (
            <Typography variant="caption" sx={{ color: 'text.secondary' }}>
              {timeLeft(status)}
            </Typography>
          )}
          <Typography sx={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>
            {strings.runs.finishedOf(formatCount(finished), formatCount(runs.length))}
          </Typography>
        </Box>
        <LinearProgress
          variant="determinate"
          value={100 * (status?.progress ?? 0)}
          aria-label={strings.runs.overall(recipe)}
        />
        {waiting > 0 && count('running') === 0 && (
          <Box sx={{ display: 'grid', gap: 1 }}>
            <Typography sx={{ color: 'text.secondary' }}>{strings.runs.queued(waiting)}</Typography>
            <CommandLine command={`npx antrum run ${shellQuote(folder)} ${id}`} />
          </Box>
        )}
        <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
          <Box sx={{ flex: 1 }}>
            <StateFilter runs={runs} only={only} setOnly={setOnly} />
          </Box>
          {queue.canAsk && status && (
            <ExperimentActions
              id={id}
              queue={queue}
              isQueued={status.queuePosition !== null}
              hasFailed={count('failed') > 0}
              isFinished={finished === runs.length}
            />
          )}
        </Box>
      </Box>
      <RunsTable
        folder={folder}
        label={strings.runs.tableOf(recipe)}
        runs={only ? runs.filter(({ state }) => state === only) : runs}
      />
    </Paper>
  )
}

interface ExperimentActionsProps extends Pick<ExperimentCardProps, 'queue'> {
  id: string
  isQueued: boolean
  hasFailed: boolean
  isFinished: boolean
}

/** Taking an experiment out is undone by putting it back: what was finished stays, the rest goes on from checkpoints. */
function ExperimentActions({ id, queue, isQueued, hasFailed, isFinished }: ExperimentActionsProps) {
  const { ask, isAsking } = queue
  const words = strings.runs.queue
  const look = { size: 'small', variant: 'outlined', color: 'inherit', disabled: isAsking } as const
  return (
    <>
      {hasFailed && (
        <Button {...look} onClick={() => ask({ action: 'retry', id })}>
          {words.retryFailed}
        </Button>
      )}
      {!isFinished && !isQueued && (
        <Button {...look} onClick={() => ask({ action: 'add', id })}>
          {words.add}
        </Button>
      )}
      {!isFinished && isQueued && (
        <Button {...look} onClick={() => ask({ action: 'cancel', id })}>
          {words.cancel}
        </Button>
      )}
    </>
  )
}
