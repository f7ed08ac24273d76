import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { PathField } from '../../components/path-field.tsx'
import { client, isInWindow, toPayload } from '../../lib/client.ts'
import { inWords } from '../../lib/core-words.ts'
import { formatCount } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import { LabelColumns, LabelCounts, LabelProblems, unclearColumns } from './label-preview.tsx'

interface Asked {
  file: string
  sheet: string | null
  /** Meanings that were chosen by hand, by column title. */
  map: Record<string, string>
}

interface LabelDialogProps {
  folder: string
  close: () => void
  taken: (changed: number) => void
}

/** A label sheet: how it is understood, corrected by hand where that is wrong, then imported. */
export function LabelDialog({ folder, close, taken }: LabelDialogProps) {
  const id = useId()
  const [file, setFile] = useState('')
  const [wanted, ask] = useState<Asked | null>(null)
  const words = strings.cohort.labels
  const call = ({ file, sheet, map }: Asked) => ({
    folder,
    file: file.trim(),
    ...(sheet !== null && { sheet }),
    map: Object.entries(map).map(([column, meaning]) => `${column}=${meaning}`),
  })
  const preview = useQuery({
    queryKey: ['label preview', folder, wanted],
    queryFn: () => client.cohort.previewLabels(call(wanted!)),
    enabled: wanted !== null,
    placeholderData: keepPreviousData,
    // The sheet may be saved anew meanwhile.
    gcTime: 0,
  })
  const take = useMutation({
    mutationFn: () => client.cohort.importLabels(call(wanted!)),
    onSuccess: ({ changed }) => {
      taken(changed)
      close()
    },
  })
  const choose = useMutation({
    mutationFn: () => client.host.choose({ what: 'sheet' }),
    onSuccess: ({ paths: [chosen] }) => {
      if (chosen === undefined) return
      setFile(chosen)
      ask({ file: chosen, sheet: null, map: {} })
    },
  })
  const error = preview.error && toPayload(preview.error)
  const data = error ? undefined : preview.data
  const columns = data?.columns ?? unclearColumns(error)
  return (
    <Dialog open onClose={close} fullWidth maxWidth="md" aria-labelledby={id} transitionDuration={0}>
      <DialogTitle id={id} variant="h1" component="h2">
        {words.title}
      </DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 2, alignContent: 'start' }}>
        <Typography sx={{ color: 'text.secondary' }}>{words.text}</Typography>
        <Box
          component="form"
          onSubmit={(event) => {
            event.preventDefault()
            if (file.trim()) ask({ file, sheet: null, map: {} })
          }}
          sx={{ display: 'flex', gap: 1, pt: 1 }}
        >
          <PathField
            label={words.path}
            value={file}
            change={(path) => {
              setFile(path)
              ask(null)
            }}
          />
          {isInWindow && (
            <Button variant="outlined" onClick={() => choose.mutate()} sx={{ flexShrink: 0 }}>
              {strings.cohort.import.choose}
            </Button>
          )}
          <Button type="submit" variant="outlined" disabled={!file.trim()} sx={{ flexShrink: 0 }}>
            {words.preview}
          </Button>
        </Box>
        {error && <ErrorPanel title={words.failed} error={error} />}
        {take.error && <ErrorPanel title={words.failed} error={toPayload(take.error)} />}
        {data && data.sheets.length > 1 && (
          <TextField
            select
            size="small"
            label={words.sheet}
            value={data.sheet ?? ''}
            onChange={({ target }) => ask({ ...wanted!, sheet: target.value, map: {} })}
          >
            {data.sheets.map((name) => (
              <MenuItem key={name} value={name}>
                {name}
              </MenuItem>
            ))}
          </TextField>
        )}
        {columns && (
          <LabelColumns
            columns={columns}
            change={(column, meaning) => ask({ ...wanted!, map: { ...wanted!.map, [column]: meaning } })}
          />
        )}
        {data && (
          <>
            <LabelCounts preview={data} />
            {data.notes.map((note) => (
              <Alert key={note} severity="info" variant="outlined">
                {inWords(note)}
              </Alert>
            ))}
            <LabelProblems problems={data.problems} />
          </>
        )}
      </DialogContent>
      <DialogActions sx={{ px: 3, py: 2 }}>
        <Button onClick={close}>{strings.cohort.series.cancel}</Button>
        <Button
          variant="contained"
          disabled={!data || data.labels === 0 || take.isPending}
          onClick={() => take.mutate()}
        >
          {words.take(formatCount(data?.labels ?? 0))}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
