import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { sinusId } from '../../../../shared/domain/sinus.ts'
import type { ExtractReport } from '../../../../shared/ipc/regions.ts'
import { ChartTable } from '../../components/chart/chart-table.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { WorkOutcome, WorkProgress } from '../../components/work-progress.tsx'
import { client, toPayload } from '../../lib/client.ts'
import { inWords } from '../../lib/core-words.ts'
import { formatCount, formatShare } from '../../lib/format.ts'
import { useLongWork } from '../../lib/long-work.ts'
import { go } from '../../lib/route.ts'
import { strings } from '../../lib/strings.ts'
import { Montage } from './montage.tsx'
import { ShowInHead } from './show-in-head.tsx'
import { Section } from '../../components/section.tsx'

/** Cubes out of every head, and which of them are not whole. */
export function ExtractionCard({ folder, canChange }: { folder: string; canChange: boolean }) {
  const queryClient = useQueryClient()
  const [edgeMm, setEdgeMm] = useState('64')
  const [voxels, setVoxels] = useState('64')
  const sinuses = useQuery({
    queryKey: ['regions', folder, 'sinuses'],
    queryFn: () => client.regions.sinuses({ folder }),
  })
  const { work, isRunning, start, stop } = useLongWork<never, ExtractReport>(`extract ${folder}`)
  const words = strings.regions.extraction
  const extract = () =>
    start(
      (options) =>
        client.regions.extract({ folder, edgeMm: Number(edgeMm), voxels: Number(voxels) }, options),
      { ended: () => void queryClient.invalidateQueries({ queryKey: ['regions', folder, 'sinuses'] }) },
    )
  const all = sinuses.data ?? []
  const flagged = all.filter((sinus) => sinus.flagged)
  const cut = all.filter(({ coverage }) => coverage < 1).length
  const notes = work?.result ? [...work.result.failed, ...work.result.leftOut] : []
  return (
    <Section title={words.title} text={words.text}>
      {canChange &&
        (isRunning ? (
          <WorkProgress label={words.running} progress={work!.progress} stop={stop} />
        ) : (
          <Box sx={{ display: 'flex', gap: 2 }}>
            <NumberField
              inputMode="numeric"
              sx={{ width: 160 }}
              label={words.edge}
              value={edgeMm}
              change={setEdgeMm}
            />
            <NumberField
              inputMode="numeric"
              sx={{ width: 160 }}
              label={words.voxels}
              value={voxels}
              change={setVoxels}
            />
            <Button
              variant="contained"
              disabled={!(Number(edgeMm) > 0 && Number.isInteger(Number(voxels)))}
              onClick={extract}
            >
              {words.start}
            </Button>
          </Box>
        ))}
      <WorkOutcome work={work} failed={words.failed} stopped={words.stopped} />
      {sinuses.error && <ErrorPanel title={words.failed} error={toPayload(sinuses.error)} />}
      {notes.map(({ subject, reason }) => (
        <Typography key={subject} sx={{ color: 'warning.main' }}>
          {words.leftOut}: {subject}: {reason}
        </Typography>
      ))}
      {sinuses.data && all.length === 0 && <Typography>{words.none}</Typography>}
      {all.length > 0 && (
        <>
          <Box sx={{ display: 'flex', gap: 2, alignItems: 'center' }}>
            <Typography sx={{ flex: 1 }}>
              {words.summary(formatCount(all.length), formatCount(flagged.length))}
            </Typography>
            <Button variant="outlined" onClick={() => go({ page: 'dataset', folder })}>
              {words.toDataset}
            </Button>
          </Box>
          {cut > 0 && (
            <Alert severity="warning" variant="outlined">
              {words.coverage(cut)}
            </Alert>
          )}
          {flagged.length > 0 && (
            <ChartTable
              label={words.table}
              maxHeightPx={240}
              numbers={{
                columns: [
                  { title: words.sinus },
                  { title: words.covered, format: formatShare },
                  { title: words.why },
                ],
                rows: flagged.map(({ subject, side, coverage, reasons }) => [
                  sinusId(subject, side),
                  coverage,
                  reasons.map(inWords).join('; '),
                ]),
              }}
            />
          )}
          <ShowInHead folder={folder} sinuses={all} />
          <Montage
            queryKey={['regions', folder, 'cube montage', sinuses.dataUpdatedAt]}
            draw={() => client.regions.cubeMontage({ folder })}
            show={words.montage}
            alt={words.montageAlt}
          />
        </>
      )}
    </Section>
  )
}
