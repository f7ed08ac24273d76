import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { RegisterReport } from '../../../../shared/ipc/regions.ts'
import { ChartTable } from '../../components/chart/chart-table.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { WorkOutcome, WorkProgress } from '../../components/work-progress.tsx'
import { client, toPayload } from '../../lib/client.ts'
import { inWords } from '../../lib/core-words.ts'
import { formatCount, formatFixed } from '../../lib/format.ts'
import { useLongWork } from '../../lib/long-work.ts'
import { strings } from '../../lib/strings.ts'
import { Montage } from './montage.tsx'
import { Section } from '../../components/section.tsx'

interface RegistrationCardProps {
  folder: string
  subjects: readonly string[]
  canChange: boolean
}

/** More lines than this are counted, not listed: the worst come first. */
const listed = 100

export function RegistrationCard({ folder, subjects, canChange }: RegistrationCardProps) {
  const queryClient = useQueryClient()
  const [chosen, setChosen] = useState<string | null>(null)
  const fixed = useQuery({
    queryKey: ['regions', folder, 'fixed'],
    queryFn: () => client.regions.fixedScan({ folder }),
  })
  const registrations = useQuery({
    queryKey: ['regions', folder, 'registrations'],
    queryFn: () => client.regions.registrations({ folder }),
  })
  const { work, isRunning, start, stop } = useLongWork<never, RegisterReport>(`register ${folder}`)
  const words = strings.regions.registration
  const fixedSubject = chosen ?? fixed.data?.subject ?? ''
  const register = () =>
    start((options) => client.regions.register({ folder, fixedSubject }, options), {
      ended: () => void queryClient.invalidateQueries({ queryKey: ['regions', folder] }),
    })
  const found = registrations.data
  return (
    <Section title={words.title} text={words.text}>
      {canChange &&
        (isRunning ? (
          <WorkProgress label={words.running} progress={work!.progress} stop={stop} />
        ) : (
          <Box sx={{ display: 'flex', gap: 2, alignItems: 'flex-start' }}>
            <TextField
              select
              size="small"
              label={words.fixed}
              helperText={words.fixedHint}
              value={fixedSubject}
              onChange={({ target }) => setChosen(target.value)}
              sx={{ flex: 1, maxWidth: 480 }}
            >
              {subjects.map((subject) => (
                <MenuItem key={subject} value={subject}>
                  {subject}
                </MenuItem>
              ))}
            </TextField>
            <Button variant="contained" sx={{ height: 40 }} disabled={!fixedSubject} onClick={register}>
              {words.start}
            </Button>
          </Box>
        ))}
      <WorkOutcome work={work} failed={words.failed} stopped={words.stopped} />
      {registrations.error && <ErrorPanel title={words.cannotRead} error={toPayload(registrations.error)} />}
      {found === null && <Typography>{words.none}</Typography>}
      {found && (
        <>
          <Typography>
            {words.summary(
              formatCount(found.scans.filter(({ registered }) => registered).length),
              formatCount(found.scans.length),
              formatCount(found.scans.filter(({ flagged }) => flagged).length),
            )}
          </Typography>
          <ChartTable
            label={words.table}
            maxHeightPx={280}
            numbers={{
              columns: [
                { title: words.subject },
                { title: words.score, format: (score) => formatFixed(score, 3) },
                { title: words.look },
              ],
              rows: found.scans
                .slice(0, listed)
                .map(({ subject, score, reasons }) => [
                  subject,
                  score,
                  reasons.map(inWords).join('; ') || words.fine,
                ]),
            }}
          />
          {found.scans.length > listed && (
            <Typography>{words.more(formatCount(found.scans.length - listed))}</Typography>
          )}
          <Montage
            queryKey={['regions', folder, 'head montage', registrations.dataUpdatedAt]}
            draw={() => client.regions.headMontage({ folder })}
            show={words.montage}
            alt={words.montageAlt}
          />
        </>
      )}
    </Section>
  )
}
