import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { useQueryClient } from '@tanstack/react-query'
import { duration } from '../../../../shared/domain/duration.ts'
import type { PlanPreview } from '../../../../shared/ipc/experiments.ts'
import { WorkOutcome, WorkProgress } from '../../components/work-progress.tsx'
import { client } from '../../lib/client.ts'
import { formatCount, formatGigabytes, formatShare } from '../../lib/format.ts'
import { useLongWork } from '../../lib/long-work.ts'
import { strings } from '../../lib/strings.ts'
import type { StepProps } from './steps.tsx'
import { previewKey } from './use-preview.ts'

/** What the whole plan takes on this machine. */
export function CostStep({ folder, draft, preview }: StepProps) {
  const queries = useQueryClient()
  const words = strings.experiments.cost
  const { work, isRunning, start, stop } = useLongWork<never, PlanPreview>(`calibrate ${folder}`)
  const isMeasured = preview !== null && preview.estimate.measuredShare > 0.99
  const calibrate = () =>
    start((options) => client.experiments.estimate({ folder, draft, again: isMeasured }, options), {
      ended: () => void queries.invalidateQueries({ queryKey: previewKey(folder) }),
    })
  return (
    <>
      {preview && <Facts preview={preview} />}
      {isRunning ? (
        <WorkProgress label={words.running} progress={work!.progress} stop={stop} />
      ) : (
        <Box>
          <Button variant={isMeasured ? 'outlined' : 'contained'} onClick={calibrate}>
            {isMeasured ? words.again : words.calibrate}
          </Button>
        </Box>
      )}
      <WorkOutcome work={work} failed={words.failed} stopped={words.stopped} />
      <Typography variant="caption" sx={{ color: 'text.secondary' }}>
        {words.how}
      </Typography>
    </>
  )
}

function Facts({ preview: { estimate, machine, finished } }: { preview: PlanPreview }) {
  const words = strings.experiments.cost
  const { seconds, secondsRange, memoryBytes, diskBytes, measuredShare } = estimate
  const facts = [
    {
      name: words.time,
      value: duration(seconds),
      note: [
        words.range(duration(secondsRange[0]), duration(secondsRange[1])),
        words.measured(formatShare(measuredShare)),
      ].join('; '),
    },
    {
      name: words.memory,
      value: formatGigabytes(memoryBytes),
      note: words.ofMachine(formatGigabytes(machine.memoryBytes)),
    },
    {
      name: words.disk,
      value: formatGigabytes(diskBytes),
      note: words.free(formatGigabytes(machine.freeDiskBytes)),
    },
  ]
  return (
    <>
      <Box component="dl" sx={{ m: 0, display: 'grid', gridTemplateColumns: 'repeat(3, 1fr)', gap: 2 }}>
        {facts.map(({ name, value, note }) => (
          <Box key={name}>
            <Typography component="dt" variant="caption" sx={{ color: 'text.secondary' }}>
              {name}
            </Typography>
            <Typography
              component="dd"
              variant="h1"
              sx={{ m: 0, fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}
            >
              {value}
            </Typography>
            <Typography component="dd" variant="caption" sx={{ m: 0, color: 'text.secondary' }}>
              {note}
            </Typography>
          </Box>
        ))}
      </Box>
      {finished > 0 && <Typography>{words.finished(formatCount(finished), finished)}</Typography>}
      {memoryBytes > machine.memoryBytes && (
        <Alert severity="warning" variant="outlined">
          {words.tooLittleMemory}
        </Alert>
      )}
      {diskBytes > machine.freeDiskBytes && (
        <Alert severity="error" variant="outlined">
          {words.tooLittleDisk}
        </Alert>
      )}
    </>
  )
}
