import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApplyReport } from '../../../../shared/ipc/review.ts'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { Section } from '../../components/section.tsx'
import { client, toPayload } from '../../lib/client.ts'
import { formatCount } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import { sessionsKey } from './use-sessions.ts'

interface ApplyCardProps {
  folder: string
  session: string
  /** Whose labels the outcome is already. */
  appliedAs: string | null
}

/** Makes labels of the outcome. */
export function ApplyCard({ folder, session, appliedAs }: ApplyCardProps) {
  const queryClient = useQueryClient()
  const [typed, setTyped] = useState<string | null>(null)
  const words = strings.review.apply
  const annotator = typed ?? appliedAs ?? session
  const apply = useMutation({
    mutationFn: () => client.review.apply({ folder, session, annotator }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: sessionsKey(folder) })
      void queryClient.invalidateQueries({ queryKey: ['cohort', folder] })
    },
  })
  return (
    <Section title={words.title} text={words.text}>
      <Box sx={{ display: 'flex', gap: 2 }}>
        <TextField
          size="small"
          label={words.annotator}
          value={annotator}
          onChange={({ target }) => setTyped(target.value)}
          sx={{ width: 320 }}
          slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
        />
        <Button
          variant="contained"
          disabled={annotator.trim() === '' || apply.isPending}
          onClick={() => apply.mutate()}
        >
          {words.start}
        </Button>
      </Box>
      {apply.error && <ErrorPanel title={words.failed} error={toPayload(apply.error)} />}
      {apply.data && <Applied report={apply.data} />}
    </Section>
  )
}

function Applied({ report: { labels, annotator, changed, ...others } }: { report: ApplyReport }) {
  const words = strings.review.apply
  const remarks = (['open', 'unread', 'gone', 'disputed'] as const).filter((kind) => others[kind] > 0)
  return (
    <Alert severity={remarks.length > 0 ? 'warning' : 'success'} variant="outlined">
      <Typography>{words.done(formatCount(labels), annotator, formatCount(changed))}</Typography>
      {remarks.map((kind) => (
        <Typography key={kind}>{words[kind](formatCount(others[kind]))}</Typography>
      ))}
    </Alert>
  )
}
