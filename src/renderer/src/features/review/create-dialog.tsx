import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { worklists } from '../../../../shared/domain/review.ts'
import type { Worklist } from '../../../../shared/domain/review.ts'
import type { ProjectSummary } from '../../../../shared/ipc/api.ts'
import type { UncertainSinuses } from '../../../../shared/ipc/review.ts'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { client, toPayload } from '../../lib/client.ts'
import { formatCount } from '../../lib/format.ts'
import { strings } from '../../lib/strings.ts'
import { sessionsKey } from './use-sessions.ts'

/** Sinuses that were ranked and are to be read. */
export type Ranked = Pick<UncertainSinuses, 'experiment' | 'datasetVersion' | 'sinuses'>

interface CreateDialogProps extends Pick<ProjectSummary, 'folder' | 'datasets' | 'experiments'> {
  /** null: a worklist is chosen. */
  ranked: Ranked | null
  close: () => void
}

/** What is read, and by whom. */
export function CreateDialog({ folder, datasets, experiments, ranked, close }: CreateDialogProps) {
  const id = useId()
  const queryClient = useQueryClient()
  const words = strings.review.create
  const [version, setVersion] = useState(ranked?.datasetVersion ?? datasets.at(-1)!.version)
  const [worklist, setWorklist] = useState<Worklist>(ranked ? 'next' : 'all')
  const [experiment, setExperiment] = useState(ranked?.experiment ?? '')
  const [names, setNames] = useState(words.proposed)
  const [seed, setSeed] = useState('')
  const readers = names.split('\n').filter((name) => name.trim() !== '')
  const isSeed = seed.trim() === '' || Number.isSafeInteger(Number(seed))
  const create = useMutation({
    mutationFn: () =>
      client.review.create({
        ...{ folder, version, worklist, readers },
        ...(experiment !== '' && { experiment }),
        ...(seed.trim() !== '' && { seed: Number(seed) }),
        ...(ranked && { sinuses: ranked.sinuses.map(({ sinus }) => sinus) }),
      }),
    onSuccess: async () => {
      close()
      await queryClient.invalidateQueries({ queryKey: sessionsKey(folder) })
    },
  })
  const select = (
    label: string,
    value: string,
    choose: (value: string) => void,
    options: readonly { value: string; name: string }[],
  ) => (
    <TextField
      select
      size="small"
      label={label}
      value={value}
      disabled={ranked !== null}
      onChange={({ target }) => choose(target.value)}
      slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
    >
      {options.map((option) => (
        <MenuItem key={option.value} value={option.value}>
          {option.name}
        </MenuItem>
      ))}
    </TextField>
  )
  const named = (value: string) => ({ value, name: value })
  const canStart = readers.length > 0 && isSeed && !create.isPending
  return (
    <Dialog open onClose={close} fullWidth maxWidth="sm" aria-labelledby={id} transitionDuration={0}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (canStart) create.mutate()
        }}
      >
        <DialogTitle id={id} variant="h1" component="h2">
          {words.title}
        </DialogTitle>
        <DialogContent sx={{ display: 'grid', gap: 2 }}>
          <Typography sx={{ color: 'text.secondary', mb: 1 }}>{words.text}</Typography>
          <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 2fr', gap: 2 }}>
            {select(
              words.version,
              version,
              (chosen) => {
                setVersion(chosen)
                setExperiment('')
              },
              datasets.toReversed().map((dataset) => named(dataset.version)),
            )}
            {ranked ? (
              <Typography sx={{ alignSelf: 'center' }}>
                {words.chosen(formatCount(ranked.sinuses.length))}
              </Typography>
            ) : (
              select(
                words.worklist,
                worklist,
                (chosen) => setWorklist(chosen as Worklist),
                worklists
                  .filter((value) => value !== 'next')
                  .map((value) => ({ value, name: strings.review.worklists[value] })),
              )
            )}
          </Box>
          {select(words.experiment, experiment, setExperiment, [
            { value: '', name: words.noExperiment },
            ...experiments
              .filter(({ datasetVersion }) => datasetVersion === version)
              .map((one) => named(one.id)),
          ])}
          <TextField
            multiline
            size="small"
            minRows={2}
            label={words.readers}
            helperText={words.readersHint}
            value={names}
            onChange={({ target }) => setNames(target.value)}
            slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
          />
          <Box sx={{ display: 'flex', gap: 2, alignItems: 'center' }}>
            <NumberField
              inputMode="numeric"
              label={words.seed}
              value={seed}
              change={setSeed}
              sx={{ width: 120 }}
            />
            <Typography variant="caption" sx={{ color: 'text.secondary' }}>
              {words.seedHint}
            </Typography>
          </Box>
          {create.error && <ErrorPanel title={words.failed} error={toPayload(create.error)} />}
        </DialogContent>
        <DialogActions sx={{ px: 3, py: 2 }}>
          <Button onClick={close}>{words.cancel}</Button>
          <Button type="submit" variant="contained" disabled={!canStart}>
            {words.start}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
