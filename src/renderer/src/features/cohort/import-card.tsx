import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Checkbox from '@mui/material/Checkbox'
import FormControlLabel from '@mui/material/FormControlLabel'
import Typography from '@mui/material/Typography'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { duration } from '../../../../shared/domain/duration.ts'
import { Card } from '../../components/card.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { PathForm } from '../../components/path-form.tsx'
import { WorkProgress } from '../../components/work-progress.tsx'
import { client, isInWindow, toPayload } from '../../lib/client.ts'
import { formatCount } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import { SeriesDialog } from './series-dialog.tsx'
import type { Cohort } from './use-cohort.ts'
import { useDrop } from './use-drop.ts'

/** Brings scans in: by path everywhere, by dialog and by dropping them in the window. */
export function ImportCard({ folder, cohort }: { folder: string; cohort: Cohort }) {
  const [pseudonyms, setPseudonyms] = useState(false)
  const [picking, setPicking] = useState<string[] | null>(null)
  const [wasDropped, setWasDropped] = useState(false)
  const words = strings.cohort.import
  const importPaths = (paths: string[]) =>
    cohort.importScans({ paths, ...(pseudonyms && { pseudonyms: true }) })
  const choose = useMutation({
    mutationFn: () => client.host.choose({ what: 'scans' }),
    onSuccess: ({ paths }) => paths.length > 0 && importPaths(paths),
  })
  useDrop((paths) => (paths ? importPaths(paths) : setWasDropped(true)))
  return (
    <Card>
      <Box component="section" aria-labelledby="import-title" sx={{ display: 'grid', gap: 2 }}>
        <Typography variant="h2" id="import-title">
          {words.title}
        </Typography>
        {cohort.isImporting ? (
          <WorkProgress label={words.running} progress={cohort.work!.progress} stop={cohort.stop} />
        ) : (
          <PathForm
            label={words.path}
            hint={isInWindow ? words.windowHint : words.hint}
            submit={words.start}
            dialog={{ name: words.choose, isOpen: choose.isPending, open: () => choose.mutate() }}
            onSubmit={(path) => importPaths([path])}
            actions={(path) => (
              <Button
                variant="outlined"
                sx={{ height: 40 }}
                disabled={!path}
                onClick={() => setPicking([path])}
              >
                {words.series}
              </Button>
            )}
          >
            <FormControlLabel
              control={
                <Checkbox
                  size="small"
                  checked={pseudonyms}
                  onChange={({ target }) => setPseudonyms(target.checked)}
                />
              }
              label={words.pseudonyms}
            />
          </PathForm>
        )}
        {wasDropped && (
          <Alert severity="info" variant="outlined" onClose={() => setWasDropped(false)}>
            {words.noDrop}
          </Alert>
        )}
        {choose.error && <ErrorPanel title={words.failed} error={toPayload(choose.error)} />}
        <ImportEnd cohort={cohort} />
      </Box>
      {picking && (
        <SeriesDialog
          folder={folder}
          paths={picking}
          close={() => setPicking(null)}
          take={(series) => {
            setPicking(null)
            cohort.importScans({ paths: picking, series })
          }}
        />
      )}
    </Card>
  )
}

/** How the last import ended. */
function ImportEnd({ cohort: { work } }: { cohort: Cohort }) {
  // What it told stays: rejected files are known from there alone.
  const [seen, setSeen] = useState<unknown>(null)
  const words = strings.cohort.import
  switch (work?.state) {
    case 'finished': {
      const { scans, seconds } = work.result!.throughput
      if (seen === work.result) return null
      return (
        <Alert
          severity="success"
          variant="outlined"
          onClose={() => setSeen(work.result)}
          slotProps={{ closeButton: { 'aria-label': words.close } }}
        >
          {words.done(scans, formatCount(scans), duration(seconds))}
        </Alert>
      )
    }
    case 'stopped':
      return (
        <Alert severity="warning" variant="outlined">
          {words.stopped}
        </Alert>
      )
    case 'failed':
      return <ErrorPanel title={words.failed} error={toPayload(work.error)} />
    default:
      return null
  }
}
