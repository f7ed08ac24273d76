import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import Skeleton from '@mui/material/Skeleton'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import type { Sinus } from '../../../../shared/ipc/regions.ts'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { HeadViewer } from '../../components/viewer/head-viewer.tsx'
import { readVolume } from '../../components/viewer/read-volume.ts'
import { client, toPayload } from '../../lib/client.ts'
import { strings } from '../../lib/strings.ts'

interface HeadDialogProps {
  folder: string
  sinus: Sinus
  close: () => void
}

/** A cube over the scan it was cut from: whether it landed on the sinus is seen at once. */
export function HeadDialog({ folder, sinus: { subject, side, centreMm }, close }: HeadDialogProps) {
  const id = useId()
  const volumes = useQuery({
    queryKey: ['regions', folder, 'in head', subject, side],
    queryFn: async () => {
      const [head, cube] = await Promise.all([
        client.regions.scanVolume({ folder, subject }),
        client.regions.sinusVolume({ folder, subject, side }),
      ])
      return { head: await readVolume(head), cube: await readVolume(cube) }
    },
    gcTime: 0,
  })
  const words = strings.regions.extraction.inHead
  return (
    <Dialog open onClose={close} fullWidth maxWidth="md" aria-labelledby={id} transitionDuration={0}>
      <DialogTitle id={id} variant="h1" component="h2">
        {words.title[side] + subject}
      </DialogTitle>
      <DialogContent sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 2 }}>
        <Typography sx={{ color: 'text.secondary' }}>{words.text}</Typography>
        {volumes.error && <ErrorPanel title={words.failed} error={toPayload(volumes.error)} />}
        {volumes.isPending && (
          <Skeleton role="status" variant="rounded" height="60vh" aria-label={words.loading} />
        )}
        {volumes.data && (
          <HeadViewer
            head={volumes.data.head}
            overlay={volumes.data.cube}
            label={words.label(subject)}
            start={centreMm}
          />
        )}
      </DialogContent>
      <DialogActions sx={{ px: 3, py: 2 }}>
        <Button onClick={close}>{words.close}</Button>
      </DialogActions>
    </Dialog>
  )
}
