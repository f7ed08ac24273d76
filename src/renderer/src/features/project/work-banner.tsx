import Start from '@mui/icons-material/PlayArrowOutlined'
import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { useState } from 'react'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { useActions } from '../../lib/actions.ts'
import { toPayload } from '../../lib/client.ts'
import { strings } from '../../lib/strings.ts'
import { unattendedWork } from '../../lib/open-work.ts'
import { useQueue } from '../../lib/use-queue.ts'
import { useStart } from '../../lib/use-start.ts'

const everyMs = 4000

/** Runs that wait, or were begun by somebody who is gone, and the way to go on with them. */
export function WorkBanner({ folder }: { folder: string }) {
  const { status, canAsk } = useQueue(folder, everyMs)
  const { start, isStarting, canStart, error, dismiss } = useStart(folder)
  const [hidden, setHidden] = useState('')
  const words = strings.start
  const work = status ? unattendedWork(status) : null
  const isOffered = work !== null && canAsk
  const name = work && work.interrupted > 0 ? words.resume : work?.elsewhere ? words.follow : words.start
  useActions(
    isOffered ? [{ id: 'queue.start', name: words.action, group: strings.app.groups.runs, run: start }] : [],
  )
  if (!isOffered) return null
  const text = words.unattended(work)
  return (
    <Box sx={{ display: 'grid', gap: 1, mb: 2 }}>
      {hidden !== text && (
        <Alert
          role="status"
          severity={work.interrupted > 0 ? 'warning' : 'info'}
          variant="outlined"
          sx={{ alignItems: 'center', bgcolor: 'background.paper' }}
          action={
            <>
              <Button
                size="small"
                variant="contained"
                startIcon={<Start />}
                disabled={isStarting || !canStart}
                onClick={start}
              >
                {isStarting ? words.starting : name}
              </Button>
              <Button size="small" color="inherit" sx={{ ml: 1 }} onClick={() => setHidden(text)}>
                {words.later}
              </Button>
            </>
          }
        >
          {text}
        </Alert>
      )}
      {error && (
        <ErrorPanel title={words.failed} error={toPayload(error)}>
          <Button variant="outlined" onClick={dismiss}>
            {words.dismiss}
          </Button>
        </ErrorPanel>
      )}
    </Box>
  )
}
