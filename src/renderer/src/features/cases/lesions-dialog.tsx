import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import Typography from '@mui/material/Typography'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { PathField } from '../../components/path-field.tsx'
import { client, toPayload } from '../../lib/client.ts'
import { strings } from '../../lib/strings.ts'
import type { VolumeName } from './use-cases.ts'

interface LesionsDialogProps {
  folder: string
  /** Where they are known from now; null when nobody has said. */
  place: string | null
  close: () => void
}

/** Names the folder that knows where a sample cohort's lesions are. */
export function LesionsDialog({ folder, place, close }: LesionsDialogProps) {
  const queryClient = useQueryClient()
  const [typed, setTyped] = useState(place ?? '')
  const words = strings.cases.lesions
  const save = useMutation({
    mutationFn: (next: string | null) => client.cases.setKnownLesions({ folder, place: next }),
    onSuccess: () => {
      close()
      return queryClient.invalidateQueries({
        queryKey: ['cases', folder],
        predicate: ({ queryKey }) =>
          queryKey[2] === 'lesions' ||
          (queryKey[2] === 'volume' && (queryKey[3] as VolumeName).layer === 'lesion'),
      })
    },
  })
  return (
    <Dialog open onClose={close} fullWidth maxWidth="sm" aria-labelledby="lesions-title">
      <DialogTitle id="lesions-title" variant="h2">
        {words.title}
      </DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 2 }}>
        <Typography>{words.text}</Typography>
        <PathField label={words.path} value={typed} change={setTyped} />
        {save.error && <ErrorPanel title={words.failed} error={toPayload(save.error)} />}
      </DialogContent>
      <DialogActions>
        <Button onClick={close}>{words.cancel}</Button>
        {place !== null && <Button onClick={() => save.mutate(null)}>{words.forget}</Button>}
        <Button variant="contained" disabled={typed.trim() === ''} onClick={() => save.mutate(typed.trim())}>
          {words.save}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
