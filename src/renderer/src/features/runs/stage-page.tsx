import Alert from '@mui/material/Alert'
import AlertTitle from '@mui/material/AlertTitle'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import LinearProgress from '@mui/material/LinearProgress'
import Link from '@mui/material/Link'
import Typography from '@mui/material/Typography'
import { duration } from '../../../../shared/domain/duration.ts'
import type { Run } from '../../../../shared/ipc/api.ts'
import { monospace } from '../../app/theme.ts'
import { Card } from '../../components/card.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { LoadingCard } from '../../components/loading-card.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { toPayload } from '../../lib/client.ts'
import { inWords } from '../../lib/core-words.ts'
import { formatMethod, formatShare, formatTime } from '../../lib/format.ts'
import { routeHash } from '../../lib/route.ts'
import { strings } from '../../lib/strings.ts'
import { StageCharts } from './stage-charts.tsx'
import { StateMark } from './state-mark.tsx'
import { useStory } from './story.ts'
import type { Story } from './story.ts'
import type { useQueue } from '../../lib/use-queue.ts'

interface StagePageProps {
  folder: string
  stage: string
  /** As the experiment lists it; undefined until the list is there. */
  run: Run | undefined
  queue: ReturnType<typeof useQueue>
}

/** One stage: how it goes, what it warned of, and what its trainer says. */
export function StagePage({ folder, stage, run, queue }: StagePageProps) {
  const { story, error } = useStory(folder, stage)
  const words = strings.runs.stage
  const running = queue.status?.experiments
    .flatMap((experiment) => experiment.running)
    .find((one) => one.stage === stage)
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 2 }}>
      <Link href={routeHash({ page: 'runs', folder })} sx={{ justifySelf: 'start' }}>
        {words.back}
      </Link>
      <Box sx={{ display: 'flex', gap: 2, alignItems: 'center', flexWrap: 'wrap' }}>
        <PageTitle>{run ? titleOf(run) : words.title}</PageTitle>
        {run && <StateMark state={run.state} />}
        <Typography sx={{ flex: 1, color: 'text.secondary', fontVariantNumeric: 'tabular-nums' }}>
          {run?.state === 'running' &&
            running?.secondsLeft != null &&
            strings.runs.queue.left(duration(running.secondsLeft), null)}
        </Typography>
        {run && queue.canAsk && <StageActions run={run} queue={queue} />}
      </Box>
      {run?.progress != null && run.state !== 'finished' && (
        <LinearProgress
          variant="determinate"
          value={run.progress * 100}
          aria-label={strings.runs.progressOf(titleOf(run))}
        />
      )}
      {queue.error && (
        <Alert severity="error" variant="outlined" onClose={queue.dismiss}>
          {toPayload(queue.error).message}
        </Alert>
      )}
      {error !== null && <ErrorPanel title={words.failed} error={toPayload(error)} />}
      {run?.state === 'failed' && run.reason && (
        <Alert severity="error" variant="outlined">
          <AlertTitle>{strings.runs.states.failed}</AlertTitle>
          {inWords(run.reason)}
        </Alert>
      )}
      {story?.alarms.map(({ timeMs, alarm, cause, suggestion }, index) => (
        <Alert key={index} severity="warning" variant="outlined">
          <AlertTitle>
            {words.alarms[alarm]} · {formatTime(new Date(timeMs).toISOString())}
          </AlertTitle>
          {inWords(cause)} {inWords(suggestion)}
        </Alert>
      ))}
      {!story && error === null && <LoadingCard label={words.loading} />}
      {story &&
        (story.points.length > 0 ? (
          <StageCharts story={story} />
        ) : (
          <Card>
            <Typography sx={{ color: 'text.secondary' }}>{words.nothing}</Typography>
          </Card>
        ))}
      {story && story.attempts.length > 0 && <Attempts story={story} />}
      {story && story.log.length > 0 && <Log lines={story.log} />}
    </Box>
  )
}

function StageActions({
  run: { stage, state },
  queue: { ask, isAsking },
}: { run: Run } & Pick<StagePageProps, 'queue'>) {
  const words = strings.runs.queue
  const look = { variant: 'outlined', color: 'inherit', disabled: isAsking } as const
  return (
    <>
      {(state === 'queued' || state === 'interrupted') && (
        <Button {...look} onClick={() => ask({ action: 'move', id: stage, to: 'first' })}>
          {words.first}
        </Button>
      )}
      {(state === 'queued' || state === 'interrupted' || state === 'running') && (
        <Button {...look} color="error" onClick={() => ask({ action: 'cancel', id: stage })}>
          {words.cancel}
        </Button>
      )}
      {state === 'failed' && (
        <Button {...look} onClick={() => ask({ action: 'retry', id: stage })}>
          {words.retry}
        </Button>
      )}
    </>
  )
}

function Attempts({ story: { attempts } }: { story: Story }) {
  const words = strings.runs.stage
  return (
    <Card>
      <Typography variant="h2" gutterBottom>
        {words.attempts}
      </Typography>
      <Box component="ol" sx={{ m: 0, pl: 3, color: 'text.secondary' }}>
        {attempts.map(({ timeMs, host, device, resumedFromEpoch }, index) => (
          <li key={index}>
            {words.attempt(formatTime(new Date(timeMs).toISOString()), device, host, resumedFromEpoch)}
          </li>
        ))}
      </Box>
    </Card>
  )
}

function Log({ lines }: { lines: readonly string[] }) {
  return (
    <Card>
      <Typography variant="h2" id="log-title" gutterBottom>
        {strings.runs.stage.log}
      </Typography>
      <Box
        component="pre"
        role="log"
        aria-labelledby="log-title"
        tabIndex={0}
        sx={{ m: 0, maxHeight: 280, overflow: 'auto', fontFamily: monospace, fontSize: '0.8125rem' }}
      >
        {lines.join('\n')}
      </Box>
    </Card>
  )
}

function titleOf({ kind, method, foldIndex, labelFraction }: Run): string {
  const { fold, labels } = strings.runs.stage
  return [
    `${strings.runs.kinds[kind]}${method === null ? '' : ` · ${formatMethod(method)}`}`,
    ...(foldIndex === null ? [] : [fold(foldIndex + 1)]),
    ...(labelFraction === null ? [] : [labels(formatShare(labelFraction))]),
  ].join(', ')
}
