import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useState } from 'react'
import type { ProjectSummary } from '../../../../shared/ipc/api.ts'
import type { UncertainSinuses } from '../../../../shared/ipc/review.ts'
import { ChartTable } from '../../components/chart/chart-table.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { Section } from '../../components/section.tsx'
import { WorkOutcome, WorkProgress } from '../../components/work-progress.tsx'
import { client } from '../../lib/client.ts'
import { formatCount, formatFixed, formatMethod } from '../../lib/format.ts'
import { useLongWork } from '../../lib/long-work.ts'
import { strings } from '../../lib/strings.ts'
import type { Ranked } from './create-dialog.tsx'

interface LabelNextCardProps extends Pick<ProjectSummary, 'folder' | 'experiments'> {
  /** Starts a review of the ranked sinuses; left out where nothing may be changed. */
  review?: (ranked: Ranked) => void
}

/** Unlabelled sinuses in the order in which their labels would teach a model most. */
export function LabelNextCard({ folder, experiments, review }: LabelNextCardProps) {
  const [chosen, setChosen] = useState<string | null>(null)
  const [most, setMost] = useState('40')
  const { work, isRunning, start, stop } = useLongWork<never, UncertainSinuses>(`label next ${folder}`)
  const words = strings.review.next
  const experiment = chosen ?? experiments.at(-1)!.id
  const count = Number(most)
  const rank = () => start((options) => client.review.labelNext({ folder, experiment, most: count }, options))
  const found = work?.result
  return (
    <Section title={words.title} text={words.text}>
      {isRunning ? (
        <WorkProgress label={words.running} progress={work!.progress} stop={stop} />
      ) : (
        <Box sx={{ display: 'flex', gap: 2 }}>
          <TextField
            select
            size="small"
            label={words.experiment}
            value={experiment}
            onChange={({ target }) => setChosen(target.value)}
            sx={{ minWidth: 240 }}
          >
            {experiments.toReversed().map(({ id }) => (
              <MenuItem key={id} value={id}>
                {id}
              </MenuItem>
            ))}
          </TextField>
          <NumberField
            inputMode="numeric"
            label={words.most}
            value={most}
            change={setMost}
            sx={{ width: 120 }}
          />
          <Button variant="outlined" disabled={!(Number.isSafeInteger(count) && count > 0)} onClick={rank}>
            {words.start}
          </Button>
        </Box>
      )}
      <WorkOutcome work={work} failed={words.failed} stopped={words.stopped} />
      {found && (
        <>
          <Box sx={{ display: 'flex', gap: 2, alignItems: 'center' }}>
            <Typography sx={{ flex: 1 }}>
              {words.found(formatCount(found.unlabelled), found.models, formatMethod(found.method))}
            </Typography>
            {review && (
              <Button variant="outlined" onClick={() => review(found)}>
                {words.review}
              </Button>
            )}
          </Box>
          <ChartTable
            label={words.table}
            maxHeightPx={320}
            numbers={{
              columns: [
                { title: words.rank },
                { title: words.sinus },
                { title: words.uncertainty, format: (bits) => formatFixed(bits, 3) },
              ],
              rows: found.sinuses.map(({ sinus, uncertaintyBits }, index) => [
                index + 1,
                sinus,
                uncertaintyBits,
              ]),
            }}
          />
        </>
      )}
    </Section>
  )
}
