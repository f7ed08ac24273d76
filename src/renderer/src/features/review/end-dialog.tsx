import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import Typography from '@mui/material/Typography'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId } from 'react'
import type { ReviewSession } from '../../../../shared/ipc/review.ts'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { client, toPayload } from '../../lib/client.ts'
import { formatCount } from '../../lib/format.ts'
import { go } from '../../lib/route.ts'
import { strings } from '../../lib/strings.ts'

interface EndDialogProps {
  folder: string
  review: Pick<ReviewSession, 'session' | 'readers'>
  close: () => void
}

/** Asks before reading is over for good. */
export function EndDialog({ folder, review: { session, readers }, close }: EndDialogProps) {
  const id = useId()
  const queryClient = useQueryClient()
  const end = useMutation({
    mutationFn: () => client.review.end({ folder, session }),
    onSuccess: async () => {
      close()
      await queryClient.invalidateQueries({ queryKey: ['review', folder] })
      go({ page: 'review', folder, params: { session } })
    },
  })
  const words = strings.review.end
  const unfinished = readers.reduce((sum, { total, done }) => sum + total - done, 0)
  return (
    <Dialog open onClose={close} fullWidth maxWidth="sm" aria-labelledby={id} transitionDuration={0}>
      <DialogTitle id={id} variant="h1" component="h2">
        {words.title(session)}
      </DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 2 }}>
        {unfinished > 0 && (
          <Typography sx={{ color: 'warning.main' }}>{words.unfinished(formatCount(unfinished))}</Typography>
        )}
        <Typography>{words.text}</Typography>
        {end.error && <ErrorPanel title={words.failed} error={toPayload(end.error)} />}
      </DialogContent>
      <DialogActions sx={{ px: 3, py: 2 }}>
        <Button autoFocus onClick={close}>
          {words.cancel}
        </Button>
        <Button variant="contained" disabled={end.isPending} onClick={() => end.mutate()}>
          {words.confirm}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
