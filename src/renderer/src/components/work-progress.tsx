import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import LinearProgress from '@mui/material/LinearProgress'
import Typography from '@mui/material/Typography'
import { duration } from '../../../shared/domain/duration.ts'
import type { ProgressEvent } from '../../../shared/ipc/base.ts'
import { toPayload } from '../lib/client.ts'
import { inWords } from '../lib/core-words.ts'
import { formatCount } from '../lib/format.ts'
import type { Work } from '../lib/long-work.ts'
import { strings } from '../lib/strings.ts'
import { ErrorPanel } from './error-panel.tsx'

interface WorkProgressProps {
  /** What is being done. */
  label: string
  progress: ProgressEvent | null
  stop: () => void
}

/** How far long work is, and the way to end it. */
export function WorkProgress({ label, progress, stop }: WorkProgressProps) {
  const { step: stepOf, of, left, stop: stopWord } = strings.app.work
  const { phase, step, done = 0, total, leftSeconds } = progress ?? {}
  const name = phase === undefined ? label : inWords(phase)
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 2 }}>
      <Box sx={{ flex: 1, minWidth: 0, display: 'grid', gap: 0.5 }}>
        <Box sx={{ display: 'flex', gap: 2 }}>
          <Typography variant="caption" sx={{ flex: 1 }}>
            {step ? stepOf(formatCount(step[0]), formatCount(step[1]), name) : name}
          </Typography>
          {total !== undefined && (
            <Typography variant="caption" sx={{ fontVariantNumeric: 'tabular-nums' }}>
              {of(formatCount(done), formatCount(total))}
            </Typography>
          )}
          {leftSeconds !== undefined && (
            <Typography variant="caption" sx={{ fontVariantNumeric: 'tabular-nums' }}>
              {left(duration(leftSeconds))}
            </Typography>
          )}
        </Box>
        <LinearProgress
          aria-label={label}
          {...(total ? { variant: 'determinate', value: (100 * Math.min(done, total)) / total } : {})}
        />
      </Box>
      <Button variant="outlined" color="inherit" onClick={stop}>
        {stopWord}
      </Button>
    </Box>
  )
}

interface WorkOutcomeProps {
  work: Pick<Work<unknown, unknown>, 'state' | 'error'> | null
  /** Titles of work that failed, and that was stopped. */
  failed: string
  stopped: string
}

/** What to say of long work that did not come to its end. */
export function WorkOutcome({ work, failed, stopped }: WorkOutcomeProps) {
  if (work?.state === 'failed') return <ErrorPanel title={failed} error={toPayload(work.error)} />
  if (work?.state !== 'stopped') return null
  return (
    <Alert severity="warning" variant="outlined">
      {stopped}
    </Alert>
  )
}

/** Long work while it goes on, and what to say of it when it did not come to its end. */
export function WorkState({
  work,
  label,
  stop,
  ...words
}: Omit<WorkOutcomeProps, 'work'> & { work: Work<unknown, unknown> | null } & Omit<
    WorkProgressProps,
    'progress'
  >) {
  if (work?.state === 'running') return <WorkProgress label={label} progress={work.progress} stop={stop} />
  return <WorkOutcome work={work} {...words} />
}
