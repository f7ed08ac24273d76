import Down from '@mui/icons-material/ArrowDownwardOutlined'
import Drag from '@mui/icons-material/DragIndicatorOutlined'
import Pause from '@mui/icons-material/PauseOutlined'
import Resume from '@mui/icons-material/PlayArrowOutlined'
import Up from '@mui/icons-material/ArrowUpwardOutlined'
import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import IconButton from '@mui/material/IconButton'
import Paper from '@mui/material/Paper'
import Typography from '@mui/material/Typography'
import { useState } from 'react'
import { duration } from '../../../../shared/domain/duration.ts'
import type { Experiment } from '../../../../shared/ipc/api.ts'
import type { ExperimentStatus } from '../../../../shared/ipc/queue.ts'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { RunOptionFields } from '../../components/run-options.tsx'
import { useActions } from '../../lib/actions.ts'
import { toPayload } from '../../lib/client.ts'
import { formatExperiment } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import { queueOf } from '../../lib/open-work.ts'
import type { useQueue } from '../../lib/use-queue.ts'
import { useStart } from '../../lib/use-start.ts'

interface QueueCardProps {
  folder: string
  experiments: readonly Experiment[]
  queue: ReturnType<typeof useQueue>
}

/** What is worked off in which order: paused, resumed and put in another order, by mouse or keyboard. */
export function QueueCard({ folder, experiments, queue }: QueueCardProps) {
  const { status, ask, canAsk, error, dismiss } = queue
  const starting = useStart(folder)
  const [dragged, setDragged] = useState<string | null>(null)
  const words = strings.runs.queue
  const paused = status?.paused ?? false
  const toggle = () => ask({ action: paused ? 'resume' : 'pause' })
  useActions(
    canAsk
      ? [
          {
            id: 'queue.pause',
            name: paused ? words.resume : words.pause,
            group: strings.app.groups.page,
            run: toggle,
          },
        ]
      : [],
  )
  if (!status) return null
  const waiting = queueOf(status)
  const nameOf = (id: string) => formatExperiment(experiments.find((one) => one.id === id)?.recipe ?? '', id)
  const move = (id: string, to: number) => {
    if (to >= 0 && to < waiting.length) ask({ action: 'move', id, to })
  }
  return (
    <Paper component="section" aria-labelledby="queue-title" sx={{ p: 3, display: 'grid', gap: 2 }}>
      <Box sx={{ display: 'flex', gap: 2, alignItems: 'center', flexWrap: 'wrap' }}>
        <Box sx={{ flex: 1, minWidth: 240 }}>
          <Typography variant="h2" id="queue-title">
            {words.title}
          </Typography>
          <Typography sx={{ color: 'text.secondary' }} role="status">
            {paused ? words.paused : status.holder ? words.working : words.idle}
          </Typography>
        </Box>
        {canAsk && (
          <Button
            variant="outlined"
            color="inherit"
            startIcon={paused ? <Resume /> : <Pause />}
            onClick={toggle}
          >
            {paused ? words.resume : words.pause}
          </Button>
        )}
      </Box>
      {canAsk && waiting.length > 0 && !status.holder && (
        <Box sx={{ display: 'flex', gap: 2, alignItems: 'center', flexWrap: 'wrap' }}>
          <Button
            variant="outlined"
            startIcon={<Resume />}
            disabled={starting.isStarting || !starting.canStart}
            onClick={starting.start}
          >
            {starting.isStarting ? strings.start.starting : strings.start.action}
          </Button>
          <RunOptionFields folder={folder} />
        </Box>
      )}
      {starting.error && (
        <ErrorPanel title={strings.start.failed} error={toPayload(starting.error)}>
          <Button variant="outlined" onClick={starting.dismiss}>
            {strings.start.dismiss}
          </Button>
        </ErrorPanel>
      )}
      {error && (
        <Alert severity="error" variant="outlined" onClose={dismiss}>
          {toPayload(error).message}
        </Alert>
      )}
      {waiting.length > 0 && (
        <Box component="ol" aria-label={words.order} sx={{ m: 0, p: 0, listStyle: 'none' }}>
          {waiting.map((one, index) => (
            <Box
              component="li"
              key={one.experiment}
              draggable={canAsk}
              onDragStart={() => setDragged(one.experiment)}
              onDragEnd={() => setDragged(null)}
              onDragOver={(event) => dragged !== null && event.preventDefault()}
              onDrop={() => dragged !== null && move(dragged, index)}
              onKeyDown={(event) => {
                const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
                if (!step || !event.altKey || !canAsk) return
                event.preventDefault()
                move(one.experiment, index + step)
              }}
              sx={{
                display: 'flex',
                alignItems: 'center',
                gap: 1,
                py: 0.5,
                borderTop: 1,
                borderColor: 'divider',
                opacity: dragged === one.experiment ? 0.5 : 1,
              }}
            >
              {canAsk && <Drag aria-hidden sx={{ color: 'text.secondary', cursor: 'grab', fontSize: 20 }} />}
              <Typography sx={{ color: 'text.secondary', fontVariantNumeric: 'tabular-nums', width: 24 }}>
                {index + 1}
              </Typography>
              <Typography sx={{ flex: 1, minWidth: 0 }}>{nameOf(one.experiment)}</Typography>
              <Typography variant="caption" sx={{ color: 'text.secondary' }}>
                {timeLeft(one)}
              </Typography>
              {canAsk && waiting.length > 1 && (
                <>
                  <IconButton
                    size="small"
                    aria-label={words.up(nameOf(one.experiment))}
                    aria-keyshortcuts="Alt+ArrowUp"
                    disabled={index === 0}
                    onClick={() => move(one.experiment, index - 1)}
                  >
                    <Up sx={{ fontSize: 18 }} />
                  </IconButton>
                  <IconButton
                    size="small"
                    aria-label={words.down(nameOf(one.experiment))}
                    aria-keyshortcuts="Alt+ArrowDown"
                    disabled={index === waiting.length - 1}
                    onClick={() => move(one.experiment, index + 1)}
                  >
                    <Down sx={{ fontSize: 18 }} />
                  </IconButton>
                </>
              )}
            </Box>
          ))}
        </Box>
      )}
    </Paper>
  )
}

/** What an experiment still takes, with its interval; nothing where that is not known. */
export function timeLeft({ secondsLeft, secondsLeftRange }: ExperimentStatus): string {
  if (!secondsLeft) return ''
  const { left } = strings.runs.queue
  return left(duration(secondsLeft), secondsLeftRange?.map((seconds) => duration(seconds)) ?? null)
}
